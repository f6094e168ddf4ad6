import { formatDate } from '#web/lib/format.ts';

/** What the address says should be shown. */
export type Filters = {
  action: string | null;
  /** A day ("2026-11-23") or a moment, as it stands in the address. */
  since: string | null;
  until: string | null;
  isInstance: boolean;
};

/** What the server is asked for. */
export type AuditInput = { action?: string; since?: string; until?: string; chain?: 'instance' };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function filtersOf(search: Readonly<Record<string, unknown>>): Filters {
  const text = (name: string) => (typeof search[name] === 'string' && search[name] !== '' ? search[name] : null);
  const moment = (name: string) => (momentOf(text(name), 'since') === null ? null : text(name));
  return {
    action: text('action'),
    since: moment('since'),
    until: moment('until'),
    isInstance: search.chain === 'instance',
  };
}

/** The same as search parameters; what is not narrowed is left out. */
export function searchOf({ action, since, until, isInstance }: Filters): Record<string, string> {
  const all = { action, since, until, chain: isInstance ? 'instance' : null };
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** Days begin and end in the reader's zone; the last one is whole. */
export function inputOf({ action, since, until, isInstance }: Filters): AuditInput {
  const [from, to] = [momentOf(since, 'since'), momentOf(until, 'until')];
  return {
    ...(action === null ? {} : { action }),
    ...(from === null ? {} : { since: from.toISOString() }),
    ...(to === null ? {} : { until: to.toISOString() }),
    ...(isInstance ? { chain: 'instance' } : {}),
  };
}

/** The moment that a day or a time stands for; null for what is neither. */
export function momentOf(text: string | null, end: 'since' | 'until'): Date | null {
  if (text === null) return null;
  const at = new Date(DAY.test(text) ? `${text}T${end === 'since' ? '00:00:00.000' : '23:59:59.999'}` : text);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** The day of a moment as a date field holds it, in the reader's zone. */
export function dayOf(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** A span in words: "any time", "since 23 Nov 2026", "23 Nov 2026 to 24 Nov 2026". */
export function spanWords({ since, until }: Pick<Filters, 'since' | 'until'>): string {
  const [from, to] = [momentOf(since, 'since'), momentOf(until, 'until')];
  if (from !== null && to !== null) {
    return dayOf(from) === dayOf(to) ? formatDate(from) : `${formatDate(from)} to ${formatDate(to)}`;
  }
  if (from !== null) return `since ${formatDate(from)}`;
  return to === null ? 'any time' : `until ${formatDate(to)}`;
}
