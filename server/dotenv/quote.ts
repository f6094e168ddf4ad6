/** The readers besides a POSIX shell that a written file is meant for. */
export const READERS = ['node --env-file', 'dotenv', 'docker compose', 'python-dotenv'] as const;
export type Reader = (typeof READERS)[number];

/**
 * `text` stands after `NAME=`; `exact` names the readers that see the value byte for byte, as a shell always does.
 * `spills`: node --env-file, which knows no escaped quote, takes the further lines of the value for variables.
 */
export type Quoted = { text: string; exact: readonly Reader[]; spills: boolean };

// Without quotes a value may not be empty or begin with `=`: the import reader takes `abc=` and `abc==` for base64.
const BARE = /^[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:@%+,=-]*$/;

// A shell acts on these between double quotes. A dollar is idle before a character that starts no expansion.
const SHELL_ACTIVE = /["`]|\$(?![ \t\n.,:;/%&+=^~|<>)}\]'\\]|$)/;

// Escapes that at least one reader, the shell among them, resolves between double quotes.
const RESOLVED_ESCAPE = /\\(?:[abfnrtv0'"\\$`\n]|$)/;

// python-dotenv replaces ${NAME} and ${NAME:-default} under every kind of quotes, and a name may be any text.
// No name runs over a further `${`, so that a text full of them is still searched in linear time.
const INTERPOLATED = /\$\{[^}:$]*(?:\$(?!\{)[^}:$]*)*(?:\}|:-)/;

// A comment, but it ends the value for readers that still look for a quote: those that take `\\"` for an escaped one, and
// node, which takes the further lines for variables (node 20 would join one without `=` to the line after it).
const GUARD = ` #"#'\`=`;

/**
 * Quotes a value so that a POSIX shell reads it exactly, and every other reader too wherever one form allows it.
 * Where none does, docker compose still parses the file, and the lines after the value stay what they are to everyone.
 */
export function quote(value: string): Quoted {
  if (BARE.test(value)) return { text: value, exact: READERS, spills: false };
  // Most readers take a backslash before the closing apostrophe for an escape, and read on into the next lines.
  if (!value.includes("'") && !value.endsWith('\\')) return singleQuoted(value);
  if (!value.includes('\r') && isIdleInDouble(value)) return { text: `"${value}"`, exact: READERS, spills: false };
  return escaped(value);
}

/** Says what in a value keeps every one form from suiting all readers, in words that show nothing of it. */
export function whyNotPortable(value: string): string {
  const reasons = [
    value.includes('\r') && 'a carriage return',
    value.includes('\\\\') && 'two backslashes in a row',
    value.endsWith('\\') && 'a backslash at the end',
    isInterpolated(value) && 'a dollar with braces',
    value.includes("'") && !isIdleInDouble(value) && 'an apostrophe beside what double quotes change',
  ];
  return reasons.filter((reason) => reason !== false).join(', ');
}

function singleQuoted(value: string): Quoted {
  const returns = value.includes('\r');
  const resolved = returns || value.includes('\\\\') || isInterpolated(value);
  const differing: Reader[] = [];
  if (returns) differing.push('node --env-file', 'dotenv');
  if (resolved) differing.push('python-dotenv');
  return { text: `'${value}'`, exact: READERS.filter((reader) => !differing.includes(reader)), spills: false };
}

function escaped(value: string): Quoted {
  const text = `"${value.replace(/["$`\\]/g, '\\$&')}"`;
  const spills = value.includes('"') && value.includes('\n');
  const exact: Reader[] = [];
  if (!value.includes('`')) {
    exact.push('docker compose');
    if (!/[$\r]/.test(value)) exact.push('python-dotenv');
  }
  return { text: spills || value.endsWith('\\') ? text + GUARD : text, exact, spills };
}

function isIdleInDouble(value: string): boolean {
  return !SHELL_ACTIVE.test(value) && !RESOLVED_ESCAPE.test(value);
}

function isInterpolated(value: string): boolean {
  // Cut at the last brace, every `:-` that the pattern reaches has a brace after it to end the default.
  return INTERPOLATED.test(value.slice(0, value.lastIndexOf('}') + 1));
}
