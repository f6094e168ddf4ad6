import { NAME, NAME_LENGTH } from './names.ts';
import { afterBlanks, beforeBlanks, isBlank, isRestBlank, lineEnd, type Text } from './text.ts';
import { isQuoted, readQuoted } from './unquote.ts';

/** A variable as it stands in a text; lines count from 1. */
export type ReadVariable = { name: string; value: string; line: number };

/** A line that is not understood; the message never repeats what stands there. */
export type Problem = { line: number; message: string };

export type Reading = { variables: ReadVariable[]; problems: Problem[] };

/**
 * A variable or a problem, or (a comment, nothing) neither. It begins at `at`, the next one at `next`; of an
 * assignment, wrong or not, also where its name and its value begin, and where a value that was read ends.
 */
export type Statement = {
  at: number;
  next: number;
  assignment?: { name: string; nameAt: number; valueAt: number };
  variable?: { name: string; value: string; end: number };
  problem?: string;
};

type Read = { value: string; end: number } | { problem: string; next?: number };

/** For each kind of quote how far a search for its end went that failed: none begins before that place again. */
type Fences = Map<string, number>;

const KEY_LINE = /^[A-Za-z0-9+/]*={0,2}\s*$/;

// The last line of a key in base64, outside quotes: its padding must not make a name of secret text.
const KEY_TAIL = /^(?:[A-Za-z0-9+/]{1,76}==|(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9+/]{15,76}=)\s*$/;

const NO_FORM = 'This line is not of the form NAME=value.';
const NO_NAME = `What stands before the = is no name: letters, digits and "_", no digit first, ${NAME_LENGTH} at most.`;
const KEY_TEXT = 'This line looks like a part of a key; a value of several lines stands between quotes.';
const BARE_KEY =
  'A key begins on this line and goes on in the next; it stands between quotes, or nothing of it is read.';
const DOLLAR_QUOTE = "Only some shells know quotes that begin with $'; double quotes say the same.";
const LONE_RETURN = 'A carriage return stands inside a value without quotes.';
const IN_DOUBT =
  'A quote that opens further up does not close as it should, which leaves the one on this line in doubt.';

/**
 * Reads a dotenv text as `dotenv`, docker compose, python-dotenv, shells and their tools write it. What `writeDotenv`
 * wrote is read exactly. Nothing is expanded or run; names that repeat all stay, in order; time is linear.
 *
 * Where readers disagree, more is kept: `#` begins a comment only after a blank or a quote, and of the escapes in double
 * quotes only `\n \r \t \\ \" \$` and the backtick's are resolved. CRLF is a line feed where every line ends in it.
 */
export function readDotenv(text: string): Reading {
  return readStatements(withLineFeeds(text.replace(/^\uFEFF/, '')));
}

/** Reads as `readDotenv` does, from anything that can be looked at like a string. */
export function readStatements(text: Text): Reading {
  const reading: Reading = { variables: [], problems: [] };
  let line = 1;
  for (const { at, next, variable, problem } of statementsOf(text)) {
    if (variable) reading.variables.push({ name: variable.name, value: variable.value, line });
    if (problem) reading.problems.push({ line, message: problem });
    line += text.slice(at, next).split('\n').length - 1;
  }
  return reading;
}

/** Every statement of a text whose lines end in line feeds, in order and without a gap: for whoever shows the text. */
export function* statementsOf(text: Text): Generator<Statement> {
  const fences: Fences = new Map();
  for (let at = 0; at < text.length; ) {
    const statement = readStatement(text, at, fences);
    yield statement;
    at = statement.next;
  }
}

function withLineFeeds(text: string): string {
  return /(?<!\r)\n/.test(text) ? text : text.replaceAll('\r\n', '\n');
}

function readStatement(text: Text, at: number, fences: Fences): Statement {
  const end = lineEnd(text, at);
  const next = end + 1;
  const line = text.slice(at, end);
  if (isRestBlank(text, at) || line.trim() === '') return { at, next };
  if (KEY_TAIL.test(line)) return { at, next, problem: KEY_TEXT };
  const assignment = findAssignment(text, at);
  if (!assignment) return { at, next, problem: NO_FORM };
  const { name, valueAt } = assignment;
  if (!NAME.test(name) || name.length > NAME_LENGTH) return { at, next, assignment, problem: NO_NAME };
  const read = readValue(text, valueAt, fences);
  if ('problem' in read) return { at, next: read.next ?? next, assignment, problem: read.problem };
  return { at, next: lineEnd(text, read.end) + 1, assignment, variable: { name, ...read } };
}

/** Finds `NAME=`, `export NAME=` or, as dotenv and docker compose have it too, `NAME: `. */
function findAssignment(text: Text, at: number): NonNullable<Statement['assignment']> | null {
  const word = afterBlanks(text, at);
  const isExport = text.slice(word, word + 6) === 'export' && isBlank(text.charAt(word + 6));
  const start = isExport ? afterBlanks(text, word + 6) : word;
  let end = start;
  while (/[^\s=:]/.test(text.charAt(end))) end++;
  const sign = afterBlanks(text, end);
  const isAssigned = text.charAt(sign) === '=' || (text.charAt(sign) === ':' && !/\S/.test(text.charAt(sign + 1)));
  if (!isAssigned) return null;
  return { name: text.slice(start, end), nameAt: start, valueAt: afterBlanks(text, sign + 1) };
}

function readValue(text: Text, at: number, fences: Fences): Read {
  if (!isQuoted(text, at)) return readBare(text, at);
  const open = text.charAt(at);
  if (at < (fences.get(open) ?? 0)) return { problem: IN_DOUBT };
  const read = readQuoted(text, at);
  if ('value' in read) return read;
  fences.set(open, read.reached);
  return { problem: read.problem };
}

function readBare(text: Text, at: number): Read {
  const end = lineEnd(text, at);
  const line = text.slice(at, end);
  const comment = line.startsWith('#') && isBlank(text.charAt(at - 1)) ? 0 : line.search(/[ \t]#/);
  const value = text.slice(at, beforeBlanks(text, comment === -1 ? end : at + comment));
  if (value.startsWith("$'")) return { problem: DOLLAR_QUOTE };
  if (value.includes('\r')) return { problem: LONE_RETURN };
  if (value.startsWith('-----BEGIN ') && !value.includes('-----END ')) return skipBareKey(text, end + 1);
  return { value, end };
}

/** Passes over the lines of a key that stands without quotes, so that none of them is taken for a variable. */
function skipBareKey(text: Text, at: number): Read {
  for (let next = at; ; ) {
    const end = lineEnd(text, next);
    const line = text.slice(next, end);
    if (line.startsWith('-----END ')) return { problem: BARE_KEY, next: end + 1 };
    if (next >= text.length || !KEY_LINE.test(line)) return { problem: BARE_KEY, next };
    next = end + 1;
  }
}
