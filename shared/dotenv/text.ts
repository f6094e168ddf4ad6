/** What the reader needs of a string; so little that a test can stand in between and count. */
export type Text = Pick<string, 'length' | 'charAt' | 'indexOf' | 'slice'>;

/** The place where the line that holds `at` ends: at its line feed, or where the text does. */
export function lineEnd(text: Text, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** Blanks are spaces, tabs, and the carriage return that ends a line: no shell trims more. */
export function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\r';
}

/** The first place from `at` on that holds no blank. */
export function afterBlanks(text: Text, at: number): number {
  let i = at;
  while (isBlank(text.charAt(i))) i++;
  return i;
}

/** The place where the blanks before `end` begin. */
export function beforeBlanks(text: Text, end: number): number {
  let i = end;
  while (i > 0 && isBlank(text.charAt(i - 1))) i--;
  return i;
}

/** True when nothing but blanks, or a comment, stands between `at` and the end of the line. */
export function isRestBlank(text: Text, at: number): boolean {
  const next = text.charAt(afterBlanks(text, at));
  return next === '' || next === '\n' || next === '#';
}
