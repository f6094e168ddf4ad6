import { NAME, NAME_LENGTH } from '#shared/dotenv/names.ts';
import { type Statement, statementsOf } from '#shared/dotenv/read.ts';
import { linesIn } from './pieces.ts';

/** Text to put in place of `from` to `to`. */
export type Edit = { from: number; to: number; insert: string };

/** What one button does to a line that is wrong. */
export type Mend = { label: string; edits: readonly Edit[] };

/** A line that readers refuse: which part of the text to underline, why, and how to mend it where that is known. */
export type Problem = { line: number; from: number; to: number; message: string; mend: Mend | null };

/** A statement in a text at hand. */
type Wrong = { text: string; statement: Statement; end: number };

/** Every line that a reader of dotenv would refuse, in order. */
export function problemsOf(text: string, statements: Iterable<Statement> = statementsOf(text)): Problem[] {
  const problems: Problem[] = [];
  let line = 1;
  let counted = 0;
  for (const statement of statements) {
    if (statement.problem === undefined) continue;
    line += linesIn(text.slice(counted, statement.at)) - 1;
    counted = statement.at;
    const stop = text.indexOf('\n', counted);
    const wrong = { text, statement, end: stop === -1 ? text.length : stop };
    problems.push({ line, ...problemOf(wrong, statement.problem) });
  }
  return problems;
}

function problemOf(wrong: Wrong, message: string): Omit<Problem, 'line'> {
  const { text, statement, end } = wrong;
  const { at, assignment } = statement;
  if (assignment === undefined) return { from: at, to: end, message, mend: commentOut(wrong) };
  const { name, nameAt, valueAt } = assignment;
  if (!NAME.test(name) || name.length > NAME_LENGTH) {
    return { from: nameAt, to: nameAt + name.length, message, mend: rename(name, nameAt) };
  }
  const isOpen = isNeverClosed(text.slice(valueAt, end));
  const column = valueAt - at + 1;
  return {
    from: Math.min(valueAt, end),
    to: end,
    message: isOpen ? `The quote that opens in column ${column} is never closed.` : message,
    mend: isOpen ? close(wrong, text.charAt(valueAt)) : mendValue(wrong, valueAt),
  };
}

/** Whether a quote opens the value and none closes it before the line ends: so it swallows, or would, what follows. */
function isNeverClosed(rest: string): boolean {
  const quote = rest.charAt(0);
  return /["'`]/.test(quote) && !rest.slice(1).replace(/\\./g, '').includes(quote);
}

function close({ text, statement, end }: Wrong, quote: string): Mend {
  const at = statement.at + text.slice(statement.at, end).trimEnd().length;
  return { label: 'Close it', edits: [{ from: at, to: at, insert: quote }] };
}

function commentOut({ statement }: Wrong): Mend {
  return { label: 'Make it a comment', edits: [{ from: statement.at, to: statement.at, insert: '# ' }] };
}

function rename(name: string, from: number): Mend | null {
  const plain = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');
  if (!NAME.test(plain) || plain.length > NAME_LENGTH || !/[A-Za-z0-9]/.test(plain)) return null;
  return { label: `Name it ${plain}`, edits: [{ from, to: from + name.length, insert: plain }] };
}

function mendValue({ text, statement, end }: Wrong, valueAt: number): Mend | null {
  const value = text.slice(valueAt, end).trimEnd();
  const replace = (label: string, insert: string): Mend => ({
    label,
    edits: [{ from: valueAt, to: valueAt + value.length, insert }],
  });
  if (value.startsWith('-----BEGIN ')) return quoteLines(valueAt, endOf(text, statement));
  if (/^\$'[^"$`]*'$/.test(value)) return replace('Use double quotes', `"${value.slice(2, -1)}"`);
  if (/^[^"'`]/.test(value) && value.includes('\r')) return replace('Take it out', value.replaceAll('\r', ''));
  if (/^["`]/.test(value) && !value.includes("'")) return replace('Quote all of it', `'${value}'`);
  return null;
}

function quoteLines(from: number, to: number): Mend {
  const edits = [from, to].map((at) => ({ from: at, to: at, insert: '"' }));
  return { label: 'Put quotes around the key', edits };
}

/** Where the last line of a statement ends, its line feed left out. */
function endOf(text: string, { next }: Statement): number {
  return Math.min(text.length, text.charAt(next - 1) === '\n' ? next - 1 : next);
}
