import { describe, expect, it } from 'vitest';
import { choicesFor, decisionOf, environmentOfFile, proposed, takenOf, type Variable } from './choices.ts';

const simple = { keyType: 'simple' as const, envVarName: 'STRIPE_KEY', fieldDefinitions: null };
const group = { keyType: 'group' as const, envVarName: null, fieldDefinitions: null };
const categories = [
  { ...simple, id: 'stripe', name: 'Stripe' },
  { ...group, id: 'pay', name: 'Pay', fieldDefinitions: ['STRIPE_KEY'] },
  { ...group, id: 'any', name: 'Any' },
  { ...simple, id: 'other', name: 'Other', envVarName: 'OTHER' },
  { ...simple, id: 'key', name: 'Key', keyType: 'ssh' as const, envVarName: null },
];
const fresh: Variable = { variable: 'STRIPE_KEY', line: 1, action: 'create', categoryId: null, entryId: null };
const known: Variable = { ...fresh, action: 'update', categoryId: 'stripe', entryId: 'e' };
const values = (one: Variable, placed: string[] = []) =>
  choicesFor(one, categories, new Set(placed)).map(({ value }) => value);

describe('the choices for a variable', () => {
  it('are the categories that hold it, a new one, and to leave it out', () => {
    expect(values(fresh)).toEqual(['create:stripe', 'create:pay', 'create:any', 'new', 'skip']);
  });

  it('are an update only where an entry stands in the place', () => {
    expect(values(known)).toContain('update:stripe');
    expect(values(fresh, ['any', 'other'])).toEqual([
      'update:any',
      'create:stripe',
      'create:pay',
      'create:any',
      'new',
      'skip',
    ]);
  });

  it.each([
    [fresh, 'new'],
    [{ ...fresh, categoryId: 'stripe' }, 'create:stripe'],
    [known, 'update:stripe'],
    [{ ...known, action: 'skip' as const }, 'skip'],
  ])('begin with what the preview said, which is among them', (one, choice) => {
    expect(proposed(one)).toBe(choice);
    expect(values(one)).toContain(choice);
  });
});

it.each([
  ['update:any', { action: 'update', categoryId: 'any' }],
  ['create:pay', { action: 'create', categoryId: 'pay' }],
  ['new', { action: 'create', categoryId: null }],
  ['skip', { action: 'skip' }],
])('says %s in the words of the server', (choice, decision) => {
  expect(decisionOf(known, { STRIPE_KEY: choice })).toEqual({ variable: 'STRIPE_KEY', ...decision });
});

it('decides what nobody touched as it was proposed', () => {
  expect(decisionOf(known, {})).toEqual({ variable: 'STRIPE_KEY', action: 'update', categoryId: 'stripe' });
});

it('takes what is not left out, by the proposal or by hand', () => {
  const same: Variable = { ...known, variable: 'SAME', action: 'skip' };
  expect(takenOf([fresh, known, same], {})).toEqual([fresh, known]);
  expect(takenOf([fresh, same], { STRIPE_KEY: 'skip', SAME: 'update:stripe' })).toEqual([same]);
});

it.each([
  ['.env.production', 'production'],
  ['.env.development.local', 'development'],
  ['shop.staging', 'staging'],
  ['.env.local', 'local'],
  ['.env', null],
  ['local', null],
])('reads from the name %s that it is of %s', (name, environment) => {
  expect(environmentOfFile(name)).toBe(environment);
});
