import { sql } from 'kysely';
import type { Caller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import type { LastReveal } from '#shared/overview.ts';
import { selectEntries, toWire } from './entry-rows.ts';
import { rows } from './row-counts.ts';
import type { Vault } from './vault.ts';

const MANY = 3;
/** Among so many of the last reveals the entries are looked for, however often a script reveals. */
const LAST = 1_000;
const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/**
 * How many entries were revealed on each of the reader's days, in his own chain; refusals do not count.
 * @param days when each day began, ascending (ISO 8601); the last one has not ended.
 */
export async function revealsByDay(vault: Vault, caller: Caller, days: readonly string[]): Promise<number[]> {
  const found = await query(vault.em)
    .selectFrom('audit_event')
    .where(reveals(caller, days))
    .select([sql<number>`width_bucket(at, ${[...days]}::timestamptz[])`.as('day'), rows.as('many')])
    .groupBy('day')
    .execute();
  const byDay = new Map(found.map(({ day, many }) => [day, many]));
  return days.map((_, at) => byDay.get(at + 1) ?? 0);
}

/** Of the caller's entries that were revealed last within the days: when and by whom. */
export async function lastReveals(vault: Vault, caller: Caller, days: readonly string[]): Promise<LastReveal[]> {
  // A log that was written past the server may hold anything, and the database refuses what is no UUID.
  const id = sql`case when object_id ~ ${UUID} then object_id::uuid end`;
  const wanted = sql<LastRow>`(
    select distinct on (object_id) ${id} as id, at, sequence, caller_kind, caller_label from (
      select object_id, at, sequence, caller_kind, caller_label from audit_event
      where ${reveals(caller, days)} order by at desc, sequence desc limit ${LAST}) as lately
    order by object_id, sequence desc)`;
  const found = await selectEntries(vault, caller)
    .innerJoin(wanted.as('last'), 'last.id', 'entry.id')
    .select(['last.at', 'last.callerKind', 'last.callerLabel'])
    .orderBy('last.sequence', 'desc')
    .limit(MANY)
    .execute();
  return found.map((row) => ({
    at: row.at.toISOString(),
    caller: { kind: row.callerKind, label: row.callerLabel },
    entry: toWire(row),
  }));
}

type LastRow = {
  id: string;
  at: Date;
  sequence: number;
  callerKind: LastReveal['caller']['kind'];
  callerLabel: string | null;
};

/** In the words of the index over reveals, which a parameter in their place would miss. */
function reveals(caller: Caller, [since = '']: readonly string[]) {
  return sql<boolean>`chain_id = ${caller.userId} and at >= ${since}::timestamptz
    and action = 'entry.reveal' and outcome = 'ok'`;
}
