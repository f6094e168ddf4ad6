import { sql } from 'kysely';
import type { Origin } from '#server/audit/event.ts';
import type { AuditLog } from '#server/audit/log.ts';
import type { Config } from '#server/config.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import { type Em, query } from '#server/db/query.ts';

/** What auth works with, for one request or command. */
export type AuthContext = { em: Em; keyring: Keyring; audit: AuditLog; config: Config; origin: Origin };

/** The same within one write: `em` is the transaction's, `now` the database's clock at its begin. */
export type AuthTx = AuthContext & { now: Date };

/** Runs a write: all of it or nothing. */
export function inTransaction<C extends AuthContext, T>(
  context: C,
  work: (tx: C & { now: Date }) => Promise<T>,
): Promise<T> {
  return context.em.transactional(async (em: Em) => work({ ...context, em, now: await databaseNow(em) }));
}

/** The clock that decides what has expired, as a column: replicas' own clocks differ. */
export const clock = sql<Date>`now()`;

/** What that clock shows. */
export async function databaseNow(em: Em): Promise<Date> {
  return (await query(em).selectNoFrom(clock.as('now')).executeTakeFirstOrThrow()).now;
}
