import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readQuery } from './query.ts';

test('reads back whatever a browser writes', () => {
  const pairs = fc.array(fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' })));
  fc.assert(
    fc.property(pairs, (list) => {
      const written = new URLSearchParams(list);
      const read = [...readQuery(`/x?${written}`)].map(([name, values]) => [name, ...values]);
      const expected = [...new Set(list.map(([name]) => name))].map((name) => [name, ...written.getAll(name)]);
      expect(read).toEqual(expected);
    }),
  );
});

test.each([
  ['/x', []],
  ['/x?', []],
  ['/x?a', [['a', ['']]]],
  [
    '/x?a=b=c&&d',
    [
      ['a', ['b=c']],
      ['d', ['']],
    ],
  ],
  ['/x?a=1&a=2', [['a', ['1', '2']]]],
])('reads %s', (url, expected) => {
  expect([...readQuery(url)]).toEqual(expected);
});

test('refuses what is no UTF-8 rather than guess', () => {
  expect(() => readQuery('/x?name=%ff')).toThrow('The request is not valid.');
});
