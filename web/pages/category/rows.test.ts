import { expect, test } from 'vitest';
import type { Entry } from '#shared/entries.ts';
import type { Project } from '#shared/projects.ts';
import { countsOf, narrow, rowsOf } from './rows.ts';

const AT = '2026-11-01T10:20:30.123Z';
const group = {
  id: 'c1',
  name: 'R2',
  keyType: 'group' as const,
  envVarName: null,
  fieldDefinitions: ['BUCKET', 'SECRET'],
  icon: null,
  color: null,
};

function entryOf(id: string, more: Partial<Entry> = {}): Entry {
  const times = { expiresAt: null, createdAt: AT, updatedAt: AT };
  const place = { name: 'atlas-web', environment: 'production' as const };
  return { id, categoryId: group.id, ...place, notes: null, fileName: null, ...times, category: group, ...more };
}

function projectWith(stored: Readonly<Record<string, string>>): Project {
  const missing = { entryId: null, state: 'missing' as const, count: 0 };
  const rows = Object.entries(stored).map(([variable, entryId]) => ({
    categoryId: group.id,
    categoryName: group.name,
    variable,
    cells: {
      development: missing,
      staging: missing,
      local: missing,
      production: { entryId, state: 'present' as const, count: 1 },
    },
  }));
  return { name: 'atlas-web', rows };
}

const all = [
  entryOf('1', { name: 'ledger', environment: 'local', notes: 'by Mara' }),
  entryOf('2', { name: 'ledger', environment: 'production' }),
  entryOf('3', { name: 'atlas-api', environment: 'staging' }),
];

test('sorts by project, then from production to local', () => {
  expect(narrow(all, { search: '', environment: null }).map(({ id }) => id)).toEqual(['3', '2', '1']);
});

test.each([
  ['a project, whatever the case', { search: 'LEDG', environment: null }, ['2', '1']],
  ['a word of the notes', { search: 'mara', environment: null }, ['1']],
  ['an environment', { search: '', environment: 'staging' }, ['3']],
  ['both', { search: 'ledger', environment: 'production' }, ['2']],
])('narrows to %s', (_, by, ids) => {
  expect(narrow(all, by).map(({ id }) => id)).toEqual(ids);
});

test('an opened group has a line for each field, also for those that are not set and no longer defined', () => {
  const project = projectWith({ BUCKET: '1', OLD: '1', SECRET: '9' });
  const rows = rowsOf([entryOf('1'), entryOf('2')], new Set(['1']), new Map([['atlas-web', project]]));
  expect(rows.map(({ key, isSet }) => [key, isSet])).toEqual([
    ['entry:1', true],
    ['entry:1.BUCKET', true],
    ['entry:1.SECRET', false],
    ['entry:1.OLD', true],
    ['entry:2', true],
  ]);
});

test('an opened group waits for its project', () => {
  expect(rowsOf([entryOf('1')], new Set(['1']), new Map())).toHaveLength(1);
});

test('of an older entry in the same place each defined field may be set', () => {
  const rows = rowsOf([entryOf('1')], new Set(['1']), new Map([['atlas-web', projectWith({ BUCKET: '2' })]]));
  expect(rows.map(({ field, isSet }) => [field, isSet])).toEqual([
    [null, true],
    ['BUCKET', true],
    ['SECRET', true],
  ]);
});

test('counts environments and projects', () => {
  expect(countsOf(all)).toEqual({ of: { production: 1, staging: 1, development: 0, local: 1 }, projects: 2 });
});

test('narrows and sorts 10,000 entries within a frame or two', () => {
  const many = Array.from({ length: 10_000 }, (_, at) =>
    entryOf(String(at), { name: `project-${(at * 7919) % 10_000}` }),
  );
  const begun = performance.now();
  expect(narrow(many, { search: 'project', environment: null })).toHaveLength(10_000);
  expect(performance.now() - begun).toBeLessThan(500);
});
