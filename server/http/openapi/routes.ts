import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { AnyTRPCRouter } from '@trpc/server';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { RestPlan } from '#server/http/rest/plan.ts';
import { readQuery } from '#server/http/rest/query.ts';
import { unknownFields } from '#server/http/rest/unknown-fields.ts';
import { DOCS_POLICY } from '#server/http/security-headers.ts';
import { openApiDocument } from './document.ts';
import { published } from './published.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const DOCS = join(import.meta.dirname, 'docs');
/** The browser's build of the component that draws the reference, as its package ships it. */
const REFERENCE = join(dirname(fileURLToPath(import.meta.resolve('@scalar/api-reference'))), 'browser');

const HOUR = 'public, max-age=3600';
const WEEK = 'public, max-age=604800';

type Contract = { router: AnyTRPCRouter; plans: readonly RestPlan[]; cookieName: string };

/** Serves the OpenAPI document, and a page that shows it. */
export async function openApiRoutes(scope: FastifyInstance, contract: Contract): Promise<void> {
  serveDocument(scope, await documentText(contract));
  await servePage(scope);
}

async function documentText({ router, plans, cookieName }: Contract): Promise<() => string> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));
  return () => JSON.stringify(openApiDocument(router, plans, { version, cookieName }));
}

/** Made when it is first asked for: it takes a tenth of a second that a start can do without. */
function serveDocument(scope: FastifyInstance, write: () => string): void {
  let formFor: ReturnType<typeof published> | null = null;
  scope.get('/api/openapi', { compress: false }, async ({ raw, headers }, reply) => {
    const unknown = [...readQuery(raw.url ?? '').keys()];
    if (unknown.length > 0) throw unknownFields(unknown);
    formFor ??= published(write());
    const { encoding, etag, bytes } = formFor(headers['accept-encoding']);
    reply.headers({ etag, vary: 'accept-encoding', 'cache-control': HOUR });
    if (knows(headers['if-none-match'], etag)) return reply.code(304).send();
    if (encoding !== null) reply.header('content-encoding', encoding);
    return reply.type('application/json; charset=utf-8').send(bytes);
  });
}

function knows(header: string | undefined, etag: string): boolean {
  return header?.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag) === true;
}

async function servePage(scope: FastifyInstance): Promise<void> {
  const html = await readFile(join(DOCS, 'page.html'), 'utf8');
  scope.get('/api/docs', async (_request, reply) => {
    reply.header('content-security-policy', DOCS_POLICY);
    return reply.type('text/html; charset=utf-8').send(html);
  });
  await serveFolder(scope, DOCS, '/docs-assets/');
  await serveFolder(scope, REFERENCE, '/docs-assets/reference/');
}

function serveFolder(scope: FastifyInstance, root: string, prefix: string) {
  return scope.register(fastifyStatic, {
    root,
    prefix,
    index: false,
    decorateReply: false,
    acceptRanges: false,
    cacheControl: false,
    allowedPath: (path) => path.endsWith('.js'),
    setHeaders: (reply) => void reply.header('cache-control', WEEK),
  });
}
