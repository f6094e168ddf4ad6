import { types } from '@electric-sql/pglite';
import type { QueryResult } from 'kysely';
import type { Answer, Statement } from './embedded-engine.ts';
import { MOMENT_TYPE, momentOf } from './moments.ts';

// Both directions copy what node-postgres does, as the ORM sets it up, so that no caller can tell
// the two databases apart.

type Text = Statement['params'][number];

/** A parameter as PostgreSQL reads it: text, or bytes in their own form. */
export function toText(value: unknown): Text {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  // A copy: a pooled Buffer would send the whole pool along.
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayText(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function arrayText(items: readonly unknown[]): string {
  return `{${items.map(itemText).join(',')}}`;
}

function itemText(item: unknown): string {
  if (Array.isArray(item)) return arrayText(item);
  const text = toText(item);
  if (text === null) return 'NULL';
  const plain = typeof text === 'string' ? text : `\\x${Buffer.from(text).toString('hex')}`;
  return `"${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Reads an answer into objects, as kysely wants them. */
export function resultOf<Row>({ columns, rows, command }: Answer): QueryResult<Row> {
  const readers = columns.map(({ type }) => READERS.get(type) ?? asText);
  const objects = rows.map((row) => {
    const object: Record<string, unknown> = {};
    for (const [at, { name }] of columns.entries()) {
      const text = row[at] ?? null;
      object[name] = text === null ? null : readers[at]?.(text);
    }
    // The caller's query says which columns there are, and kysely derives the type from it.
    return object as Row;
  });
  const [verb = '', count] = [command.split(' ')[0], command.split(' ').at(-1)];
  return COUNTING.has(verb) ? { rows: objects, numAffectedRows: BigInt(count ?? 0) } : { rows: objects };
}

const COUNTING = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

type Reader = (text: string) => unknown;

const asText: Reader = (text) => text;
const asBytes: Reader = (text) => Buffer.from(text.slice('\\x'.length), 'hex');
const asBoolean: Reader = (text) => text === 't';
const asJson: Reader = (text) => JSON.parse(text);

/** Types by their numbers in pg_type; what is missing stays text (int8 and numeric on purpose). */
const SCALARS: [read: Reader, ...types: { one: number; list: number }[]][] = [
  [asBoolean, { one: 16, list: 1000 }],
  [asBytes, { one: 17, list: 1001 }],
  [Number, { one: 21, list: 1005 }, { one: 23, list: 1007 }, { one: 26, list: 1028 }],
  [Number, { one: 700, list: 1021 }, { one: 701, list: 1022 }],
  [asJson, { one: 114, list: 199 }, { one: 3802, list: 3807 }],
];

/** text, varchar, bpchar, name, int8, uuid, date, timestamp, timestamptz, interval, inet. */
const TEXT_LISTS = [1009, 1015, 1014, 1003, 1016, 2951, 1182, 1115, 1185, 1187, 1041];

const READERS = new Map<number, Reader>([
  [MOMENT_TYPE, momentOf],
  ...SCALARS.flatMap(([read, ...pairs]) =>
    pairs.flatMap(({ one, list }): [number, Reader][] => [
      [one, read],
      [list, listOf(read, list)],
    ]),
  ),
  ...TEXT_LISTS.map((list): [number, Reader] => [list, listOf(asText, list)]),
]);

function listOf(read: Reader, type: number): Reader {
  return (text) => types.arrayParser(text, read, type);
}
