import type { FastifyInstance } from 'fastify';
import type { Database } from '#server/db/open.ts';
import { query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';

const RETRY_SECONDS = 2;

/** Says whether the process is up, and whether it can serve. */
export function healthRoutes(app: FastifyInstance, db: Pick<Database, 'fork'>): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async () => {
    if (await isReady(db)) return { status: 'ready' };
    throw new VaultError('UNAVAILABLE', { retryAfterSeconds: RETRY_SECONDS });
  });
}

/** The database answers, and has the tables and the key without which nothing works. */
async function isReady(db: Pick<Database, 'fork'>): Promise<boolean> {
  try {
    const key = await query(db.fork()).selectFrom('instance_key').select('id').limit(1).executeTakeFirst();
    return key !== undefined;
  } catch {
    return false;
  }
}
