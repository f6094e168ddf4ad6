import { expect, it } from 'vitest';
import { sayablePassword, strengthOf } from './password-strength.ts';

it.each([
  ['', 0],
  ['short', 1],
  ['aaaaaaaaaaaaaaaaaaaa', 1],
  ['abcdef123456', 2],
  ['copper-lantern-37', 3],
  ['copper-lantern-37-ferry-x', 4],
])('%s fills so many bars: %d', (password, bars) => {
  expect(strengthOf(password)).toBe(bars);
});

it('a rolled one is five words that can be said, and another each time', () => {
  const rolled = sayablePassword();
  expect(rolled).toMatch(/^([bdfgklmnprstvz][aeio]){3}(-([bdfgklmnprstvz][aeio]){3}){4}$/);
  expect(strengthOf(rolled)).toBe(4);
  expect(sayablePassword()).not.toBe(rolled);
});

it('rolls from all its syllables', () => {
  let asked = 0;
  sayablePassword((below) => {
    asked = Math.max(asked, below);
    return below - 1;
  });
  expect(asked).toBe(52);
});
