import { expect, test } from 'vitest';
import { openCatalogue } from './catalogue.ts';
import { findUses } from './uses.ts';
import { readWords } from './words.ts';

const catalogue = openCatalogue();

function uses(text: string, isTaken: (index: number) => boolean = () => false): string[] {
  return findUses(readWords(text), catalogue, isTaken).map(({ use, service }) => use ?? service?.slug ?? '');
}

test.each([
  ['we take payments', 'payments'],
  ['subscriptions', 'subscriptions'],
  ['it sends e-mails', 'email'],
  ['a newsletter', 'newsletter'],
  ['text messages to patients', 'sms'],
  ['track errors', 'errors'],
  ['users sign in', 'auth'],
  ['full-text search', 'search'],
  ['an interactive map', 'maps'],
  ['text-to-speech', 'tts'],
  ['speech-to-text', 'stt'],
  ['a vector database', 'vector-db'],
  ['user uploads', 'object-storage'],
  ['resize the pictures', 'image-cdn'],
  ['background jobs', 'queue'],
  ['feature flags', 'feature-flags'],
  ['a chatbot', 'llm'],
])('"%s" asks for %s', (text, use) => {
  expect(uses(text)).toContain(use);
});

test.each([
  'pay attention',
  'a mind map',
  'an array.map function',
  'css translate',
  'sales forecast',
  'hello world',
  'an error page',
  '',
])('"%s" asks for nothing', (text) => {
  expect(uses(text)).toEqual([]);
});

test('the longer wording swallows the shorter one in it', () => {
  expect(uses('a vector database')).not.toContain('database');
  expect(uses('error monitoring')).toEqual(['errors']);
  expect(uses('error monitoring and a database')).toEqual(expect.arrayContaining(['errors', 'database']));
});

test('words that are taken by a name are not read again', () => {
  expect(uses('payments', (index) => index === 0)).toEqual([]);
});

test('a use that is told twice is asked for once', () => {
  expect(uses('payments and more payments')).toEqual(['payments']);
});

test('a wording may mean one service', () => {
  expect(uses('buy now pay later')).toContain('klarna');
});
