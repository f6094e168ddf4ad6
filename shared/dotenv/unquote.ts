import { beforeBlanks, isRestBlank, lineEnd, type Text } from './text.ts';

/** A value, and the place right after its closing quote. */
export type Value = { value: string; end: number };

/** Quotes that do not close as they should, and the last quote that the search for their end came to. */
export type Fault = { problem: string; reached: number };

const UNCLOSED = 'The quote that opens on this line is never closed.';
const TRAILING =
  'After the quote that opens on this line closes, other text follows; quotes inside a value are escaped.';

/** Tells whether a value that begins at `at` is quoted: by a quote, or as shells write one that begins with a quote. */
export function isQuoted(text: Text, at: number): boolean {
  return /^(?:['"`]|\\['"])/.test(text.slice(at, at + 2));
}

/**
 * Reads a quoted value: between one pair of quotes, or in pieces as shells write it (`'it'\''s'`), or, as tools write
 * it that escape nothing (`"{"a":1}"`), up to the quote that ends the line.
 */
export function readQuoted(text: Text, at: number): Value | Fault {
  if (text.charAt(at) === '\\') return readPieces(text, at);
  const close = closing(text, at);
  if (close === -1) return { problem: UNCLOSED, reached: text.length };
  if (isRestBlank(text, close + 1)) return { value: resolved(text, at, close), end: close + 1 };
  const pieces = readPieces(text, at);
  return 'value' in pieces ? pieces : (readUnescaped(text, at, close) ?? pieces);
}

function readPieces(text: Text, at: number): Value | Fault {
  let value = '';
  let end = at;
  for (;;) {
    const open = text.charAt(end);
    if (open === '\\' && /[^\n]/.test(text.charAt(end + 1))) {
      value += text.charAt(end + 1);
      end += 2;
    } else if (open === "'" || open === '"') {
      const close = closing(text, end);
      if (close === -1) return { problem: UNCLOSED, reached: text.length };
      value += resolved(text, end, close);
      end = close + 1;
    } else {
      return isRestBlank(text, end) ? { value, end } : { problem: TRAILING, reached: end - 1 };
    }
  }
}

function readUnescaped(text: Text, at: number, close: number): Value | null {
  const end = beforeBlanks(text, lineEnd(text, at));
  if (close >= end || text.charAt(end - 1) !== text.charAt(at)) return null;
  const inner = text.slice(at + 1, end - 1);
  // Such tools still write line breaks as \n in double quotes, and the readers they are made for undo that alone.
  const value = text.charAt(at) === '"' ? inner.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : inner;
  return { value, end };
}

/** The place of the quote that closes the one at `at`, or -1. */
function closing(text: Text, at: number): number {
  const quote = text.charAt(at);
  if (quote === '"') return closingDouble(text, at);
  let close = text.indexOf(quote, at + 1);
  while (quote === "'" && close !== -1 && isEscapedApostrophe(text, close)) close = text.indexOf(quote, close + 1);
  return close;
}

function closingDouble(text: Text, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '"') return i;
    if (character === '\\') i++;
  }
  return -1;
}

/**
 * Between apostrophes shells know no escape, while docker compose and python-dotenv write `\'` for one.
 * So `\'` closes only where a shell's value would go on or end well: before `\''` or `"'"`, or at the end of the line.
 */
function isEscapedApostrophe(text: Text, at: number): boolean {
  if (text.charAt(at - 1) !== '\\') return false;
  const next = text.slice(at + 1, at + 4);
  const goesOn = (next === "\\''" || next === `"'"`) && !isRestBlank(text, at + 4);
  return !goesOn && !isRestBlank(text, at + 1);
}

function resolved(text: Text, open: number, close: number): string {
  const inner = text.slice(open + 1, close);
  const quote = text.charAt(open);
  if (quote === "'") return inner.replaceAll("\\'", "'");
  if (quote === '"') return inner.replace(/\\([\\"$`nrt])/g, (_, character: string) => ESCAPES[character] ?? character);
  return inner;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
