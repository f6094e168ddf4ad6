import type { MikroORM } from '@mikro-orm/postgresql';
import type { Channels } from './channels.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { openPostgres } from './postgres-database.ts';
import type { Em } from './query.ts';

export type Database = Channels & {
  kind: 'embedded' | 'postgres';
  /** An entity manager of its own, for one request or one job. */
  fork(): Em;
  /** Lends the ORM without the time limits that requests have. */
  unhurried<T>(work: (orm: MikroORM) => Promise<T>): Promise<T>;
  /** Lets what is under way finish first. */
  close(): Promise<void>;
};

export type OpenOptions = {
  /** A PostgreSQL; null for the embedded database in the data folder. */
  url: string | null;
  dataDir: string;
  warn: (message: string) => void;
  /** The embedded database can save nothing more (a full disk, a broken folder): say so, and end the process. */
  onFatal: (error: Error) => void;
};

/**
 * Opens the database; its tables are `migrate`'s affair.
 * @throws {FolderError} if the data folder cannot be used; FolderInUse if another process has it.
 * @throws {Error} for which `isUnavailable` holds, if PostgreSQL does not answer.
 */
export function openDatabase({ url, ...options }: OpenOptions): Promise<Database> {
  return url === null ? openEmbeddedDatabase(options) : openPostgres(url);
}
