import type { Entry } from '#shared/entries.ts';
import { daysUntil, expiryOf } from '#web/lib/expiry.ts';
import { formatNumber } from '#web/lib/format.ts';

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const FORTNIGHT = 14;

/** The one sentence under the title: what presses. */
export function pressingWords(entries: readonly Entry[], now: Date): string {
  const expired = entries.filter(({ expiresAt }) => expiryOf(expiresAt, now) === 'expired').length;
  const soon = entries.filter(({ expiresAt }) => {
    const days = expiresAt === null ? -1 : daysUntil(expiresAt, now);
    return days > 0 && days <= FORTNIGHT;
  }).length;
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
