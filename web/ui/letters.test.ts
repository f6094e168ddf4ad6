import { expect, it } from 'vitest';
import { lettersOf } from './letters.ts';

it.each([
  ['OpenAI', 'Oa'],
  ['AWS', 'Aw'],
  ['Twilio', 'Tw'],
  ['Session secret', 'Ss'],
  ['x', 'X'],
  ['', '?'],
  ['鍵の箱', '鍵の'],
  ['9Lives', '9l'],
])('%s is lettered %s', (name, letters) => {
  expect(lettersOf(name)).toBe(letters);
});
