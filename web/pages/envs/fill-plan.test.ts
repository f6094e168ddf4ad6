import { expect, test } from 'vitest';
import type { Extraction } from '#shared/ai.ts';
import { choiceOf, rowsOf } from './fill-plan.ts';

const where = { name: 'shop', category: 'C', environment: 'local', reason: 'named' } as const;
const plan: Extraction = {
  entries: [
    { id: 'e1', ...where, variables: ['KEY'], rename: { KEY: 'VITE_KEY' } },
    { id: 'e2', ...where, variables: ['HOST', 'USER'] },
  ],
  generated: [{ name: 'SESSION', format: 'hex', bytes: 32, reason: 'a session secret' }],
  picker: 'offline',
};

test('names the variables as they will be written', () => {
  expect(rowsOf(plan, new Set()).map(({ variables }) => variables)).toEqual([
    ['VITE_KEY'],
    ['HOST', 'USER'],
    ['SESSION'],
  ]);
});

test('tells what the draft has already, a group only when it has all of it', () => {
  const has = new Set(['VITE_KEY', 'HOST', 'SESSION']);
  expect(rowsOf(plan, has).map(({ isThere }) => isThere)).toEqual([true, false, true]);
});

test('takes a variable that two lines would write from the first of them', () => {
  const twice = { ...plan, entries: [...plan.entries, { id: 'e3', ...where, variables: ['HOST'] }] };
  expect(rowsOf(twice, new Set()).map(({ key, isThere }) => [key, isThere])).toEqual([
    ['e1', false],
    ['e2', false],
    ['e3', true],
    ['make SESSION', false],
  ]);
});

test('leaves files out, which have no variable', () => {
  const file = { id: 'e4', ...where, variables: [] };
  expect(rowsOf({ ...plan, entries: [file], generated: [] }, new Set())).toEqual([]);
});

test('asks for what was ticked and nothing else, with its renames', () => {
  expect(choiceOf(plan, new Set(['e1', 'make SESSION']))).toEqual({
    choose: ['e1'],
    generate: [{ name: 'SESSION', format: 'hex', bytes: 32 }],
    rename: { KEY: 'VITE_KEY' },
  });
  expect(choiceOf(plan, new Set(['e2']))).toEqual({ choose: ['e2'], generate: [], rename: {} });
});
