import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isVariableName, oneLine } from './clean.ts';

test('makes one line of many, and drops what is not seen', () => {
  expect(oneLine('  a\r\n\tb\u0000c\u2028d\u200Be\u202Ef\uFEFF  ')).toBe('a b c d e f');
});

test('whatever it is given, a line is at most 200 characters long, without control or bidirectional marks', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const line = oneLine(text);
      return [...line].length <= 200 && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(line);
    }),
  );
});

test('cuts between characters and not within one', () => {
  expect(oneLine('😀'.repeat(300))).toBe(`${'😀'.repeat(199)}…`);
});

test.each(['A', '_a1', 'DATABASE_URL', 'x'.repeat(255)])('%s is a variable name', (name) => {
  expect(isVariableName(name)).toBe(true);
});

test.each(['', '1A', 'A-B', 'A B', 'A\n', 'Ä', 'A=1', 'x'.repeat(256)])('%j is no variable name', (name) => {
  expect(isVariableName(name)).toBe(false);
});
