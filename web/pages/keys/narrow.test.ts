import { expect, it } from 'vitest';
import type { Category } from '#shared/categories.ts';
import type { CategoryUse } from '#shared/category-uses.ts';
import { variableOf } from './entries.ts';
import { narrow, usesOf } from './narrow.ts';

const category = (id: string, more: Partial<Category> = {}): Category => ({
  id,
  userId: 'u',
  name: id,
  keyType: 'simple',
  envVarName: `${id.toUpperCase()}_KEY`,
  fieldDefinitions: null,
  icon: null,
  color: null,
  description: null,
  entryCount: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});
const use = (of: Category, changedAt: string): CategoryUse => ({
  categoryId: of.id,
  environments: { production: 1, staging: 0, development: 0, local: 0 },
  expired: 0,
  nextExpiresAt: null,
  changedAt,
});

const a = category('alpha', { entryCount: 1 });
const b = category('beta', { entryCount: 9, updatedAt: '2026-01-02T00:00:00.000Z' });
const g = category('gamma', { keyType: 'group', envVarName: null, fieldDefinitions: ['HOST', 'USER'] });
const all = [a, b, g];
const names = (list: Category[]) => list.map(({ id }) => id);
const NO_USES = usesOf([]);
const none = { search: '', type: null, order: null };

it('what changed last stands first, its entries counted in', () => {
  expect(names(narrow(all, usesOf([use(g, '2026-02-01T00:00:00.000Z')]), none))).toEqual(['gamma', 'beta', 'alpha']);
});

it.each([
  ['name', ['alpha', 'beta', 'gamma']],
  ['entries', ['beta', 'alpha', 'gamma']],
  ['nonsense', ['beta', 'alpha', 'gamma']],
])('the order %s is heeded', (order, expected) => {
  expect(names(narrow(all, NO_USES, { ...none, order }))).toEqual(expected);
});

it.each([
  ['ALPHA_key', ['alpha']],
  ['host', ['gamma']],
  [' eta ', ['beta']],
  ['zzz', []],
])('a search for "%s" finds by name, variable and field', (search, expected) => {
  expect(names(narrow(all, NO_USES, { ...none, search }))).toEqual(expected);
});

it('a type leaves its own', () => {
  expect(names(narrow(all, NO_USES, { ...none, type: 'group' }))).toEqual(['gamma']);
});

it('names the variable, or the first field and how many follow', () => {
  expect([a, g, category('k', { keyType: 'ssh', envVarName: null })].map(variableOf)).toEqual([
    { name: 'ALPHA_KEY', more: 0 },
    { name: 'HOST', more: 1 },
    null,
  ]);
});
