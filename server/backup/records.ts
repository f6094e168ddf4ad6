import { z } from 'zod';
import { timestamp } from '#shared/text.ts';
import { BackupError } from './backup-error.ts';

// What a backup says once it is opened: JSON, one record a line. First the manifest, then the rows, table by
// table as ["table",{…}], at last how many rows there were: whatever ends without that was cut.

const FORMAT = 1;

const table = z.strictObject({ name: z.string(), columns: z.array(z.string()) });

const manifest = z.strictObject({
  kagi: z.literal('backup'),
  format: z.literal(FORMAT),
  at: timestamp,
  /** The schema version: the migrations that were done, in order. */
  migrations: z.array(z.string()),
  /** The KEKs without which the rows are of no use; never the keys. */
  kekIds: z.array(z.string()),
  /** Parents first. */
  tables: z.array(table),
  /** How the audit chains stood. */
  checkpoints: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifest>;
export type Table = z.infer<typeof table>;

const end = z.strictObject({ end: z.record(z.string(), z.int()) });

/** Rows of each table, by its name. */
export type Counts = Readonly<Record<string, number>>;

export type BackupRecord =
  | { kind: 'manifest'; manifest: Manifest }
  | { kind: 'row'; table: string; json: string }
  | { kind: 'end'; counts: Counts };

/** Starts a manifest with what this build writes. */
export function manifestLine(rest: Omit<Manifest, 'kagi' | 'format'>): string {
  return JSON.stringify({ kagi: 'backup', format: FORMAT, ...rest } satisfies Manifest);
}

/** A row as PostgreSQL wrote it: never parsed on the way, so that no number changes. */
export function rowLine(name: string, json: string): string {
  return `["${name}",${json}]`;
}

export function endLine(counts: Counts): string {
  return JSON.stringify({ end: counts });
}

/**
 * Reads a backup's lines, each with what it says.
 * @throws {BackupError} at the first line that is out of place, or if the end is missing.
 */
export async function* recordsOf(lines: AsyncIterable<string>): AsyncGenerator<{ line: string; record: BackupRecord }> {
  let state: State = { expects: 'manifest' };
  for await (const line of lines) {
    const record = recordOf(line, state);
    state = after(state, record);
    yield { line, record };
  }
  if (state.expects !== 'nothing') throw new BackupError('The backup is cut: its end is missing.');
}

type State = { expects: 'manifest' } | { expects: 'rows'; counts: Map<string, number> } | { expects: 'nothing' };

function recordOf(line: string, state: State): BackupRecord {
  if (state.expects === 'manifest') return { kind: 'manifest', manifest: manifestOf(line) };
  if (state.expects === 'nothing') throw new BackupError('The backup goes on behind its end.');
  return rowOf(line) ?? { kind: 'end', counts: endOf(line, state.counts) };
}

function after(state: State, record: BackupRecord): State {
  if (record.kind === 'manifest')
    return { expects: 'rows', counts: new Map(record.manifest.tables.map(({ name }) => [name, 0])) };
  if (record.kind === 'end' || state.expects !== 'rows') return { expects: 'nothing' };
  const count = state.counts.get(record.table);
  if (count === undefined) throw new BackupError('The backup holds a row of a table that it does not name.');
  state.counts.set(record.table, count + 1);
  return state;
}

const anyFormat = z.object({ kagi: z.literal('backup'), format: z.int() });

function manifestOf(line: string): Manifest {
  const json = jsonOf(line);
  const known = anyFormat.safeParse(json);
  if (!known.success) throw new BackupError('The file opens, but it is no backup of Kagi.');
  if (known.data.format > FORMAT)
    throw new BackupError('The backup was made by a later version of Kagi: use that one.');
  const read = manifest.safeParse(json);
  if (read.success) return read.data;
  throw new BackupError('The backup’s first line does not say what it must.');
}

const ROW = /^\["([a-z_][a-z0-9_]*)",(\{.*\})\]$/s;

function rowOf(line: string): BackupRecord | null {
  const [, name, json] = ROW.exec(line) ?? [];
  return name === undefined || json === undefined ? null : { kind: 'row', table: name, json };
}

function endOf(line: string, seen: ReadonlyMap<string, number>): Counts {
  const read = end.safeParse(jsonOf(line));
  if (!read.success) throw new BackupError('The backup holds a line that is neither a row nor its end.');
  const counts = read.data.end;
  const isWhole =
    Object.keys(counts).length === seen.size && [...seen].every(([name, count]) => counts[name] === count);
  if (!isWhole) throw new BackupError('The backup does not hold as many rows as its end says.');
  return counts;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
