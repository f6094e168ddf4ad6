import { expect, test } from 'vitest';
import { openCatalogue } from './catalogue.ts';
import type { Offer } from './picker.ts';
import { groupByCategory, indexVault } from './vault-index.ts';

const catalogue = openCatalogue();

function stored(id: string, category: string, variables: string[], keyType: Offer['keyType'] = 'simple'): Offer {
  return { id, name: 'Atlas', environment: 'local', category, keyType, variables };
}

test('puts the entries of a category together, in their order', () => {
  const kinds = groupByCategory([stored('1', 'A', ['X']), stored('2', 'B', ['Y']), stored('3', 'A', ['X'])]);
  expect(kinds.map(({ category, offers, order }) => [category, offers.map(({ id }) => id), order])).toEqual([
    ['A', ['1', '3'], 0],
    ['B', ['2'], 1],
  ]);
});

test('keeps apart two categories of one name with other variables or another key type', () => {
  expect(groupByCategory([stored('1', 'A', ['X']), stored('2', 'A', ['Y'])])).toHaveLength(2);
  expect(groupByCategory([stored('1', 'A', []), stored('2', 'A', [], 'ssh')])).toHaveLength(2);
});

test('does not mix up names that would join to the same text', () => {
  expect(groupByCategory([stored('1', 'A', ['X,Y']), stored('2', 'A', ['X', 'Y'])])).toHaveLength(2);
});

test('finds a category by its service, by its variables and by its own name', async () => {
  const index = await indexVault(
    [stored('1', 'Stripe', ['PAY_KEY']), stored('2', 'Acme Mail', ['ACME_KEY'])],
    catalogue,
  );
  expect(index.byService.get('stripe')?.map(({ category }) => category)).toEqual(['Stripe']);
  expect(index.byVariable.get('PAY_KEY')?.map(({ category }) => category)).toEqual(['Stripe']);
  expect(index.byOwnName.get('acmemail')?.map(({ kind }) => kind.category)).toEqual(['Acme Mail']);
});

test('an unknown category is for what its name tells', async () => {
  const { kinds } = await indexVault(
    [stored('1', 'SMS gateway', ['GW_KEY']), stored('2', 'Blue box', ['BB'])],
    catalogue,
  );
  expect(kinds.map(({ uses }) => uses)).toEqual([['sms'], []]);
});

test('names that every object has are names like others', async () => {
  const odd = ['constructor', '__proto__', 'toString'].map((name) => stored(name, name, [name]));
  const index = await indexVault(odd, catalogue);
  expect(index.kinds).toHaveLength(3);
  expect(index.byVariable.get('__proto__')).toHaveLength(1);
});
