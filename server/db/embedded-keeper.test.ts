import { expect, test, vi } from 'vitest';
import { databaseFolder } from './embedded-folder.ts';
import { keepAlive } from './embedded-keeper.ts';
import { type Life, startLife } from './embedded-life.ts';
import { dataFolders, eventually } from './testing/folders.ts';
import { isUnavailable } from './unavailable.ts';

const folders = dataFolders();
const ask = (sql: string) => ({ sql, params: [] });

test('binds a session to its life: what is left of a transaction does not run on in the next', async () => {
  const folder = await databaseFolder(await folders.built());
  const start = () => startLife({ folder, openings: [], heard: () => {}, limitMs: 3_000 });
  const keeper = await keepAlive(start, { warn: () => {}, onFatal: () => {} });
  const first = await keeper.session();
  await first.run(ask('create table note (id int)'));
  await first.run(ask('begin'));
  await first.run(ask('insert into note values (1)'));
  await first.run(ask('select pg_sleep(60)')).catch(() => {});

  const count = () => keeper.session().then((session) => session.run(ask('select count(*) from note')));
  expect((await eventually(count)).rows).toEqual([['0']]);
  const rest = await first.run(ask('insert into note values (2)')).catch((error: unknown) => error);
  expect(isUnavailable(rest)).toBe(true);
  expect((await count()).rows).toEqual([['0']]);
  await keeper.close();
});

/** A life that ends when it is told to. */
function mortal() {
  const { promise: ended, resolve: end } = Promise.withResolvers<Error | null>();
  const life: Life = { ended, run: () => Promise.reject(new Error('not asked')), close: async () => end(null) };
  return { life, end };
}

test('ends the process with a sentence when the disk is full, and starts nothing anew', async () => {
  const { life, end } = mortal();
  const start = vi.fn(async () => life);
  const { promise: fatal, resolve: onFatal } = Promise.withResolvers<Error>();
  await keepAlive(start, { warn: () => {}, onFatal });
  end(Object.assign(new Error('could not extend file'), { code: '53100' }));
  expect((await fatal).message).toMatch(/The disk with the data folder is full.*\(could not extend file\)/);
  expect(start).toHaveBeenCalledOnce();
});

test('ends the process when the database does not come back, and turns callers away until then', async () => {
  const { life, end } = mortal();
  const start = vi.fn(async () => life);
  const { promise: fatal, resolve: onFatal } = Promise.withResolvers<Error>();
  const keeper = await keepAlive(start, { warn: () => {}, onFatal });
  start.mockRejectedValueOnce(new Error('The folder is broken.'));
  end(new Error('its thread ended.'));
  expect((await fatal).message).toBe('The folder is broken.');
  expect(isUnavailable(await keeper.session().catch((error: unknown) => error))).toBe(true);
});

test('starts nothing anew after it was closed', async () => {
  const { life } = mortal();
  const start = vi.fn(async () => life);
  const keeper = await keepAlive(start, { warn: () => {}, onFatal: () => {} });
  await keeper.close();
  expect(await life.ended).toBeNull();
  expect(start).toHaveBeenCalledOnce();
});
