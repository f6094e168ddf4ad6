import { expect, it } from 'vitest';
import type { Category } from '#shared/categories.ts';
import type { Entry } from '#shared/entries.ts';
import { usesOf, variableOf } from './entries.ts';
import { narrow } from './narrow.ts';

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
const entry = (of: Category, more: Partial<Entry> = {}): Entry => ({
  id: `${of.id}-entry`,
  categoryId: of.id,
  name: 'shop',
  environment: 'production',
  notes: null,
  fileName: null,
  expiresAt: null,
  createdAt: '2026-02-01T00:00:00.000Z',
  updatedAt: '2026-02-01T00:00:00.000Z',
  category: of,
  ...more,
});

const a = category('alpha', { entryCount: 1 });
const b = category('beta', { entryCount: 9, updatedAt: '2026-01-02T00:00:00.000Z' });
const g = category('gamma', { keyType: 'group', envVarName: null, fieldDefinitions: ['HOST', 'USER'] });
const all = [a, b, g];
const names = (list: Category[]) => list.map(({ id }) => id);
const none = { search: '', type: null, order: null };

it('what changed last stands first, its entries counted in', () => {
  expect(names(narrow(all, [entry(g)], none))).toEqual(['gamma', 'beta', 'alpha']);
});

it.each([
  ['name', ['alpha', 'beta', 'gamma']],
  ['entries', ['beta', 'alpha', 'gamma']],
  ['nonsense', ['beta', 'alpha', 'gamma']],
])('the order %s is heeded', (order, expected) => {
  expect(names(narrow(all, [], { ...none, order }))).toEqual(expected);
});

it.each([
  ['ALPHA_key', ['alpha']],
  ['host', ['gamma']],
  [' eta ', ['beta']],
  ['zzz', []],
])('a search for "%s" finds by name, variable and field', (search, expected) => {
  expect(names(narrow(all, [], { ...none, search }))).toEqual(expected);
});

it('a type leaves its own', () => {
  expect(names(narrow(all, [], { ...none, type: 'group' }))).toEqual(['gamma']);
});

it('sums up what the entries of a category amount to', () => {
  const uses = usesOf([
    entry(a, { expiresAt: '2026-12-01T00:00:00.000Z' }),
    entry(a, { environment: 'local', updatedAt: '2026-03-01T00:00:00.000Z' }),
    entry(a),
  ]);
  expect(uses.get('alpha')).toEqual({
    environments: { production: 2, local: 1 },
    expiries: ['2026-12-01T00:00:00.000Z'],
    lastChange: '2026-03-01T00:00:00.000Z',
  });
  expect(uses.has('beta')).toBe(false);
});

it('names the variable, or the first field and how many follow', () => {
  expect([a, g, category('k', { keyType: 'ssh', envVarName: null })].map(variableOf)).toEqual([
    { name: 'ALPHA_KEY', more: 0 },
    { name: 'HOST', more: 1 },
    null,
  ]);
});
