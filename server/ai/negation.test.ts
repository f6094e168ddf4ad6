import { expect, test } from 'vitest';
import { negatedIndices } from './negation.ts';
import { readWords } from './words.ts';

function refused(text: string): string {
  const tokens = readWords(text);
  const negated = negatedIndices(tokens);
  return tokens
    .filter((_, index) => negated.has(index))
    .map(({ word }) => word)
    .join(' ');
}

test.each([
  ['no analytics', 'analytics'],
  ['without Redis but with Postgres', 'redis'],
  ['without Redis, with Postgres', 'redis'],
  ['without Redis, Sentry or Stripe', 'redis sentry or stripe'],
  ['everything except Stripe, Redis and mail', 'stripe redis and mail'],
  ['no analytics, Stripe and Postgres', 'analytics'],
  ['No Redis. Just Stripe', 'redis'],
  ['We don’t use Mistral. Claude is fine', 'mistral'],
  ['we are not using Redis', 'redis'],
  ['do not include firebase; auth0', 'firebase'],
  ['neither Redis nor Kafka, only NATS', 'redis nor kafka'],
  ['leave out Sentry and Datadog', 'sentry and datadog'],
  ['nothing from Shop', 'shop'],
  ['anything but Stripe', 'stripe'],
])('"%s" refuses %s', (text, expected) => {
  expect(refused(text)).toBe(expected);
});

test.each([
  ['Adyen instead of Square for payments', 'square'],
  ['PayPal rather than Stripe', 'stripe'],
  ['replace Mailgun with Postmark', 'mailgun'],
  ['moving from Heroku to Fly', 'heroku'],
  ['we dropped Mixpanel, so just Plausible', 'mixpanel'],
])('"%s" refuses only what is left behind: %s', (text, expected) => {
  expect(refused(text)).toBe(expected);
});

test.each([
  ['Redis is not needed', 'redis is needed'],
  ['an analytics-free blog', 'analytics'],
])('"%s" refuses what stands before: %s', (text, expected) => {
  expect(refused(text)).toBe(expected);
});

test.each([
  'no problem, Stripe',
  'not only Stripe',
  'nothing but Redis',
  'Datadog except that errors go to Sentry',
  "don't forget Redis",
  'a no-code tool with Stripe',
  'feel free to use Stripe',
  'why not? Stripe',
  'no, with Stripe',
])('"%s" refuses nothing', (text) => {
  expect(refused(text)).toBe('');
});

test('takes back what an exception to a refusal names', () => {
  expect(refused('no analytics except Plausible')).toBe('analytics');
});

test('a refusal ends with its sentence', () => {
  expect(refused('Runs without Redis! Stripe and Sentry')).toBe('redis');
});
