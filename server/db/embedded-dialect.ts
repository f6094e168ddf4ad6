import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import type { Answer, Statement } from './embedded-engine.ts';
import { resultOf, toText } from './embedded-values.ts';
import { givingBack } from './giving-back.ts';
import type { Turnstile } from './turnstile.ts';

/** What runs statements: an engine of this thread, or one life of the worker's. */
export type Session = { run(statement: Statement): Promise<Answer> };

/**
 * Speaks to PGlite as kysely speaks to PostgreSQL. Kysely's own dialect for it waits without a limit where a
 * transaction holds the one connection, and drops isolation levels.
 */
export function embeddedDialect(session: () => Promise<Session>, gate: Turnstile): Dialect {
  return givingBack({
    createDriver: () => driverOf(session, gate),
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  });
}

function driverOf(session: () => Promise<Session>, gate: Turnstile): Driver {
  return {
    init: async () => {},
    destroy: async () => {},
    acquireConnection: async () => {
      await gate.enter();
      try {
        return connectionOf(await session());
      } catch (error) {
        gate.leave();
        throw error;
      }
    },
    releaseConnection: async () => gate.leave(),
    beginTransaction: (connection, settings) => say(connection, beginning(settings)),
    commitTransaction: (connection) => say(connection, 'commit'),
    rollbackTransaction: (connection) => say(connection, 'rollback'),
    savepoint: (connection, name) => say(connection, `savepoint ${name}`),
    rollbackToSavepoint: (connection, name) => say(connection, `rollback to ${name}`),
    releaseSavepoint: (connection, name) => say(connection, `release ${name}`),
  };
}

/** Bound to one session: what is left of a transaction must not run on in the worker's next life. */
function connectionOf(session: Session): DatabaseConnection {
  const executeQuery = async <Row>({ sql, parameters }: CompiledQuery) =>
    resultOf<Row>(await session.run({ sql, params: parameters.map(toText) }));
  return {
    executeQuery,
    // PGlite has no cursors to read in steps.
    streamQuery: async function* (query) {
      yield await executeQuery(query);
    },
  };
}

function beginning({ isolationLevel, accessMode }: TransactionSettings): string {
  const level = isolationLevel === undefined ? '' : ` isolation level ${isolationLevel}`;
  return `begin${level}${accessMode === undefined ? '' : ` ${accessMode}`}`;
}

async function say(connection: DatabaseConnection, sql: string): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw(sql));
}
