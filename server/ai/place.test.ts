import { expect, test } from 'vitest';
import type { Environment, Offer } from './picker.ts';
import { placeAmong, placeOf } from './place.ts';

function stored(id: string, name: string, environment: Environment): Offer {
  return { id, name, environment, category: 'OpenAI', keyType: 'simple', variables: ['OPENAI_API_KEY'] };
}

function placed(prompt: string, offers: Offer[], project: string | null = null): string | undefined {
  const found = placeAmong(offers, placeOf({ prompt, project, offers }));
  return found ? `${found.offer.id}: ${found.note}` : undefined;
}

const [development, local, staging, production] = [
  stored('dev', 'Blog', 'development'),
  stored('loc', 'Blog', 'local'),
  stored('stg', 'Blog', 'staging'),
  stored('prd', 'Blog', 'production'),
];

test('gives the environment that is named', () => {
  expect(placed('openai for staging', [production, staging, local, development])).toBe('stg: staging');
});

test.each([
  [[production, staging, local, development], 'dev: development'],
  [[production, staging, local], 'loc: local'],
  [[production, staging], 'stg: staging'],
  [[production], 'prd: production'],
])('with none named, gives the first of development, local, staging, production', (offers, expected) => {
  expect(placed('openai', offers)).toBe(`${expected} (no environment named)`);
});

test('where the named one is missing, gives the first that exists and says so', () => {
  expect(placed('openai for staging', [production, local])).toBe('loc: local (no staging entry)');
});

test('of two named, gives the first-named that exists', () => {
  expect(placed('staging or production', [production, development])).toBe('prd: production');
});

test('gives the newest of several that fit alike', () => {
  const offers = [stored('newer', 'Blog', 'development'), stored('older', 'Blog', 'development')];
  expect(placed('openai', offers)).toBe('newer: development (no environment named)');
});

test('the project’s own entries come first', () => {
  const offers = [stored('shop', 'Shop', 'development'), production];
  expect(placed('openai', offers, 'Blog')).toBe('prd: production (no environment named)');
});

test('another project’s are given only where it has none, and it is said', () => {
  expect(placed('openai', [development], 'Shop')).toBe('dev: development (no environment named), none in Shop');
});

test('a project named in the prompt counts the same, when none is given', () => {
  const offers = [stored('shop', 'Shop', 'development'), stored('hoshi', 'hoshi-blog', 'production')];
  expect(placed('openai for Hoshi Blog', offers)).toBe('hoshi: production (no environment named)');
  expect(placed('openai for Hoshi Blog', offers, 'Shop')).toBe('shop: development (no environment named)');
});

test('a longer project name is not taken for the shorter one in it', () => {
  const offers = [stored('a', 'Shop', 'development'), stored('b', 'Shop Admin', 'development')];
  expect(placed('openai of the shop admin', offers)).toBe('b: development (no environment named)');
});

test('gives no production entry for a development prompt while the category has a development one anywhere', () => {
  const offers = [production, stored('shop', 'Shop', 'development')];
  expect(placed('openai in development', offers, 'Blog')).toBe('shop: development, none in Blog');
});

test('gives nothing of nothing', () => {
  expect(placed('openai', [])).toBeUndefined();
});
