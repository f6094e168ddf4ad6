/** When something is to expire, as a form has it: a preset, a day, or the moment that is stored already. */
export type Expires = { kind: 'never' } | { kind: 'days'; days: number } | { kind: 'date'; day: string };

export const NEVER: Expires = { kind: 'never' };
export const PRESETS = [30, 90, 365] as const;

const DAY_MS = 24 * 60 * 60 * 1000;

/** What a stored moment stands for in the form. */
export function expiresOf(at: string | null): Expires {
  return at === null ? NEVER : { kind: 'date', day: dayOf(new Date(at)) };
}

/** The moment that is meant. A day ends where the reader is; `null` is never, and so is a day not yet typed. */
export function momentOf(expires: Expires, now: Date): string | null {
  if (expires.kind === 'never') return null;
  if (expires.kind === 'days') return new Date(now.getTime() + expires.days * DAY_MS).toISOString();
  const end = new Date(`${expires.day}T23:59:59`);
  return Number.isNaN(end.getTime()) ? null : end.toISOString();
}

/** The day in the reader's zone, as a field for dates takes it: "2027-02-22". */
export function dayOf(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
