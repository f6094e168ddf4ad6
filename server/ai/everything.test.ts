import { expect, test } from 'vitest';
import { wantsEverything } from './everything.ts';
import { negatedIndices } from './negation.ts';
import type { Offer } from './picker.ts';
import { projectSpans } from './projects.ts';
import { readWords } from './words.ts';

const OFFERS: Offer[] = ['Shop', 'hoshi-blog'].map((name) => ({
  id: name,
  name,
  environment: 'local',
  category: 'Stripe',
  keyType: 'simple',
  variables: [],
}));

function isWanted(prompt: string): boolean {
  const tokens = readWords(prompt);
  const refused = negatedIndices(tokens);
  return wantsEverything(tokens, projectSpans(tokens, OFFERS), (index) => refused.has(index));
}

test.each([
  'everything',
  'everything for Shop',
  'Please give me everything the hoshi blog needs in production.',
  'all keys of Shop',
  'all my secrets',
  'the whole environment of Shop',
  'the complete config for staging',
  'everything for Shop except Stripe, Redis and mail',
  'Shop runs on Fly. I need all of its keys.',
])('"%s" asks for everything', (prompt) => {
  expect(isWanted(prompt)).toBe(true);
});

test.each([
  'everything about cats',
  "Stripe. That's all.",
  'all users get an e-mail',
  'Everything is fine. Stripe please',
  'a todo app that stores everything in the browser',
  'all payments go through Stripe',
  'the whole page is static',
  '',
])('"%s" does not', (prompt) => {
  expect(isWanted(prompt)).toBe(false);
});
