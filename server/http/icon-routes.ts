import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { VaultError } from '#shared/errors.ts';

const ICONS = join(dirname(fileURLToPath(import.meta.resolve('simple-icons'))), 'icons');
const FILE = /^([a-z0-9]{1,64})\.svg$/;
const AN_HOUR = 'public, max-age=3600';
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * Serves the brands of Simple Icons one at a time: all of them would be 1.8 MB in the bundle. Their names are served
 * together, so that nobody has to ask for a picture that there is not.
 */
export async function iconRoutes(app: FastifyInstance): Promise<void> {
  const slugs = (await readdir(ICONS)).flatMap((file) => FILE.exec(file)?.[1] ?? []);
  app.get('/icons/index.json', async (_request, reply) => reply.header('cache-control', AN_HOUR).send(slugs));
  app.get<{ Params: { file: string } }>('/icons/:file', async ({ params }, reply) => {
    const slug = FILE.exec(params.file)?.[1];
    const svg = slug === undefined ? null : await readFile(join(ICONS, `${slug}.svg`)).catch(() => null);
    if (svg === null) throw new VaultError('ROUTE_NOT_FOUND');
    return reply.type('image/svg+xml').header('cache-control', FOREVER).send(svg);
  });
}
