import { expect, test } from 'vitest';
import { openCatalogue } from './catalogue.ts';
import { linkCategory, ownNames } from './links.ts';

const catalogue = openCatalogue();

function linked(category: string, variables: string[] = []): string[] {
  return linkCategory({ category, keyType: 'simple', variables }, catalogue).map(({ slug }) => slug);
}

test.each([
  ['OpenAI API key', ['openai']],
  ['Stripe (live)', ['stripe']],
  ['AWS S3 backups', ['amazons3']],
  ['Redis on Upstash', ['redis', 'upstash']],
  ['Main database', ['database']],
  ['Production database (Neon)', ['database']],
  ['Linear', ['linear']],
  ['Front API token', ['front']],
  ['Linear regression service', []],
])('by its name, "%s" is about %j', (category, expected) => {
  expect(linked(category)).toEqual(expected);
});

test('a name that is also a word counts when the variables bear it', () => {
  expect(linked('Neon staging database', ['NEON_URL'])).toEqual(['neon']);
});

test.each([
  ['Payments', ['STRIPE_SECRET_KEY'], ['stripe']],
  ['Mail', ['SENDGRID_KEY_2'], ['sendgrid']],
  ['Backend', ['DATABASE_URL'], ['database']],
  ['Acme Billing', ['ACME_BILLING_TOKEN'], []],
])('"%s" with %j is about %j', (category, variables, expected) => {
  expect(linked(category, variables)).toEqual(expected);
});

function names(category: string, variables: string[]): Record<string, boolean> {
  const own = ownNames({ category, keyType: 'simple', variables, services: [] }, catalogue);
  return Object.fromEntries(own.map(({ key, isSure }) => [key, isSure]));
}

test('answers to its full name, and to the brand in it when its variables bear it', () => {
  expect(names('Acme Billing', ['ACME_BILLING_TOKEN'])).toEqual({ acmebilling: true, acme: true });
});

test('answers to an ordinary first word only on evidence', () => {
  expect(names('Legacy shop', ['LEGACY_TOKEN'])).toEqual({ legacyshop: true, legacy: false });
});

test('answers to no name that belongs to a service', () => {
  expect(names('Stripe', ['STRIPE_SECRET_KEY'])).toEqual({});
});
