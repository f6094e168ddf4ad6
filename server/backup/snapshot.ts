import { IsolationLevel } from '@mikro-orm/core';
import { sql } from 'kysely';
import { checkpointer } from '#server/audit/checkpoint.ts';
import { newId } from '#server/crypto/ids.ts';
import type { InstanceKey } from '#server/crypto/instance.ts';
import { migrationsDone } from '#server/db/migrate.ts';
import type { Database } from '#server/db/open.ts';
import { type Em, query } from '#server/db/query.ts';
import { endLine, manifestLine, rowLine, type Table } from './records.ts';
import { tableNames, tablesOf } from './tables.ts';

/** What a backup is made of. `em` is its alone for as long as the backup takes. */
export type Source = { em: Em; kind: Database['kind']; instance: InstanceKey };

// What is in memory at once: a secret has at most half a megabyte.
const FETCH = 64;

/** All rows as they stood at one moment, as the lines of a backup. Writes go on meanwhile. */
export async function* backupLines(source: Source): AsyncGenerator<string> {
  const snapshot = await (source.kind === 'embedded' ? held(source) : open(source));
  try {
    yield snapshot.manifest;
    const counts: Record<string, number> = {};
    for (const { table, cursor } of snapshot.cursors) {
      let count = 0;
      for await (const json of fetched(source.em, table, cursor)) {
        yield rowLine(table, json);
        count += 1;
      }
      counts[table] = count;
    }
    yield endLine(counts);
  } finally {
    await snapshot.end();
  }
}

/** The KEKs under which anything is wrapped. */
export async function kekIdsOf(em: Em): Promise<string[]> {
  const deks = query(em).selectFrom('dek').select('kekId');
  const rows = await deks.union(query(em).selectFrom('instance_key').select('kekId')).execute();
  return rows.map(({ kekId }) => kekId).sort();
}

type Cursor = { table: string; cursor: string };
type Snapshot = { manifest: string; cursors: readonly Cursor[]; end(): Promise<void> };

const ONE_MOMENT = { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true };

/** On PostgreSQL the transaction stays open: nobody waits for it. */
async function open({ em, instance }: Source): Promise<Snapshot> {
  await em.begin(ONE_MOMENT);
  try {
    return { ...(await declared(em, instance, '')), end: () => em.rollback() };
  } catch (error) {
    await em.rollback();
    throw error;
  }
}

/**
 * The embedded database has one connection, and an open transaction would stop everybody. Cursors that are held
 * beyond their transaction are copies: others wait while they are made (0.1 s for 100,000 rows), and no longer.
 */
async function held({ em, instance }: Source): Promise<Snapshot> {
  const snapshot = await em.transactional((tx: Em) => declared(tx, instance, 'with hold'), ONE_MOMENT);
  return {
    ...snapshot,
    end: async () => {
      for (const { cursor } of snapshot.cursors) await em.execute(`close ${cursor}`);
    },
  };
}

async function declared(em: Em, instance: InstanceKey, hold: string): Promise<Omit<Snapshot, 'end'>> {
  const tables = await tablesOf(em, tableNames(em));
  // One session may serve several backups at once.
  const prefix = `backup_${newId().replaceAll('-', '')}`;
  const cursors = tables.map(({ name }, index) => ({ table: name, cursor: `${prefix}_${index}` }));
  for (const { table, cursor } of cursors)
    await em.execute(`declare ${cursor} cursor ${hold} for select t as row from "${table}" t`);
  return { manifest: await manifestOf(em, instance, tables), cursors };
}

async function manifestOf(em: Em, instance: InstanceKey, tables: Table[]): Promise<string> {
  const { at } = await query(em).selectNoFrom(sql<Date>`now()`.as('at')).executeTakeFirstOrThrow();
  return manifestLine({
    at: at.toISOString(),
    migrations: await migrationsDone(em),
    kekIds: await kekIdsOf(em),
    tables,
    checkpoints: await checkpointer(() => instance)(em, at),
  });
}

/** Rows become JSON only when they are fetched: while a cursor is made others may wait, and this is most of the work. */
async function* fetched(em: Em, table: string, cursor: string): AsyncGenerator<string> {
  for (;;) {
    const fetch = await em.execute<{ row: string }[]>(`fetch ${FETCH} from ${cursor}`);
    const rows = sql`unnest(${fetch.map(({ row }) => row)}::${sql.table(table)}[])`;
    const asJson = sql<{ row: string }>`select to_jsonb(t)::text as row from ${rows} t`;
    for (const { row } of (await asJson.execute(query(em))).rows) yield row;
    if (fetch.length < FETCH) return;
  }
}
