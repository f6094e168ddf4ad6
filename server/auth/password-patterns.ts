const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const MAX_CHUNK = 8;
const MIN_DISTINCT = 5;
/** A sequence may begin anew once in so many characters: `123456abcdef`. */
const RUN = 5;

/** Whether a text in lower case is a few characters, a chunk repeated, or sequences of the alphabet or the keyboard. */
export function isPattern(text: string): boolean {
  const chars = [...text];
  return new Set(chars).size < MIN_DISTINCT || isRepeated(text) || isSequence(chars);
}

function isRepeated(text: string): boolean {
  const sizes = Array.from({ length: Math.min(MAX_CHUNK, Math.floor(text.length / 2)) }, (_, index) => index + 1);
  return sizes.some((size) => text === text.slice(0, size).repeat(text.length).slice(0, text.length));
}

function isSequence(chars: readonly string[]): boolean {
  const breaks = chars.filter((char, index) => index > 0 && !isStep(chars[index - 1] ?? '', char)).length;
  return breaks <= chars.length / RUN;
}

function isStep(a: string, b: string): boolean {
  if (Math.abs((a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0)) <= 1) return true;
  return ROWS.some((row) => row.includes(a) && row.includes(b) && Math.abs(row.indexOf(a) - row.indexOf(b)) === 1);
}
