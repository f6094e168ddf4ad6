import type { Database } from '#server/db/open.ts';
import { freshEmbedded } from './embedded.ts';
import { freshPostgres } from './postgres-database.ts';

/**
 * A database of a test's own, with all tables and no rows: on the PostgreSQL that KAGI_TEST_POSTGRES_URL names, or
 * else embedded. `close` removes it.
 */
export function freshDatabase(): Promise<Database> {
  const url = process.env.KAGI_TEST_POSTGRES_URL;
  return url ? freshPostgres(url) : freshEmbedded();
}
