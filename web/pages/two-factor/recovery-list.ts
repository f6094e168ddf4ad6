/** Recovery codes out of a pasted list; `twice` counts those that stood there more than once. */
export type RecoveryList = { codes: string[]; twice: number };

/** The server keeps no more of one token. */
export const MOST_CODES = 50;

/** What lists put before a code: "1. ", "2) ", "- ", "☐ ". A code's own digits and hyphens are not followed by a blank. */
const BULLET = /^(?:\d{1,2}[.)]|[-*•·☐□▢◦])\s+/u;
const BETWEEN = /[\n\r,;\t]+|\s{2,}/;

/** Reads one code a line, or several parted by commas, tabs or wide gaps, as services print them. */
export function readRecoveryCodes(text: string): RecoveryList {
  const all = text
    .split(BETWEEN)
    .map((piece) => piece.trim().replace(BULLET, '').trim())
    .filter((piece) => piece !== '');
  const codes = [...new Set(all)];
  return { codes, twice: all.length - codes.length };
}

/** Why a list cannot be kept, or null. */
export function whyNotKept({ codes }: RecoveryList): string | null {
  if (codes.length > MOST_CODES) return `These are ${codes.length} codes; at most ${MOST_CODES} are kept.`;
  if (codes.some((code) => [...code].length > 255)) return 'One of them is longer than 255 characters.';
  return null;
}
