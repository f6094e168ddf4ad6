import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { FolderInUse } from './embedded-lock.ts';
import { FolderError } from './folder-error.ts';
import { dataFolders, eventually, openEmbedded } from './testing/folders.ts';
import { isUnavailable } from './unavailable.ts';

const folders = dataFolders();
const TABLE = 'create table note (id int primary key, text text not null)';

test('builds a folder for its owner alone at the first start, and finds what it holds at the next', async () => {
  const dataDir = folders.empty();
  const first = await openEmbedded(dataDir);
  await first.fork().execute(TABLE);
  await first.fork().execute("insert into note values (1, 'kept')");
  await first.close();
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  expect(existsSync(join(dataDir, 'db.new'))).toBe(false);

  const second = await openEmbedded(dataDir);
  expect(await second.fork().execute('select * from note')).toEqual([{ id: 1, text: 'kept' }]);
  await second.close();
});

test('removes what a first start left unfinished, and builds anew', async () => {
  const dataDir = folders.empty();
  mkdirSync(join(dataDir, 'db.new'), { recursive: true });
  writeFileSync(join(dataDir, 'db.new', 'PG_VERSION'), '18\n');
  const db = await openEmbedded(dataDir);
  expect(await db.fork().execute('select 1 as one')).toEqual([{ one: 1 }]);
  expect(existsSync(join(dataDir, 'db.new'))).toBe(false);
  await db.close();
});

test('refuses a folder of another PostgreSQL, and leaves it alone', async () => {
  const dataDir = await folders.built();
  writeFileSync(join(dataDir, 'db', 'PG_VERSION'), '17\n');
  await expect(openEmbedded(dataDir)).rejects.toThrow(/was written by PostgreSQL 17, but this build embeds 18/);
  // The refusal has let go of the lock.
  await expect(openEmbedded(dataDir)).rejects.not.toThrow(FolderInUse);
});

test('says so where the data folder cannot be made', async () => {
  const inTheWay = folders.empty();
  writeFileSync(inTheWay, '');
  const dataDir = join(inTheWay, 'data');
  await expect(openEmbedded(dataDir)).rejects.toThrow(`The data folder ${dataDir} cannot be made: `);
});

test('refuses a folder that does not open, with a sentence', async () => {
  const dataDir = await folders.built();
  rmSync(join(dataDir, 'db', 'global', 'pg_control'));
  await expect(openEmbedded(dataDir)).rejects.toThrow(FolderError);
  await expect(openEmbedded(dataDir)).rejects.toThrow('The embedded database does not open: ');
});

test('refuses a folder that is no database', async () => {
  const dataDir = folders.empty();
  mkdirSync(join(dataDir, 'db'), { recursive: true });
  await expect(openEmbedded(dataDir)).rejects.toThrow(/is not a database: it has no PG_VERSION/);
});

test('refuses a folder that is open already, and opens it once it is closed', async () => {
  const dataDir = await folders.built();
  const first = await openEmbedded(dataDir);
  await expect(openEmbedded(dataDir)).rejects.toThrow(FolderInUse);
  expect(await first.fork().execute('select 1 as one')).toEqual([{ one: 1 }]);
  await first.close();
  await (await openEmbedded(dataDir)).close();
});

test('leaves the event loop alone while a query runs', async () => {
  const db = await openEmbedded(await folders.built());
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await db.fork().execute('select pg_sleep(2)');
  delay.disable();
  await db.close();
  expect(delay.max / 1e6).toBeLessThan(1_000);
});

test('hands on what PostgreSQL says of an error, without the query and its values', async () => {
  const db = await openEmbedded(await folders.built());
  await db.fork().execute(TABLE);
  const twice = db.fork().getKysely<{ note: { id: number; text: string } }>().insertInto('note');
  const values = [1, 1].map((id) => ({ id, text: 'sesame' }));
  const error = await twice
    .values(values)
    .execute()
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: '23505', constraint: 'note_pkey', table: 'note', detail: expect.anything() });
  expect(isUnavailable(error)).toBe(false);
  expect(JSON.stringify({ ...Object(error), text: String(error) })).not.toContain('sesame');
  await db.close();
});

test('ends a statement that takes too long, and is back with all that was acknowledged', async () => {
  const warnings: string[] = [];
  const limits = { waitMs: 20_000, statementMs: 3_000 };
  const db = await openEmbedded(await folders.built(), { limits, warn: (message) => warnings.push(message) });
  await db.fork().execute(TABLE);
  await db.fork().execute("insert into note values (1, 'kept')");
  const error = await db
    .fork()
    .execute('select pg_sleep(60)')
    .catch((caught: unknown) => caught);
  expect(isUnavailable(error)).toBe(true);
  expect(String(error)).toContain('a statement took over 3 s');
  expect(await eventually(() => db.fork().execute('select * from note'))).toEqual([{ id: 1, text: 'kept' }]);
  expect(warnings).toEqual([expect.stringContaining('started anew')]);
  await db.close();
});

test('goes on after a transaction that a restart cut', async () => {
  const limits = { waitMs: 20_000, statementMs: 3_000 };
  const db = await openEmbedded(await folders.built(), { limits, warn: () => {} });
  await db.fork().execute(TABLE);
  const cut = db.fork().transactional(async (em) => {
    await em.execute("insert into note values (1, 'cut')");
    await em.execute('select pg_sleep(60)');
  });
  expect(isUnavailable(await cut.catch((caught: unknown) => caught))).toBe(true);
  expect(await eventually(() => db.fork().execute('select * from note'))).toEqual([]);
  await db.close();
});

test('says so when a transaction waits for itself', async () => {
  const db = await openEmbedded(await folders.built(), { limits: { waitMs: 300, statementMs: 60_000 } });
  const nested = db.fork().transactional(() => db.fork().execute('select 1'));
  await expect(nested).rejects.toThrow(/busy for 0.3 s.*a second entity manager waits for itself/);
  expect(await db.fork().execute('select 1 as one')).toEqual([{ one: 1 }]);
  await db.close();
});

test('lets those who came before finish when it closes, and turns away those who come after', async () => {
  const dataDir = await folders.built();
  const db = await openEmbedded(dataDir);
  await db.fork().execute(TABLE);
  const slow = db.fork().execute('select pg_sleep(0.5)');
  const queued = db.fork().execute("insert into note values (1, 'queued')");
  // Both are at the gate when the event loop comes round.
  await new Promise((resolve) => setImmediate(resolve));
  const closed = db.close();
  const late = await db
    .fork()
    .execute('select 1')
    .catch((caught: unknown) => caught);
  await Promise.all([slow, queued, closed]);
  expect(isUnavailable(late)).toBe(true);
  const again = await openEmbedded(dataDir);
  expect(await again.fork().execute('select text from note')).toEqual([{ text: 'queued' }]);
  await again.close();
});
