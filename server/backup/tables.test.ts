import { expect, test } from 'vitest';
import { freshDatabase } from '#server/testing/database.ts';
import { parentsFirst, tableNames, tablesOf } from './tables.ts';

const table = (name: string) => ({ name, columns: [] });
const ordered = (names: string[], references: [child: string, parent: string][]) =>
  parentsFirst(
    names.map(table),
    references.map(([child, parent]) => ({ child, parent })),
  ).map(({ name }) => name);

test('whatever is referred to stands first, and otherwise nothing moves', () => {
  const references: [string, string][] = [
    ['code', 'factor'],
    ['factor', 'user'],
    ['tree', 'tree'],
  ];
  expect(ordered(['code', 'event', 'factor', 'tree', 'user'], references)).toEqual([
    'event',
    'tree',
    'user',
    'factor',
    'code',
  ]);
});

test('refuses tables that refer to one another in a circle', () => {
  const circle: [string, string][] = [
    ['a', 'b'],
    ['b', 'a'],
  ];
  expect(() => ordered(['a', 'b'], circle)).toThrow('in a circle');
});

test('knows every table there is but the one of the migrations, with every column', async () => {
  const db = await freshDatabase();
  const em = db.fork();
  const columns = `select table_name as name, count(*)::int as count from information_schema.columns
    where table_schema = 'public' and table_name <> 'migrations' group by 1 order by 1`;
  const there = await em.execute<{ name: string; count: number }[]>(columns);
  const tables = await tablesOf(em, tableNames(em));
  const counts = tables.map(({ name, columns: { length } }) => ({ name, count: length }));
  expect(counts.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(there);
  const place = (name: string) => tables.findIndex((each) => each.name === name);
  expect(place('user_account')).toBeLessThan(place('category'));
  expect(place('category')).toBeLessThan(place('entry'));
  expect(place('entry')).toBeLessThan(place('entry_field'));
  await db.close();
});
