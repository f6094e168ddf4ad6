import { sql } from 'kysely';
import { migrate, migrationsDone, migrationsKnown } from '#server/db/migrate.ts';
import type { Database } from '#server/db/open.ts';
import { type Em, query } from '#server/db/query.ts';
import { BackupError } from './backup-error.ts';
import type { BackupRecord, Counts, Manifest, Table } from './records.ts';
import { tablesOf } from './tables.ts';

/** What a backup holds, known before anything of it is used. */
export type Contents = { manifest: Manifest; counts: Counts };

type Records = AsyncIterable<{ record: BackupRecord }>;

/**
 * Reads a backup from its beginning to its end.
 * @throws {BackupError} if it is not whole, or of a schema that this build cannot take back.
 */
export async function contentsOf(records: Records): Promise<Contents> {
  let manifest: Manifest | undefined;
  let counts: Counts = {};
  for await (const { record } of records) {
    if (record.kind === 'manifest') {
      manifest = record.manifest;
      demandKnown(manifest);
    }
    if (record.kind === 'end') counts = record.counts;
  }
  if (manifest === undefined) throw new BackupError('The file opens, but it is no backup of Kagi.');
  return { manifest, counts };
}

/**
 * Takes a backup back into a database without users: all of it or nothing. Its tables are made as the backup knows
 * them, filled, and then brought up to date. `prove` is asked in the transaction, before it counts.
 * @throws {BackupError} if the database is in use, or is not what the backup can be taken into.
 */
export async function restore(
  db: Database,
  manifest: Manifest,
  records: Records,
  prove: (em: Em) => Promise<void>,
): Promise<void> {
  const done = await migrationsDone(db.fork());
  const later = done.slice(manifest.migrations.length);
  if (later.length > 0) {
    const names = later.join(', ');
    throw new BackupError(
      `The database was set up by a later version of Kagi than the backup (${names}): take a fresh one.`,
    );
  }
  if (done.length > 0) await demandVacant(db.fork());
  await migrate(db, manifest.migrations.at(-1));
  await db.fork().transactional(async (em: Em) => {
    await fill(em, manifest, records);
    await prove(em);
  });
  await migrate(db);
  // The planner knows nothing yet of tables that were filled in one go.
  await db.fork().execute('analyze');
}

function demandKnown({ migrations }: Manifest): void {
  const known = migrationsKnown();
  const unknown = migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new BackupError(
      `The backup was made by a later version of Kagi (${unknown.join(', ')}): take it back with that version.`,
    );
  }
  if (migrations.length === 0 || migrations.some((name, index) => name !== known[index]))
    throw new BackupError('The backup’s schema is none that Kagi ever had.');
}

async function demandVacant(em: Em): Promise<void> {
  const user = await query(em).selectFrom('user_account').select('id').limit(1).executeTakeFirst();
  if (user === undefined) return;
  throw new BackupError('There are users in this vault already. A backup is taken back into an empty one only.');
}

async function fill(em: Em, { tables }: Manifest, records: Records): Promise<void> {
  await demandSame(em, tables);
  await sql`lock table ${sql.join(tables.map(({ name }) => sql.table(name)))} in access exclusive mode`.execute(
    query(em),
  );
  // Again, now that nobody can come any more.
  await demandVacant(em);
  // A server that was started and never set up has left its own key, and perhaps events.
  for (const { name } of tables.toReversed()) await sql`delete from ${sql.table(name)}`.execute(query(em));
  for await (const { table, rows } of batches(records))
    await sql`insert into ${sql.table(table)} select * from json_populate_recordset(null::${sql.table(table)}, ${rows}::json)`.execute(
      query(em),
    );
}

async function demandSame(em: Em, tables: readonly Table[]): Promise<void> {
  const names = tables.map(({ name }) => name);
  const here = new Map((await tablesOf(em, names)).map(({ name, columns }) => [name, shapeOf(columns)]));
  const odd = tables.find(({ name, columns }) => here.get(name) !== shapeOf(columns));
  if (odd !== undefined) throw new BackupError(`The table ${odd.name} is not as the backup knows it.`);
}

const shapeOf = (columns: readonly string[]) => columns.toSorted().join(' ');

const BATCH_ROWS = 500;
const BATCH_CHARS = 1024 * 1024;

async function* batches(records: Records): AsyncGenerator<{ table: string; rows: string }> {
  let table = '';
  let rows: string[] = [];
  let chars = 0;
  for await (const { record } of records) {
    if (record.kind !== 'row') continue;
    if (record.table !== table || rows.length === BATCH_ROWS || chars > BATCH_CHARS) {
      if (rows.length > 0) yield { table, rows: `[${rows.join(',')}]` };
      [table, rows, chars] = [record.table, [], 0];
    }
    rows.push(record.json);
    chars += record.json.length;
  }
  if (rows.length > 0) yield { table, rows: `[${rows.join(',')}]` };
}
