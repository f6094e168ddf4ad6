import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '#server/testing/database.ts';
import { migrate, NewerSchema } from './migrate.ts';
import type { Database } from './open.ts';
import { MIGRATIONS } from './orm-options.ts';

let db: Database;
beforeEach(async () => {
  db = await freshDatabase();
});
afterEach(() => db.close());

const all = readdirSync(MIGRATIONS).map((file) => file.replace(/\.ts$/, ''));
const done = async () =>
  (await db.fork().execute<{ name: string }[]>('select name from migrations')).map((row) => row.name);
const tables = async () => {
  const sql = "select tablename from pg_tables where schemaname = 'public' order by 1";
  return (await db.fork().execute<{ tablename: string }[]>(sql)).map((row) => row.tablename);
};
const empty = () => db.fork().execute('drop schema public cascade; create schema public');

test('makes the tables that the entities describe, and no others', async () => {
  expect(await db.unhurried((orm) => orm.schema.getUpdateSchemaSQL({ wrap: false }))).toBe('');
});

test('does each migration once, when three replicas start on an empty database at once', async ({ skip }) => {
  skip(db.kind === 'embedded', 'one process alone has the folder');
  const before = await tables();
  await empty();
  await Promise.all([migrate(db), migrate(db), migrate(db)]);
  expect(await done()).toEqual(all);
  expect(await tables()).toEqual(before);
});

test('changes nothing where all is done', async () => {
  await migrate(db);
  expect(await done()).toEqual(all);
});

test('refuses a database that a later version has used, names what it does not know, and leaves it alone', async () => {
  await empty();
  await migrate(db);
  await db.fork().execute("insert into migrations (name) values ('9999-later')");
  await expect(migrate(db)).rejects.toThrow(NewerSchema);
  await expect(migrate(db)).rejects.toThrow('The database was used by a later version of Kagi (9999-later).');
  expect(await done()).toEqual([...all, '9999-later']);
});

test('leaves nothing behind when it is cut half-way, and does all of it the next time', async () => {
  const before = await tables();
  await empty();
  // In the way of a statement near the end.
  await db.fork().execute('create table user_account (in_the_way int)');
  await expect(migrate(db)).rejects.toThrow('user_account');
  expect(await tables()).toEqual(['migrations', 'user_account']);
  expect(await done()).toEqual([]);
  await db.fork().execute('drop table user_account');
  await migrate(db);
  expect(await tables()).toEqual(before);
});
