import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { VaultError } from '#shared/errors.ts';
import { iconRoutes } from './icon-routes.ts';

export const WEB_ROOT = join(import.meta.dirname, '..', '..', 'dist');

const START_PAGE = join(import.meta.dirname, 'start-page.html');
const FOREVER = 'public, max-age=31536000, immutable';

/** Paths on which only what exists answers; elsewhere the app draws whatever the address asks for. */
const NOT_PAGES = /^\/(api|trpc|assets|docs-assets|icons)(\/|\?|$)/;

/** Sign-in, setup and invitations have a document of their own, without what only the app needs. */
const DOORS = ['/sign-in', '/setup', '/accept'];

/** Whether a request is a person's, who went to an address. */
export function wantsPage({ method, raw, headers }: FastifyRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && !NOT_PAGES.test(raw.url ?? '') && headers.accept?.includes('text/html') === true;
}

/** Serves the built web app, or where it was not built a page that says so. */
export async function webRoutes(app: FastifyInstance, root: string): Promise<void> {
  const index = join(root, 'index.html');
  const isApp = existsSync(index);
  const html = await readFile(isApp ? index : START_PAGE, 'utf8');
  await iconRoutes(app);
  if (isApp) await serveFiles(app, root);
  if (isApp) await serveDoors(app, root);
  app.get('/', async (_request, reply) => sendPage(reply, html));
  app.setNotFoundHandler(async (request, reply) => {
    if (!wantsPage(request)) throw new VaultError('ROUTE_NOT_FOUND');
    return sendPage(reply.code(isApp ? 200 : 404), html);
  });
}

async function serveDoors(app: FastifyInstance, root: string): Promise<void> {
  const html = await readFile(join(root, 'door.html'), 'utf8');
  for (const path of DOORS) app.get(path, async (_request, reply) => sendPage(reply, html));
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(html);
}

/** Built assets carry their hash in their names and lie beside compressed copies of themselves. */
async function serveFiles(app: FastifyInstance, root: string): Promise<void> {
  const assets = join(root, 'assets') + sep;
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    preCompressed: true,
    acceptRanges: false,
    cacheControl: false,
    decorateReply: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.startsWith(assets) ? FOREVER : 'no-cache');
    },
  });
}
