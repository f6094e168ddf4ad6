import { expect, test } from 'vitest';
import { nameKey, quoted, readWords } from './words.ts';

const words = (text: string) => readWords(text).map(({ word }) => word);

test('reads words without their case, possessives and apostrophes', () => {
  expect(words('Stripe’s keys, don’t lose them')).toEqual(['stripe', 'keys', 'dont', 'lose', 'them']);
});

test('reads e-mail as one word, in any of its forms', () => {
  expect(words('E-Mails and e-mailing, but e mail')).toEqual(['emails', 'and', 'emailing', 'but', 'email']);
});

test('reads words of every script, and full-width letters as the plain ones', () => {
  expect(words('Zürich 東京 Ｒｅｄｉｓ Привет 🚀')).toEqual(['zürich', '東京', 'redis', 'привет']);
});

test('a dot, a hyphen or a slash inside a name breaks no sentence and no clause', () => {
  const tokens = readWords('Fly.io, pub/sub and Next.js. Then sleep');
  expect(tokens.map(({ clause }) => clause)).toEqual([0, 0, 1, 1, 1, 1, 1, 2, 2]);
  expect(tokens.map(({ sentence }) => sentence)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1]);
});

test('a plus, a bullet, an arrow and a new line part what stands beside them', () => {
  expect(readWords('a + b -> c • d\ne').map(({ clause }) => clause)).toEqual([0, 1, 2, 3, 4]);
});

test('an empty text and one of signs alone have no words', () => {
  expect(readWords('')).toEqual([]);
  expect(readWords('!?… — …')).toEqual([]);
});

test('one name has one key, however it is written', () => {
  const keys = ['Hugging Face', 'hugging-face', 'HuggingFace', 'HUGGING_FACE'].map(nameKey);
  expect(new Set(keys)).toEqual(new Set(['huggingface']));
});

test('quotes the text as it was written', () => {
  const text = 'take  Card-payments now';
  expect(quoted(text, readWords(text).slice(1, 3))).toBe('“Card-payments”');
  expect(quoted(text, [])).toBe('');
});
