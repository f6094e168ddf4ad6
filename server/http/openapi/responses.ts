import type { RestPlan } from '#server/http/rest/plan.ts';
import { ERRORS, type ErrorCode } from '#shared/errors.ts';
import type { HEADERS } from './components.ts';
import { failuresOf } from './failures.ts';
import { isSchema, type Schema } from './schema.ts';

const JSON_TYPE = 'application/json';

/** All responses of an operation whose answer has this schema. */
export function responsesOf(plan: RestPlan, schema: Schema): Record<string, unknown> {
  const failures = [...failuresOf(plan)].map(([status, codes]) => [status, failure(status, codes)]);
  return { ...successes(plan, schema), ...Object.fromEntries(failures) };
}

function successes(plan: RestPlan, schema: Schema): Record<string, unknown> {
  const { status = 200, conditional } = plan.rest;
  if (status === 204) return { 204: { description: 'Done; there is no body.', headers: headersOf(['RequestId']) } };
  const answer = { headers: headersOf(answerHeaders(plan)), content: contentOf(plan, schema) };
  // A POST that heeds If-Match replaces what may be there already.
  const replaces = plan.method === 'POST' && conditional === true;
  return {
    ...(replaces || status === 200 ? { 200: { description: replaces ? 'Replaced.' : 'Done.', ...answer } } : {}),
    ...(status === 201 ? { 201: { description: 'Created.', ...answer } } : {}),
  };
}

type HeaderName = keyof typeof HEADERS;

function answerHeaders({ pages, rest }: RestPlan): HeaderName[] {
  const example = rest.example?.response;
  const isRevision = typeof example === 'object' && example !== null && 'updatedAt' in example;
  return ['RequestId', ...(pages ? (['Link'] as const) : []), ...(isRevision ? (['ETag'] as const) : [])];
}

function contentOf({ rest }: RestPlan, schema: Schema): Record<string, unknown> {
  const example = rest.example?.response;
  if (rest.contentTypes === undefined) return { [JSON_TYPE]: { schema, example } };
  const contents = rest.contentTypes.map((type) => {
    const [mediaType = type] = type.split(';');
    const isJson = mediaType === JSON_TYPE;
    const body = { schema: isJson ? withoutText(schema) : { type: 'string' } };
    return [mediaType, (typeof example === 'string') === isJson ? body : { ...body, example }];
  });
  return Object.fromEntries(contents);
}

/** Of an answer that is either text or JSON, the JSON. */
function withoutText(schema: Schema): Schema {
  const options: unknown[] = Array.isArray(schema.anyOf) ? schema.anyOf : [];
  const [only, ...others] = options.filter(isSchema).filter((option) => option.type !== 'string');
  return only === undefined ? schema : others.length === 0 ? only : { anyOf: [only, ...others] };
}

/** The response of one status, with every code that it may carry. */
export function failure(status: number, codes: readonly ErrorCode[]): Schema {
  const names: HeaderName[] = ['RequestId'];
  if (status === 401) names.push('Authenticate');
  if (status === 429 || status === 503) names.push('RetryAfter');
  const examples = codes.map((code) => [code, { value: { error: ERRORS[code][1], code } }]);
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code][1]}`).join('\n\n'),
    headers: headersOf(names),
    content: {
      [JSON_TYPE]: { schema: { $ref: '#/components/schemas/Error' }, examples: Object.fromEntries(examples) },
    },
  };
}

function headersOf(names: readonly HeaderName[]): Record<string, Schema> {
  return Object.fromEntries(names.map((name) => [WIRE_NAMES[name], { $ref: `#/components/headers/${name}` }]));
}

const WIRE_NAMES: Record<HeaderName, string> = {
  RequestId: 'X-Request-Id',
  ETag: 'ETag',
  Link: 'Link',
  RetryAfter: 'Retry-After',
  Authenticate: 'WWW-Authenticate',
};
