import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keksOf, newKek } from './keks.ts';
import { readSheet, sheetOf } from './recovery-sheet.ts';

const AT = new Date('2026-11-24T12:00:00.000Z');
const FIRST = { id: '9a2db2e2', hex: 'ab'.repeat(32) };
const SECOND = { id: 'Old_key-1', hex: '0123456789abcdef'.repeat(4) };
const sheet = sheetOf(keksOf([FIRST, SECOND]), AT);

// Its checks were computed by another program, from the form that the code describes.
test('a sheet looks so', () => {
  expect(sheet.slice(sheet.indexOf('key 2/2'))).toBe(`key 2/2  Old_key-1
  1:  0123 4567 89ab cdef  /  5c0c
  2:  0123 4567 89ab cdef  /  13e5
  3:  0123 4567 89ab cdef  /  16b8
  4:  0123 4567 89ab cdef  /  ae56
`);
});

test('any ring comes back from its sheet, in its order', () => {
  const count = fc.integer({ min: 1, max: 5 });
  fc.assert(
    fc.property(count, (length) => {
      const entries = Array.from({ length }, newKek);
      expect(readSheet(sheetOf(keksOf(entries), AT))).toEqual(entries);
    }),
  );
});

test('what was typed may be in capitals, without spaces, with others’ line ends and none of the words', () => {
  const lines = sheet.split('\n').filter((line) => /^(key| )/.test(line) && !line.includes('npm'));
  const typed = lines.map((line) => (line.startsWith('key') ? line : line.replaceAll(' ', '').toUpperCase()));
  expect(readSheet(typed.join('\r\n'))).toEqual([FIRST, SECOND]);
});

test('any digit that is wrong is refused, and the line is named without what stands there', () => {
  const places = [...sheet.matchAll(/^ {2}[1-4]: {2}.*$/gm)].flatMap(({ index, 0: line }) =>
    [...line].flatMap((sign, at) => (at > 4 && /[0-9a-f]/.test(sign) ? [index + at] : [])),
  );
  expect(places).toHaveLength(2 * 4 * 20);
  for (const place of places) {
    const other = sheet[place] === '7' ? '8' : '7';
    const wrong = sheet.slice(0, place) + other + sheet.slice(place + 1);
    expect(() => readSheet(wrong)).toThrow(/^Line [1-4] of the key "(9a2db2e2|Old_key-1)" does not fit its check\./);
  }
});

const swap = (a: string, b: string) => sheet.replace(a, '?').replace(b, a).replace('?', b);

test.each([
  ['lines that changed places', swap('  1:', '  2:'), 'Line 1 of the key "9a2db2e2" does not fit its check.'],
  ['a key under another name', sheet.replace('9a2db2e2', '9a2db2e3'), 'Is the key’s name right too?'],
  ['a line that is missing', sheet.replace(/^ {2}3:.*\n/m, ''), 'Line 3 of the key "9a2db2e2" is missing'],
  ['a letter that is no digit', sheet.replace('abab abab', 'abab abao'), 'Line 1 of the key "9a2db2e2" is missing'],
  ['a key that is missing', sheet.slice(0, sheet.indexOf('key 2/2')), 'should hold its 2 keys in order'],
  ['keys that changed places', sheet.replace('key 1/2', 'key 2/2'), 'should hold its 2 keys in order'],
  ['no sheet', 'hello', 'The sheet holds no line that begins with "key 1/".'],
])('refuses %s', (_, text, sentence) => {
  expect(() => readSheet(text)).toThrow(sentence);
});
