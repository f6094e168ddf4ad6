import type { DatedEntries } from '#shared/overview.ts';
import { daysUntil } from '#web/lib/expiry.ts';
import { formatNumber } from '#web/lib/format.ts';
import { sum } from './reckon.ts';

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const FORTNIGHT = 14;

/** The one sentence under the title: what presses. */
export function pressingWords(dates: readonly DatedEntries[], now: Date): string {
  const within = (from: number, to: number) =>
    sum(dates.filter(({ at }) => daysUntil(at, now) > from && daysUntil(at, now) <= to));
  const expired = within(Number.NEGATIVE_INFINITY, 0);
  const soon = within(0, FORTNIGHT);
  if (expired === 0 && soon === 0) return 'Nothing expires within a fortnight.';
  if (expired === 0)
    return `${sentence(spell(soon))} ${soon === 1 ? 'entry expires' : 'entries expire'} within a fortnight.`;
  const past = `${sentence(spell(expired))} ${expired === 1 ? 'entry has' : 'entries have'} expired`;
  return soon === 0 ? `${past}.` : `${past}, ${spell(soon)} more will within a fortnight.`;
}

function spell(many: number): string {
  return SMALL[many] ?? formatNumber(many);
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
