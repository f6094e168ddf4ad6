import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { appRouter } from '#server/api/router.ts';
import { router, scoped } from '#server/api/trpc.ts';
import { type RestPlan, restPlans } from '#server/http/rest/plan.ts';
import { ERRORS, errorCodes } from '#shared/errors.ts';
import { openApiDocument } from './document.ts';
import { isSchema, partOf, type Schema } from './schema.ts';

const OPTIONS = { version: '1.2.3', cookieName: 'kagi' };
const plans = restPlans(appRouter);
const document = openApiDocument(appRouter, plans, OPTIONS);

const operation = (plan: RestPlan) => partOf(document, 'paths', plan.path, plan.method.toLowerCase());
const each = plans.map((plan) => [`${plan.method} ${plan.path}`, plan] as const);

function listOf(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

describe('two validators', () => {
  it('find the document valid: openapi-schema-validator', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it('find the document valid: redocly, with nothing to warn of', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kagi-openapi-'));
    const file = join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(document));
    const cli = join(process.cwd(), 'node_modules/@redocly/cli/bin/cli.js');
    const run = spawnSync(process.execPath, [cli, 'lint', file, '--format', 'json'], {
      cwd: folder,
      encoding: 'utf8',
      // It would otherwise report home, and ask whether there is a newer one.
      env: { PATH: '', REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' },
    });
    rmSync(folder, { recursive: true });
    const { problems } = z.object({ problems: z.array(z.unknown()) }).parse(JSON.parse(run.stdout));
    expect(problems).toEqual([]);
  });
});

describe('the document and the router', () => {
  it('hold the same operations', () => {
    const paths = Object.entries(partOf(document, 'paths'));
    const operations = paths.flatMap(([path, item]) =>
      Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(operations.sort()).toEqual([...each.map(([name]) => name), 'GET /openapi'].sort());
  });

  it.each(each)('agree on %s: who may, what is taken, what comes back', (_, plan) => {
    const { access, rest } = plan;
    const found = operation(plan);
    if (access.kind === 'scoped') {
      expect(found['x-required-scope']).toBe(access.scope);
      expect(found.security).toEqual([{ accessKey: [access.scope] }, { session: [] }]);
      expect(found.description).toContain(`\`${access.scope}\``);
    } else expect(found.security).toEqual([{ session: [] }]);
    const parameters = listOf(found.parameters).filter((one) => one.in === 'path' || one.in === 'query');
    expect(parameters.map(({ name }) => name).sort()).toEqual([...plan.kinds.keys()].sort());
    for (const parameter of parameters) {
      expect(parameter.in).toBe(plan.pathParams.includes(String(parameter.name)) ? 'path' : 'query');
    }
    expect(found.responses).toHaveProperty(String(rest.status ?? 200));
    expect(typeof found.summary).toBe('string');
  });

  it.each(each)('list the codes of %s under their own statuses', (_, plan) => {
    const described = Object.entries(partOf(operation(plan), 'responses')).filter(([status]) => Number(status) >= 400);
    for (const [status, response] of described) {
      const codes = errorCodes.filter((code) => String(partOf(response).description).includes(`\`${code}\``));
      expect(codes.map((code) => String(ERRORS[code][0]))).toEqual(codes.map(() => status));
      expect(codes.length).toBeGreaterThan(0);
    }
    const told = JSON.stringify(described);
    for (const code of [
      'AUTH_REQUIRED',
      'VALIDATION_ERROR',
      'RATE_LIMITED',
      'INTERNAL_ERROR',
      'UNAVAILABLE',
      ...(plan.rest.errors ?? []),
    ]) {
      expect(told).toContain(code);
    }
  });

  it('name operations uniquely, and each by a tag that is described', () => {
    const operations = plans.map(operation);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(plans.length);
    const described = listOf(document.tags).filter(({ description }) => typeof description === 'string');
    const names = new Set(described.map(({ name }) => name));
    expect(operations.flatMap(({ tags }) => tags).filter((tag) => !names.has(tag))).toEqual([]);
  });
});

describe('the examples', () => {
  const [withInput, withOutput] = [
    each.filter(([, plan]) => plan.hasInput && takesSomething(plan)),
    each.filter(([, plan]) => plan.rest.status !== 204),
  ];

  it.each(withInput)('of %s hold a request that its schema takes', (_, plan) => {
    const [schema] = plan.procedure._def.inputs;
    const parsed = z.instanceof(z.ZodType).parse(schema).safeParse(plan.rest.example?.request);
    expect(parsed.error).toBeUndefined();
  });

  it.each(withOutput)('of %s hold an answer that its schema gives, word for word', (_, plan) => {
    const output = 'output' in plan.procedure._def ? plan.procedure._def.output : undefined;
    const response = plan.rest.example?.response;
    expect(response).toBeDefined();
    expect(z.instanceof(z.ZodType).parse(output).parse(response)).toEqual(response);
  });

  it('stand in the document, beside what they are examples of', () => {
    const missing = plans.filter((plan) => {
      const found = operation(plan);
      const bodies = Object.values(partOf(found, 'requestBody', 'content'));
      const answers = Object.values(partOf(found, 'responses', String(plan.rest.status ?? 200), 'content'));
      const inPath = listOf(found.parameters).filter((one) => one.in === 'path');
      const first = answers.slice(0, 1);
      return [...bodies, ...first, ...inPath].some((part) => !('example' in partOf(part)));
    });
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});

test('text answers are text, and JSON ones beside them are JSON alone', () => {
  const content = partOf(document, 'paths', '/export', 'get', 'responses', '200', 'content');
  expect(partOf(content, 'text/plain').schema).toEqual({ type: 'string' });
  expect(JSON.stringify(partOf(content, 'application/json').schema)).not.toContain('"string"}');
});

test('says where a POST may replace, what may be repeated, and what depends on a revision', () => {
  const put = partOf(document, 'paths', '/envs/{id}/files', 'post');
  expect(Object.keys(partOf(put, 'responses')).slice(0, 2)).toEqual(['200', '201']);
  const references = listOf(put.parameters).map(({ $ref }) => $ref);
  expect(references).toContain('#/components/parameters/IdempotencyKey');
  expect(references).toContain('#/components/parameters/IfMatch');
  expect(references).toContain('#/components/parameters/IfNoneMatch');
  const change = partOf(document, 'paths', '/envs/{id}', 'put');
  expect(listOf(change.parameters).map(({ $ref }) => $ref)).not.toContain('#/components/parameters/IfNoneMatch');
});

test('whatever reads a body, if only to refuse it, says how bodies are refused', () => {
  const silent = plans.filter((plan) => {
    const statuses = Object.keys(partOf(operation(plan), 'responses'));
    return plan.method !== 'GET' && !(statuses.includes('413') && statuses.includes('415'));
  });
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test('unknown fields are refused in the document as they are in life', () => {
  const bodies = plans.map((plan) => partOf(operation(plan), 'requestBody', 'content', 'application/json', 'schema'));
  expect(bodies.filter((schema) => 'properties' in schema && schema.additionalProperties !== false)).toEqual([]);
});

test('open operations ask for nothing', () => {
  const openly = scoped('entries:read', 'entry.read');
  const note = openly
    .meta({ openapi: { method: 'GET', path: '/n', summary: 'n' } })
    .output(z.string())
    .query(() => '');
  const own = router({ n: note });
  const made = openApiDocument(own, restPlans(own), OPTIONS);
  expect(partOf(made, 'paths', '/openapi', 'get').security).toEqual([]);
  expect(partOf(made, 'info').version).toBe('1.2.3');
});

function takesSomething({ kinds, procedure }: RestPlan): boolean {
  const [schema] = procedure._def.inputs;
  return kinds.size > 0 || !z.instanceof(z.ZodType).parse(schema).safeParse({}).success;
}
