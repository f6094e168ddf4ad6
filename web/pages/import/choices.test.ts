import { expect, it } from 'vitest';
import type { Category } from '#shared/categories.ts';
import { choicesFor, decisionOf, proposed, type Variable } from './choices.ts';

const category = (id: string, more: Partial<Category>): Category => ({
  id,
  userId: 'u',
  name: id,
  keyType: 'simple',
  envVarName: null,
  fieldDefinitions: null,
  icon: null,
  color: null,
  description: null,
  entryCount: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});
const categories = [
  category('Stripe', { envVarName: 'STRIPE_KEY' }),
  category('Pay', { keyType: 'group', fieldDefinitions: ['STRIPE_KEY'] }),
  category('Any', { keyType: 'group' }),
  category('Other', { envVarName: 'OTHER' }),
  category('Key', { keyType: 'ssh' }),
];
const fresh: Variable = { variable: 'STRIPE_KEY', line: 1, action: 'create', categoryId: null, entryId: null };
const known: Variable = { ...fresh, action: 'update', categoryId: 'Stripe', entryId: 'e' };
const values = (one: Variable) => choicesFor(one, categories).map(({ value }) => value);

it('offers the categories that hold the variable, a new one, and to leave it out', () => {
  expect(values(fresh)).toEqual(['Stripe', 'Pay', 'Any', 'new', 'skip']);
});

it('offers to replace an entry only where there is one', () => {
  expect(values(known)[0]).toBe('update');
  expect(choicesFor(known, categories)[0]?.label).toBe('Replace the entry in Stripe');
});

it.each([
  [fresh, 'new'],
  [{ ...fresh, categoryId: 'Stripe' }, 'Stripe'],
  [known, 'update'],
  [{ ...known, action: 'skip' as const }, 'skip'],
])('begins with what the preview said, which is among the choices', (one, choice) => {
  expect(proposed(one)).toBe(choice);
  expect(values(one)).toContain(choice);
});

it('says each choice in the words of the server', () => {
  const { variable } = fresh;
  expect(decisionOf(known, 'update')).toEqual({ variable, action: 'update', categoryId: 'Stripe' });
  expect(decisionOf(known, 'Pay')).toEqual({ variable, action: 'create', categoryId: 'Pay' });
  expect(decisionOf(known, 'new')).toEqual({ variable, action: 'create', categoryId: null });
  expect(decisionOf(known, 'skip')).toEqual({ variable, action: 'skip' });
});
