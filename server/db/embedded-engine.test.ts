import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openEngine, type Statement } from './embedded-engine.ts';
import { dataFolders } from './testing/folders.ts';

const flushed = vi.hoisted(() => ({ files: 0, paths: [] as string[] }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const fdatasyncSync = (fd: number) => {
    flushed.files += 1;
    fs.fdatasyncSync(fd);
  };
  return { ...fs, fdatasyncSync };
});

vi.mock('./sync.ts', async (original) => {
  const real = await original<typeof import('./sync.ts')>();
  const sync = (path: string) => {
    flushed.paths.push(path);
    real.sync(path);
  };
  return { ...real, sync };
});

const folders = dataFolders();
const say = (sql: string, ...params: Statement['params']): Statement => ({ sql, params });

async function engineOn({ durable }: { durable: boolean }) {
  const folder = join(await folders.built(), 'db');
  const engine = await openEngine(folder, { durable });
  await engine.run(say('create table note (id int)'));
  flushed.files = 0;
  flushed.paths = [];
  return { engine, folder };
}

test('has each commit on the disk before it answers, and nothing of a rollback', async () => {
  const { engine } = await engineOn({ durable: true });
  await engine.run(say('begin'));
  await engine.run(say('insert into note values (1)'));
  expect(flushed.files).toBe(0);
  await engine.run(say('commit'));
  expect(flushed.files).toBe(1);
  await engine.run(say('insert into note values (2)'));
  expect(flushed.files).toBe(2);
  await engine.run(say('begin; insert into note values (3)'));
  await engine.run(say('rollback'));
  expect(flushed.files).toBe(2);
  await engine.close();
});

test('flushes the folder of the log when a new segment is put there', async () => {
  const { engine, folder } = await engineOn({ durable: true });
  await engine.run(say('select pg_switch_wal()'));
  await engine.run(say('insert into note select generate_series(1, 100000)'));
  expect(flushed.paths).toContain(join(folder, 'pg_wal'));
  await engine.close();
});

test('flushes nothing where a folder is only being built', async () => {
  const { engine } = await engineOn({ durable: false });
  await engine.run(say('insert into note values (1)'));
  expect(flushed.files).toBe(0);
  await engine.close();
});

test('answers the last of several statements, and stops at the first that fails', async () => {
  const { engine } = await engineOn({ durable: false });
  const both = await engine.run(say("insert into note values (1), (2); select 'x' as text"));
  expect(both).toEqual({ columns: [{ name: 'text', type: 25 }], rows: [['x']], command: 'SELECT 1' });
  const failing = engine.run(say('delete from note; select 1 / 0; select 2'));
  await expect(failing).rejects.toMatchObject({ code: '22012' });
  expect(await engine.run(say('select count(*) as n from note'))).toMatchObject({ rows: [['2']] });
  await engine.close();
});

test('goes on after an error in a statement with parameters', async () => {
  const { engine } = await engineOn({ durable: false });
  await expect(engine.run(say('select 1 / $1::int', '0'))).rejects.toMatchObject({ code: '22012' });
  await expect(engine.run(say('select $1::int', 'one'))).rejects.toMatchObject({ code: '22P02' });
  expect(await engine.run(say('select $1::text as a, $2::bytea as b', 'é\\"', Buffer.from([0, 255])))).toMatchObject({
    rows: [['é\\"', '\\x00ff']],
  });
  await engine.close();
});
