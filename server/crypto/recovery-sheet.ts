import { createHash } from 'node:crypto';
import { frame } from './frame.ts';
import type { KekEntry, Keks } from './keks.ts';

const DIGITS_A_LINE = 16;
const LINES_A_KEY = 4;
const CHECK_DIGITS = 4;

/**
 * Writes the ring as a text to print. Shape: for each key, the primary first, `key 1/2 <id>` and four lines of its
 * 64 hex digits in groups of four, each line with its number and a check of its own.
 */
export function sheetOf(keks: Keks, madeAt: Date): string {
  const keys = keks.ids.map((id, index) => keyText(keks, id, `${index + 1}/${keks.ids.length}`));
  return [WORDS(madeAt), ...keys].join('\n');
}

/**
 * Reads the keys back from a sheet that was scanned or typed; case, spaces and all other words do not matter.
 * @throws {RangeError} with a sentence that names the key and the line that does not fit; never what stands there.
 */
export function readSheet(text: string): KekEntry[] {
  const keys: Typed[] = [];
  for (const line of text.split('\n')) {
    const [, place, count, id] = KEY.exec(line) ?? [];
    if (id !== undefined) keys.push({ place: Number(place), count: Number(count), id, lines: new Map() });
    const [, number, digits = '', check = ''] = LINE.exec(line) ?? [];
    if (number !== undefined) keys.at(-1)?.lines.set(Number(number), { digits: bare(digits), check: bare(check) });
  }
  demandAll(keys);
  return keys.map(({ id, lines }) => ({
    id,
    hex: numbers()
      .map((number) => demandLine(id, number, lines))
      .join(''),
  }));
}

const WORDS = (madeAt: Date) => `KAGI RECOVERY SHEET, made ${madeAt.toISOString()}

Without the keys below, no backup and no copy of the database opens a secret; with one of those and this sheet,
anybody opens them all. Print it, keep it on paper where no backup is, and delete the file.

To use it, type or scan this page into a file, on a machine with Kagi and without a vault:
  npm run restore -- --in BACKUP --sheet FILE      takes a backup back and makes keyring.json
  npm run restore -- --sheet FILE                  makes keyring.json alone
With --sheet - it reads what you type, up to Ctrl-D. Only the lines that begin with "key" or a number count.
`;

type Typed = { place: number; count: number; id: string; lines: Map<number, { digits: string; check: string }> };

const KEY = /^\s*key\s+(\d+)\s*\/\s*(\d+)\s+([A-Za-z0-9_-]{1,64})\s*$/i;
const LINE = /^\s*([1-4])\s*:\s*((?:[0-9a-f]\s*){16})\/\s*((?:[0-9a-f]\s*){4})$/i;

const numbers = () => Array.from({ length: LINES_A_KEY }, (_, index) => index + 1);
const bare = (digits: string) => digits.replace(/\s/g, '').toLowerCase();

function keyText(keks: Keks, id: string, place: string): string {
  const hex = Buffer.from(keks.get(id)).toString('hex');
  const lines = numbers().map((number) => {
    const digits = hex.slice((number - 1) * DIGITS_A_LINE, number * DIGITS_A_LINE);
    return `  ${number}:  ${digits.replace(/.{4}(?!$)/g, '$& ')}  /  ${checkOf(id, number, digits)}`;
  });
  return [`key ${place}  ${id}`, ...lines, ''].join('\n');
}

function demandAll(keys: readonly Typed[]): void {
  const [first] = keys;
  if (first === undefined) throw new RangeError('The sheet holds no line that begins with "key 1/".');
  const isWhole = keys.every(({ place, count }, index) => place === index + 1 && count === keys.length);
  if (!isWhole) throw new RangeError(`The sheet should hold its ${first.count} keys in order, and does not.`);
}

function demandLine(id: string, number: number, lines: Typed['lines']): string {
  const line = lines.get(number);
  if (line === undefined) throw new RangeError(`Line ${number} of the key "${id}" is missing or not readable.`);
  if (line.check !== checkOf(id, number, line.digits))
    throw new RangeError(`Line ${number} of the key "${id}" does not fit its check. Is the key’s name right too?`);
  return line.digits;
}

/** Covers name and number, so that lines cannot change places. It guards against slips, not against people. */
function checkOf(id: string, number: number, digits: string): string {
  const hash = createHash('sha256').update(frame(['kagi-sheet-1', id, number, digits]));
  return hash.digest('hex').slice(0, CHECK_DIGITS);
}
