import type { AuditEvent } from '#shared/audit.ts';
import { dayOf } from './filters.ts';

export type ChainItem = { kind: 'day'; key: string; label: string } | { kind: 'event'; key: string; event: AuditEvent };

const DAY_MS = 24 * 60 * 60 * 1000;

// Apart, since releases of Unicode differ on whether a comma stands between the two.
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long' });
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });

/** Events under the days on which they happened, in the order they come. */
export function byDay(events: readonly AuditEvent[], now: Date): ChainItem[] {
  let day = '';
  return events.flatMap((event): ChainItem[] => {
    const at = new Date(event.at);
    const item = { kind: 'event', key: event.id, event } as const;
    if (dayOf(at) === day) return [item];
    day = dayOf(at);
    return [{ kind: 'day', key: day, label: dayLabel(at, now) }, item];
  });
}

/** "Today, 24 November", "Sunday 22 November", "Sunday 22 November 2025". */
function dayLabel(at: Date, now: Date): string {
  const day = dayOf(at);
  if (day === dayOf(now)) return `Today, ${dayAndMonth.format(at)}`;
  // From noon, so that a day of 23 or 25 hours is not skipped.
  const noon = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 12);
  if (day === dayOf(new Date(noon.getTime() - DAY_MS))) return `Yesterday, ${dayAndMonth.format(at)}`;
  const year = at.getFullYear() === now.getFullYear() ? '' : ` ${at.getFullYear()}`;
  return `${weekday.format(at)} ${dayAndMonth.format(at)}${year}`;
}
