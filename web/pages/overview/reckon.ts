import { AFTER_DAYS, BEFORE_DAYS } from '#shared/expiry-line.ts';
import type { DatedEntries } from '#shared/overview.ts';
import { daysUntil, expiryOf } from '#web/lib/expiry.ts';

export const REVEAL_DAYS = 30;

/** Entries of about one date, which lies so many days ahead. */
export type Dated = DatedEntries & { days: number };

/** When each of the last days began by the reader's clock, today last. */
export function lastDays(now: Date, many = REVEAL_DAYS): string[] {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  return Array.from({ length: many }, (_, at) => new Date(year, month, day - many + 1 + at).toISOString());
}

/** Those whose date lies in the window of the line, in their order. */
export function datedIn(dates: readonly DatedEntries[], now: Date): Dated[] {
  return dates
    .map((one) => ({ ...one, days: daysUntil(one.at, now) }))
    .filter(({ days }) => days >= -BEFORE_DAYS && days <= AFTER_DAYS);
}

/** How many entries have expired, however long ago, or will within 30 days. */
export function manyPressing(dates: readonly DatedEntries[], now: Date): number {
  return sum(dates.filter(({ at }) => ['expired', 'soon'].includes(expiryOf(at, now))));
}

/** How many entries stand behind some dates. */
export function sum(dates: readonly DatedEntries[]): number {
  return dates.reduce((many, { entries }) => many + entries, 0);
}
