import { expect, test } from 'vitest';
import { type Key, textAfter } from './type-ahead.ts';

const NONE = { ctrlKey: false, metaKey: false, altKey: false };
const key = (name: string, held: Partial<Key> = {}): Key => ({ ...NONE, key: name, ...held });

test.each([
  ['a letter', key('n'), 'stn'],
  ['a sign beyond the first plane', key('𝒏'), 'st𝒏'],
  ['a space', key(' '), 'st '],
  ['what AltGr writes', key('@', { ctrlKey: true, altKey: true }), 'st@'],
  ['a step back', key('Backspace'), 's'],
])('takes %s for text', (_, pressed, text) => {
  expect(textAfter('st', pressed)).toBe(text);
});

test('takes one sign back, however long it is, and none from nothing', () => {
  expect(textAfter('s𝒏', key('Backspace'))).toBe('s');
  expect(textAfter('', key('Backspace'))).toBe('');
});

test.each([
  key('Enter'),
  key('Escape'),
  key('Tab'),
  key('ArrowDown'),
  key('Shift'),
  key('k', { metaKey: true }),
  key('k', { ctrlKey: true }),
  key('å', { altKey: true, metaKey: true }),
])('does not take %o for text', (pressed) => {
  expect(textAfter('st', pressed)).toBeNull();
});
