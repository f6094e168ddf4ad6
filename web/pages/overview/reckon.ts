import type { AuditEvent } from '#shared/audit.ts';
import type { Entry } from '#shared/entries.ts';
import { daysUntil, expiryOf } from '#web/lib/expiry.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
export const REVEAL_DAYS = 30;
export const BEFORE_DAYS = 14;
export const AFTER_DAYS = 90;

export type Dated = { entry: Entry; days: number };

/** Entries whose date lies in the window of the line, the earliest first. */
export function datedIn(entries: readonly Entry[], now: Date): Dated[] {
  return entries
    .flatMap((entry) => (entry.expiresAt === null ? [] : [{ entry, days: daysUntil(entry.expiresAt, now) }]))
    .filter(({ days }) => days >= -BEFORE_DAYS && days <= AFTER_DAYS)
    .sort((a, b) => a.days - b.days);
}

/** Entries that have expired or will within 30 days, the most pressing first. */
export function pressing(entries: readonly Entry[], now: Date): Entry[] {
  return entries
    .filter(({ expiresAt }) => ['expired', 'soon'].includes(expiryOf(expiresAt, now)))
    .sort((a, b) => (a.expiresAt ?? '').localeCompare(b.expiresAt ?? ''));
}

/** How many fall on each of the last days, today last; a day is the reader's. */
export function perDay(moments: readonly string[], now: Date, days = REVEAL_DAYS): number[] {
  const counts = Array.from({ length: days }, () => 0);
  const today = startOfDay(now);
  for (const moment of moments) {
    const ago = Math.round((today - startOfDay(new Date(moment))) / DAY_MS);
    const at = days - 1 - ago;
    if (at >= 0 && at < days) counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** The last reveal of each entry, the latest first. */
export function lastReveals(events: readonly AuditEvent[], entries: readonly Entry[]) {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const seen = new Set<string>();
  return events.flatMap((event) => {
    const id = event.object?.id ?? '';
    const entry = byId.get(id);
    if (entry === undefined || seen.has(id) || event.outcome !== 'ok') return [];
    seen.add(id);
    return [{ event, entry }];
  });
}

function startOfDay(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
