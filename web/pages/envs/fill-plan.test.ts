import { expect, test } from 'vitest';
import type { Extraction } from '#shared/ai.ts';
import type { Entry } from '#shared/entries.ts';
import { choiceOf, rowsOf } from './fill-plan.ts';

const AT = '2026-11-24T12:00:00.000Z';

function entryOf(id: string, envVarName: string | null, fieldDefinitions: string[] | null): Entry {
  const category = {
    id: 'c',
    name: 'C',
    keyType: 'simple' as const,
    envVarName,
    fieldDefinitions,
    icon: null,
    color: null,
  };
  const place = { categoryId: 'c', name: 'shop', environment: 'local' as const };
  return { id, ...place, notes: null, fileName: null, expiresAt: null, createdAt: AT, updatedAt: AT, category };
}

const where = { name: 'shop', category: 'C', environment: 'local', reason: 'named' } as const;
const plan: Extraction = {
  entries: [
    { id: 'e1', ...where, rename: { KEY: 'VITE_KEY' } },
    { id: 'e2', ...where },
  ],
  generated: [{ name: 'SESSION', format: 'hex', bytes: 32, reason: 'a session secret' }],
  picker: 'offline',
};
const entries = [entryOf('e1', 'KEY', null), entryOf('e2', null, ['HOST', 'USER'])];

test('names the variables as they will be written', () => {
  expect(rowsOf(plan, entries, new Set()).map(({ variables }) => variables)).toEqual([
    ['VITE_KEY'],
    ['HOST', 'USER'],
    ['SESSION'],
  ]);
});

test('tells what the draft has already, a group only when it has all of it', () => {
  const has = new Set(['VITE_KEY', 'HOST', 'SESSION']);
  expect(rowsOf(plan, entries, has).map(({ isThere }) => isThere)).toEqual([true, false, true]);
});

test('takes a variable that two lines would write from the first of them', () => {
  const twice = { ...plan, entries: [...plan.entries, { id: 'e3', ...where }] };
  const rows = rowsOf(twice, [...entries, entryOf('e3', 'HOST', null)], new Set());
  expect(rows.map(({ key, isThere }) => [key, isThere])).toEqual([
    ['e1', false],
    ['e2', false],
    ['e3', true],
    ['make SESSION', false],
  ]);
});

test('leaves files out, which have no variable', () => {
  const file = entryOf('e1', null, null);
  const ssh = { ...file, category: { ...file.category, keyType: 'ssh' as const } };
  expect(rowsOf({ ...plan, generated: [] }, [ssh], new Set()).map(({ key }) => key)).toEqual(['e2']);
});

test('asks for what was ticked and nothing else, with its renames', () => {
  expect(choiceOf(plan, new Set(['e1', 'make SESSION']))).toEqual({
    choose: ['e1'],
    generate: [{ name: 'SESSION', format: 'hex', bytes: 32 }],
    rename: { KEY: 'VITE_KEY' },
  });
  expect(choiceOf(plan, new Set(['e2']))).toEqual({ choose: ['e2'], generate: [], rename: {} });
});
