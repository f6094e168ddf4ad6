import { expect, test } from 'vitest';
import { environmentsIn } from './environments.ts';

test.each([
  ['production keys', ['production']],
  ['PROD', ['production']],
  ['our dev server', ['development']],
  ['the staging deployment', ['staging']],
  ['run it locally', ['local']],
  ['for local development', ['local']],
  ['the live keys of Stripe', ['production']],
  ['the stage environment', ['staging']],
  ['first staging, then production', ['staging', 'production']],
])('"%s" names %j', (prompt, expected) => {
  expect(environmentsIn(prompt)).toEqual(expected);
});

test.each([
  'a Next.js blog',
  'a production-ready app',
  'music production studio',
  'web development agency',
  'a list of local businesses',
  'the band on stage',
  'a live chat',
  'for my laptop',
  'a developer portal',
  'constructor and prototype',
])('"%s" names none', (prompt) => {
  expect(environmentsIn(prompt)).toEqual([]);
});

test('an environment that is refused is not named', () => {
  expect(environmentsIn('staging, never production')).toEqual(['staging']);
  expect(environmentsIn('no prod secrets')).toEqual([]);
});
