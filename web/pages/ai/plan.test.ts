import { expect, it } from 'vitest';
import type { Extraction } from '#shared/ai.ts';
import { amountsOf, canBeChosen, fileOf, fileTypeFor, firstChoice, rowsOf } from './plan.ts';

const where = { name: 'blog', environment: 'development', reason: 'named; development' } as const;
const plan: Extraction = {
  entries: [
    { id: 'e1', ...where, category: 'OpenAI', variables: ['OPENAI_API_KEY'] },
    {
      id: 'e2',
      ...where,
      category: 'Clerk',
      variables: ['CLERK_SECRET', 'CLERK_KEY'],
      rename: { CLERK_KEY: 'VITE_CLERK_KEY' },
    },
    { id: 'e3', ...where, category: 'SSH', variables: [] },
  ],
  generated: [{ name: 'SESSION_SECRET', format: 'hex', bytes: 32, reason: 'a session secret' }],
  sent: null,
  picker: 'offline',
};
const rows = rowsOf(plan);

it('names variables as they will stand in the file', () => {
  expect(rows.map(({ variables }) => variables)).toEqual([
    ['OPENAI_API_KEY'],
    ['CLERK_SECRET', 'VITE_CLERK_KEY'],
    [],
    ['SESSION_SECRET'],
  ]);
});

it('takes a variable of an object’s own names for what it is', () => {
  const entries = [{ id: 'e', ...where, category: 'C', variables: ['constructor'], rename: {} }];
  expect(rowsOf({ ...plan, entries, generated: [] })[0]?.variables).toEqual(['constructor']);
});

it('chooses all that writes something, and no file', () => {
  expect([...firstChoice(rows)]).toEqual(['e1', 'e2', 'make SESSION_SECRET']);
  expect(rows.filter((row) => !canBeChosen(row)).map(({ key }) => key)).toEqual(['e3']);
});

it('draws the file of what is chosen, and counts what that opens and makes', () => {
  const chosen = new Set(['e2', 'make SESSION_SECRET']);
  expect(fileOf(rows, chosen).map(({ text }) => text)).toEqual([
    '# Clerk — blog (development)',
    'CLERK_SECRET',
    'VITE_CLERK_KEY',
    '# generated: 32 random bytes as hex',
    'SESSION_SECRET',
  ]);
  expect(amountsOf(rows, chosen)).toEqual({ opened: 1, made: 1 });
  expect(amountsOf(rows, new Set())).toEqual({ opened: 0, made: 0 });
});

it('means the file of an environment only where all that is chosen is of that one', () => {
  const entries = plan.entries.map((entry, at) => (at === 0 ? { ...entry, environment: 'staging' as const } : entry));
  const mixed = rowsOf({ ...plan, entries });
  expect(fileTypeFor(mixed, new Set(['e1', 'make SESSION_SECRET']))).toBe('env.staging');
  expect(fileTypeFor(mixed, new Set(['e1', 'e2']))).toBe('env');
  expect(fileTypeFor(mixed, new Set(['make SESSION_SECRET']))).toBe('env');
});
