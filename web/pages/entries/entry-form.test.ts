import { describe, expect, test } from 'vitest';
import type { Entry } from '#shared/entries.ts';
import { type CategoryLike, changeOf, emptyForm, formOf, inputOf, newExtra, problemOf } from './entry-form.ts';

const NOW = new Date('2026-11-24T12:00:00.000Z');
const AT = '2026-11-01T10:20:30.123Z';

const simple: CategoryLike = {
  id: 'c1',
  name: 'OpenAI',
  keyType: 'simple',
  envVarName: 'OPENAI_API_KEY',
  fieldDefinitions: null,
  icon: null,
};
const group: CategoryLike = { ...simple, keyType: 'group', envVarName: null, fieldDefinitions: ['HOST', 'USER'] };
const free: CategoryLike = { ...group, fieldDefinitions: null };

function entryOf(category: CategoryLike, more: Partial<Entry> = {}): Entry {
  return {
    id: 'e1',
    categoryId: category.id,
    name: 'atlas-web',
    environment: 'staging',
    notes: 'by Mara',
    fileName: null,
    expiresAt: AT,
    createdAt: AT,
    updatedAt: AT,
    category: { ...category, color: null },
    ...more,
  };
}

describe('a new entry', () => {
  test('is what was typed, with null for what was not', () => {
    const form = { ...emptyForm(simple, { name: 'atlas-web', environment: 'local' }), text: 'sk' };
    expect(inputOf(form, simple, NOW)).toEqual({
      categoryId: 'c1',
      name: 'atlas-web',
      environment: 'local',
      value: 'sk',
      notes: null,
      fileName: null,
      expiresAt: null,
    });
  });

  test('of a group has the fields that hold something, typed and added alike', () => {
    const form = { ...emptyForm(free, {}), texts: { HOST: 'h', USER: '' }, extras: [newExtra('PORT', '1')] };
    expect(inputOf(form, free, NOW).value).toEqual({ HOST: 'h', PORT: '1' });
  });

  test.each([
    ['without a project', { name: ' ' }, 'name'],
    ['without a secret', {}, 'value'],
    ['with a field that has no name', { extras: [newExtra('', 'x')] }, 'fields'],
    ['with a field twice', { texts: { A: '1' }, extras: [newExtra('A', '2')] }, 'fields'],
  ])('%s is not sent', (_, more, path) => {
    const form = { ...emptyForm(free, { name: 'atlas-web' }), ...more };
    expect(problemOf(form, free, true)?.path).toBe(path);
  });
});

describe('changing an entry', () => {
  test('sends nothing but its id where nothing was touched, not even the day it expires on', () => {
    const entry = entryOf(simple);
    expect(changeOf(formOf(entry), entry, NOW)).toEqual({ id: 'e1' });
    expect(problemOf(formOf(entry), simple, false)).toBeNull();
  });

  test('sends what was touched, and null for what was emptied', () => {
    const entry = entryOf(simple);
    const form = { ...formOf(entry), notes: '', expires: { kind: 'never' } as const, name: 'atlas-api' };
    expect(changeOf(form, entry, NOW)).toEqual({ id: 'e1', notes: null, expiresAt: null, name: 'atlas-api' });
  });

  test('sends a secret only when one was typed', () => {
    const entry = entryOf(simple);
    expect(changeOf({ ...formOf(entry), text: 'new' }, entry, NOW)).toEqual({ id: 'e1', value: 'new' });
  });

  test('of a group sends the fields that were typed or removed, and leaves the others alone', () => {
    const entry = entryOf(group);
    const form = { ...formOf(entry), texts: { HOST: 'new', USER: '' }, removed: ['OLD'] };
    expect(changeOf(form, entry, NOW)).toEqual({ id: 'e1', fields: { HOST: 'new', OLD: null } });
  });
});
