import { join } from 'node:path';
import { Migrator } from '@mikro-orm/migrations';
import type { Options } from '@mikro-orm/postgresql';
import type { Dialect } from 'kysely';
import { entities } from '#server/entities/schema.ts';
import { preparePool } from './postgres-pool.ts';

export const MIGRATIONS = join(import.meta.dirname, 'migrations');

const COMMON: Options = {
  entities: [...entities],
  extensions: [Migrator],
  migrations: { path: MIGRATIONS, glob: '*.ts', emit: 'ts', snapshot: false, silent: true, tableName: 'migrations' },
  allowGlobalContext: false,
  forceUtcTimezone: true,
};

/** The embedded database is a PostgreSQL to the ORM: what differs is the dialect's affair. */
export function embeddedOptions(dialect: Dialect): Options {
  return { ...COMMON, dbName: 'postgres', driverOptions: dialect };
}

// One connection more than requests get: the one that listens is never given back.
const POOL = { max: 11, connectionTimeoutMillis: 5_000, keepAlive: true, keepAliveInitialDelayMillis: 30_000 };

const TIME_LIMITS = {
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 60_000,
  // Alone in noticing a server that vanishes without a word.
  query_timeout: 40_000,
};

export function postgresOptions(url: string, timeLimits: object = TIME_LIMITS): Options {
  return {
    ...COMMON,
    clientUrl: url,
    driverOptions: {
      // The ORM takes host and credentials out of the URL and leaves the rest, `sslmode` included.
      connectionString: url,
      application_name: 'kagi',
      options: '-c timezone=UTC',
      ...POOL,
      ...timeLimits,
      onPoolCreated: preparePool,
    },
  };
}
