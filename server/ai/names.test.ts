import { expect, test } from 'vitest';
import { openCatalogue } from './catalogue.ts';
import { stemsByService } from './evidence.ts';
import { likenesses } from './likeness.ts';
import { findNames, findVariables, type NameHit, type Reading } from './names.ts';
import type { Offer } from './picker.ts';
import { indexVault } from './vault-index.ts';
import { readWords } from './words.ts';

const catalogue = openCatalogue();
const useStems = stemsByService(catalogue);

async function reading(text: string, offers: Offer[] = []): Promise<Reading> {
  return { tokens: readWords(text), catalogue, vault: await indexVault(offers, catalogue), useStems };
}

function stored(category: string, ...variables: string[]): Offer {
  return { id: category, name: 'Atlas', environment: 'local', category, keyType: 'simple', variables };
}

function told({ services, kinds }: NameHit): string {
  return [...services.map(({ slug }) => slug), ...kinds.map(({ category }) => `own ${category}`)].join(' + ');
}

async function names(text: string, offers?: Offer[]): Promise<string[]> {
  const read = await reading(text, offers);
  return findNames(read, findVariables(text, read)).map(told);
}

test.each([
  ['Google Maps', ['googlemaps']],
  ['hugging face, HuggingFace', ['huggingface', 'huggingface']],
  ['fly.io and Next.js', ['flydotio']],
  ['Postgres on Neon', ['postgresql', 'neon']],
  ['azure openai', ['azureopenai']],
  ['Zoom meetings', ['zoom']],
  ['stripes on a shirt', []],
  ['a zebra stripe', []],
  ['chatgpt and claude', ['openai', 'anthropic']],
])('in "%s" the names are %j', async (text, expected) => {
  expect(await names(text)).toEqual(expected);
});

test.each([
  ['Make calls for scenarios', []],
  ['make a page', []],
  ['the make.com webhook', ['make']],
  ['we split the bill', []],
  ['from Linear into Slack', ['linear', 'slack']],
  ['A Linear Gradient On A Square Canvas With Notion Of Depth', []],
  ['linear + slack', ['linear', 'slack']],
  ['slack or linear', ['slack', 'linear']],
])('a word is a name only on evidence: "%s" names %j', async (text, expected) => {
  expect(await names(text)).toEqual(expected);
});

test.each([
  ['orders go to Acme Billing', ['own Acme Billing']],
  ['ACME_BILLING_TOKEN', ['own Acme Billing']],
  ['Acme is down', ['own Acme Billing']],
  ['billing is down', []],
])('a category of one’s own is found: "%s" names %j', async (text, expected) => {
  expect(await names(text, [stored('Acme Billing', 'ACME_BILLING_TOKEN')])).toEqual(expected);
});

test('a variable means the category that has it, and else the service that it belongs to', async () => {
  expect(await names('DATABASE_URL', [stored('Our store', 'DATABASE_URL')])).toEqual(['own Our store']);
  expect(await names('SENDGRID_API_KEY')).toEqual(['sendgrid']);
  expect(await names('PGHOST', [stored('Our store', 'PGHOST')])).toEqual(['own Our store']);
  expect(await names('SOME_UNKNOWN_THING')).toEqual([]);
});

test('of two categories with one variable, the variable means the newest', async () => {
  const offers = [stored('Newer', 'SHARED_KEY'), stored('Older', 'SHARED_KEY')];
  expect(await names('SHARED_KEY', offers)).toEqual(['own Newer']);
});

test.each([
  ['a Trello clone', true],
  ['Slack-style chat', true],
  ['an app like Airbnb', true],
  ['similar to Spotify', true],
  ['services like Stripe', false],
  ['chat with Slack', false],
])('"%s" only likens: %s', async (text, expected) => {
  const read = await reading(text);
  const hits = findNames(read, []);
  expect(hits).toHaveLength(1);
  expect(likenesses(hits, read.tokens).size === 1).toBe(expected);
});
