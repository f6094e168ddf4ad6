import { expect, test } from 'vitest';
import { matchAt, parsePhrase } from './phrases.ts';
import { readWords } from './words.ts';

function matches(phrase: string, text: string): boolean {
  const tokens = readWords(text);
  return tokens.some((_, index) => matchAt(parsePhrase(phrase), tokens, index) !== null);
}

test.each([
  ['error tracking', 'we track errors'],
  ['error tracking', 'tracking of all our errors'],
  ['send/deliver mail/email', 'e-mails are delivered at night'],
  ['upload image', 'upload, resize and crop images'],
  ['=text to speech', 'a text-to-speech reader'],
  ["'monitoring", 'monitoring for the shop'],
])('"%s" is found in "%s"', (phrase, text) => {
  expect(matches(phrase, text)).toBe(true);
});

test.each([
  ['error tracking', 'an error. We track parcels'],
  ['error tracking', 'an error is shown when the parcel is lost and cannot be tracked'],
  ['=text to speech', 'from speech to text'],
  ['=log in', 'the log, in full'],
  ["'monitoring", 'monitor tweets'],
  ['pay card', 'a card'],
])('"%s" is not found in "%s"', (phrase, text) => {
  expect(matches(phrase, text)).toBe(false);
});

test('says which words it stands on', () => {
  const tokens = readWords('please track those errors');
  expect(matchAt(parsePhrase('track error'), tokens, 1)).toEqual({ from: 1, to: 4, at: [1, 3] });
});

test('one word of a text stands for one word of a phrase only', () => {
  expect(matches('track track', 'track it')).toBe(false);
});
