/** A text as an editor holds it: lines parted by line feeds, and what parts them where the text is kept. */
export type Lines = { text: string; ending: '\n' | '\r\n' };

/** Takes CRLF for the end of a line only where every line ends so; anything else stays a character of its line. */
export function readLines(stored: string): Lines {
  const isCrlf = stored.includes('\r\n') && !/(?<!\r)\n|\r(?!\n)/.test(stored);
  return isCrlf ? { text: stored.replaceAll('\r\n', '\n'), ending: '\r\n' } : { text: stored, ending: '\n' };
}

/** Gives back byte for byte what `readLines` took. */
export function storedForm({ text, ending }: Lines): string {
  return ending === '\n' ? text : text.replaceAll('\n', ending);
}
