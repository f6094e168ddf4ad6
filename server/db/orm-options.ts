import { join } from 'node:path';
import { Migrator } from '@mikro-orm/migrations';
import type { Options } from '@mikro-orm/postgresql';
import type { Dialect } from 'kysely';
import { entities } from '#server/entities/schema.ts';
import { MOMENT_TYPE, momentOf } from './moments.ts';

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
const POOL = { max: 11, connectionTimeoutMillis: 5_000, keepAlive: true };

const TIME_LIMITS = {
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 60_000,
  // Alone in noticing a server that vanishes without a word.
  query_timeout: 40_000,
};

/** What of node-postgres, which comes without types, is used here. */
type TypedPool = { options: { types: { setTypeParser(type: number, read: (text: string) => unknown): void } } };

export function postgresOptions(url: string, time: 'limited' | 'unlimited'): Options {
  return {
    ...COMMON,
    clientUrl: url,
    driverOptions: {
      // The ORM takes host and credentials out of the URL and leaves the rest, `sslmode` included.
      connectionString: url,
      application_name: 'kagi',
      options: '-c timezone=UTC',
      ...POOL,
      // The ORM leaves moments as text, for its own hydration, which is not used here.
      onPoolCreated: (pool: TypedPool) => pool.options.types.setTypeParser(MOMENT_TYPE, momentOf),
      ...(time === 'limited' ? TIME_LIMITS : {}),
    },
  };
}
