import type { Database } from '#server/db/open.ts';
import { BackupError } from './backup-error.ts';

const OTHERS = `select count(*)::int as count from pg_stat_activity
  where datname = current_database() and application_name = 'kagi' and pid <> pg_backend_pid()`;

/**
 * Refuses a PostgreSQL that a server works on, wherever it runs: each keeps a connection to listen on. The embedded
 * database needs no question, since its folder admits one process.
 * @throws {BackupError}
 */
export async function demandNoServer({ kind, fork }: Database): Promise<void> {
  if (kind === 'embedded') return;
  const [others] = await fork().execute<{ count: number }[]>(OTHERS);
  if (others?.count !== 0) throw new BackupError('A server of Kagi is connected to this database: stop it first.');
}
