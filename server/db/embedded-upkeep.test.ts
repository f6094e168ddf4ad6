import { expect, test, vi } from 'vitest';
import { checkpointIfDue, startUpkeep, vacuum } from './embedded-upkeep.ts';
import { dataFolders, openEmbedded } from './testing/folders.ts';

const folders = dataFolders();

const redo = async (db: Awaited<ReturnType<typeof openEmbedded>>) =>
  (await db.fork().execute<{ at: string }[]>('select redo_lsn as at from pg_control_checkpoint()'))[0]?.at;

test('makes a checkpoint once the log has grown by 8 MB, and not before', async () => {
  const db = await openEmbedded(await folders.built());
  const before = await redo(db);
  await db.fork().execute("create table note as select repeat('x', 1000) from generate_series(1, 1000)");
  await checkpointIfDue(db.fork());
  expect(await redo(db)).toBe(before);
  await db.fork().execute("insert into note select repeat('x', 1000) from generate_series(1, 10000)");
  await checkpointIfDue(db.fork());
  expect(await redo(db)).not.toBe(before);
  await db.close();
});

test('gives back what deleted rows held, and counts what is left', async () => {
  const db = await openEmbedded(await folders.built());
  await db
    .fork()
    .execute('create table note as select generate_series(1, 10000) as id; delete from note where id > 10');
  await vacuum(db.fork());
  const sql = "select reltuples::int as rows, relpages as pages from pg_class where relname = 'note'";
  expect(await db.fork().execute(sql)).toEqual([{ rows: 10, pages: 1 }]);
  await db.close();
});

test('tends the database by the clock until it is stopped, and warns where that fails', async () => {
  vi.useFakeTimers();
  const warn = vi.fn();
  const fork = vi.fn(() => {
    throw new Error('no database here');
  });
  const upkeep = startUpkeep(fork, warn);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fork).toHaveBeenCalledTimes(1);
  expect(warn).toHaveBeenCalledWith('The embedded database could not be tended: no database here');
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  expect(fork).toHaveBeenCalledTimes(10 + 1);
  upkeep.stop();
  await vi.advanceTimersByTimeAsync(48 * 60 * 60_000);
  expect(fork).toHaveBeenCalledTimes(10 + 1);
  vi.useRealTimers();
});
