import { type Statement, statementsOf } from '#shared/dotenv/read.ts';

/** One statement of a text with its place: a variable, a comment, an empty line, or what is none of them. */
export type Piece = {
  /** As it stands, its line feed left out. */
  text: string;
  from: number;
  to: number;
  /** The number of its first line, and how many it has. */
  line: number;
  lines: number;
  /** Of a variable, wrong or not. */
  name: string | null;
  /** What a reader would take from it. */
  value: string | null;
};

/** A text in pieces; put together with line feeds they are the text again, so a last line feed gives an empty piece. */
export function piecesOf(text: string, statements: Iterable<Statement> = statementsOf(text)): Piece[] {
  const pieces: Piece[] = [];
  let line = 1;
  for (const { at, next, assignment, variable } of statements) {
    const to = text.charAt(next - 1) === '\n' && next <= text.length ? next - 1 : Math.min(next, text.length);
    const own = text.slice(at, to);
    const lines = linesIn(own);
    const [name, value] = [assignment?.name ?? null, variable?.value ?? null];
    pieces.push({ text: own, from: at, to, line, lines, name, value });
    line += lines;
  }
  if (text.endsWith('\n')) {
    pieces.push({ text: '', from: text.length, to: text.length, line, lines: 1, name: null, value: null });
  }
  return pieces;
}

/** How many lines a text has; a line feed at its end begins one more. */
export function linesIn(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Which piece of `before` is which of `after`: those that are the same, in order, as many as can be. */
export function matches(before: readonly Piece[], after: readonly Piece[]): Map<number, number> {
  const same = (i: number, j: number) => before[i]?.text === after[j]?.text;
  const pairs = new Map<number, number>();
  let start = 0;
  let [end, endAfter] = [before.length, after.length];
  while (start < end && start < endAfter && same(start, start)) pairs.set(start, start++);
  while (end > start && endAfter > start && same(end - 1, endAfter - 1)) pairs.set(--end, --endAfter);
  for (const [i, j] of longest({ start, end, endAfter, same })) pairs.set(i, j);
  return pairs;
}

type Middle = { start: number; end: number; endAfter: number; same: (i: number, j: number) => boolean };

/** A table of this size is filled in a few milliseconds; a larger change than that is shown as a whole one. */
const MAX_CELLS = 1_000_000;

/** The longest common subsequence of what is left between the ends that agree. */
function longest({ start, end, endAfter, same }: Middle): [number, number][] {
  const [rows, columns] = [end - start, endAfter - start];
  if (rows === 0 || columns === 0 || rows * columns > MAX_CELLS) return [];
  const width = columns + 1;
  const table = new Uint16Array((rows + 1) * width);
  const at = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      table[i * width + j] = same(start + i, start + j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < rows && j < columns; ) {
    if (same(start + i, start + j)) pairs.push([start + i++, start + j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
