import { sql } from 'kysely';
import type { Caller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import { AFTER_DAYS, BEFORE_DAYS } from '#shared/expiry-line.ts';
import type { Overview } from '#shared/overview.ts';
import { selectEntries, toWire } from './entry-rows.ts';
import { lastReveals, revealsByDay } from './last-reveals.ts';
import { rows } from './row-counts.ts';
import { owned, type Vault } from './vault.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 30;
/** Dates of one quarter of a day stand together: nearer to one another than the line can draw. */
const QUARTER_SECONDS = 6 * 60 * 60;
const QUARTERS_BEFORE = BEFORE_DAYS * 4;
const PRESSING = 7;
const ADDED = 3;

/**
 * What presses and what happened lately, in four queries; the answer hardly grows with the vault.
 * @param days when each of the reader's days began, ascending (ISO 8601).
 */
export async function get(vault: Vault, caller: Caller, days: readonly string[]): Promise<Overview> {
  const dates = await selectDates(vault, caller);
  const listed = await selectListed(vault, caller);
  const of = (list: List) => listed.filter((row) => row.list === list).map(toWire);
  return {
    dates: dates.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
    pressing: of('pressing'),
    next: of('next')[0] ?? null,
    added: of('added'),
    revealed: await lastReveals(vault, caller, days),
    reveals: await revealsByDay(vault, caller, days),
  };
}

type List = 'pressing' | 'next' | 'added';

function selectDates(vault: Vault, caller: Caller) {
  // Counted from now, so that none holds both what has expired and what has not. What expired before the line
  // begins is one quarter more.
  const quarter = sql`ceil(extract(epoch from expires_at - ${vault.now}::timestamptz) / ${QUARTER_SECONDS}::int)`;
  return query(vault.em)
    .selectFrom('entry')
    .where(owned(caller, 'entry'))
    .where('expiresAt', '<=', inDays(vault, AFTER_DAYS))
    .groupBy(['environment', sql`greatest(${quarter}, ${-QUARTERS_BEFORE}::int)`])
    .select(['environment', sql<Date>`min(expires_at)`.as('at'), rows.as('entries')])
    .orderBy('at')
    .execute();
}

/** The few entries that are shown by name, each with the list it stands in. */
function selectListed(vault: Vault, caller: Caller) {
  const order = sql`row_number() over (order by expires_at, id)`;
  const wanted = sql<{ id: string; list: List; place: number }>`(
    with dated as materialized (
      select id, expires_at from entry
      where ${owned(caller, 'entry')} and expires_at <= ${inDays(vault, AFTER_DAYS)})
    (select id, 'pressing' as list, ${order} as place from dated
      where expires_at <= ${inDays(vault, SOON_DAYS)} order by place limit ${PRESSING})
    union all (select id, 'next', ${order} as place from dated where expires_at > ${vault.now} order by place limit 1)
    union all (select id, 'added', row_number() over (order by id desc) as place from entry
      where ${owned(caller, 'entry')} order by id desc limit ${ADDED}))`;
  return selectEntries(vault, caller)
    .innerJoin(wanted.as('wanted'), 'wanted.id', 'entry.id')
    .select('wanted.list')
    .orderBy('wanted.place')
    .execute();
}

function inDays(vault: Vault, days: number): Date {
  return new Date(vault.now.getTime() + days * DAY_MS);
}
