const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 30;

export type Expiry = 'never' | 'later' | 'soon' | 'expired';

/** How a date of expiry stands today: soon is within 30 days. */
export function expiryOf(at: string | null, now: Date): Expiry {
  if (at === null) return 'never';
  const days = daysUntil(at, now);
  if (days <= 0) return 'expired';
  return days <= SOON_DAYS ? 'soon' : 'later';
}

/** Days from now, with fractions; negative for what has passed. */
export function daysUntil(at: string, now: Date): number {
  return (Date.parse(at) - now.getTime()) / DAY_MS;
}
