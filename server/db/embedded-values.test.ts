import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resultOf, toText } from './embedded-values.ts';

const read = (type: number, text: string | null) => {
  const { rows } = resultOf<{ x: unknown }>({ columns: [{ name: 'x', type }], rows: [[text]], command: 'SELECT 1' });
  return rows[0]?.x;
};

test.each([
  ['nothing', undefined, null],
  ['null', null, null],
  ['text as it is', 'a"b\\c', 'a"b\\c'],
  ['a number', 1.5, '1.5'],
  ['a bigint', 2n ** 62n, '4611686018427387904'],
  ['a boolean', true, 'true'],
  ['a moment', new Date('2026-11-24T08:00:00.123Z'), '2026-11-24T08:00:00.123Z'],
  ['an object', { a: [1] }, '{"a":[1]}'],
  ['an empty list', [], '{}'],
  ['a list', ['a', 'b"c', 'd\\e', null, 1], '{"a","b\\"c","d\\\\e",NULL,"1"}'],
  ['a list of lists', [[1], [2]], '{{"1"},{"2"}}'],
  ['a list of bytes', [Buffer.from([1, 255])], '{"\\\\x01ff"}'],
])('writes %s', (_, value, text) => {
  expect(toText(value)).toBe(text);
});

test('sends bytes as they are, and nothing of the pool that a buffer lies in', () => {
  const sent = toText(Buffer.from('secret'));
  expect(sent).toEqual(new Uint8Array(Buffer.from('secret')));
  expect(sent instanceof Uint8Array && sent.buffer.byteLength).toBe(6);
});

test('writes lists that come back as they were', () => {
  const TEXT_LIST = 1009;
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: 'binary' }))), (list) => {
      const text = toText(list);
      expect(read(TEXT_LIST, String(text))).toEqual(list);
    }),
  );
});

test('counts what was written, and does not count what was read', () => {
  const count = (command: string) => resultOf({ columns: [], rows: [], command }).numAffectedRows;
  expect(['INSERT 0 2', 'UPDATE 3', 'DELETE 0', 'MERGE 1'].map(count)).toEqual([2n, 3n, 0n, 1n]);
  expect(['SELECT 5', 'CREATE TABLE', ''].map(count)).toEqual([undefined, undefined, undefined]);
});
