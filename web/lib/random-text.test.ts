import { expect, test } from 'vitest';
import { type Random, randomText, TEXT_FORMATS, type TextFormat } from './random-text.ts';

const real: Random = (bytes) => crypto.getRandomValues(bytes);

/** Gives these bytes in turn, then begins anew. */
function giving(...bytes: number[]): Random {
  let at = 0;
  return (wanted) => {
    for (let i = 0; i < wanted.length; i++) wanted[i] = bytes[at++ % bytes.length] ?? 0;
  };
}

test.each<[TextFormat, string]>([
  ['hex', '00fbff0a'],
  ['base64', 'APv/Cg=='],
  ['base64url', 'APv_Cg'],
])('writes the bytes in %s', (format, text) => {
  expect(randomText(format, 4, giving(0, 0xfb, 0xff, 0x0a))).toBe(text);
});

test('draws letters and digits evenly: a byte that would favour the first ones is drawn again', () => {
  expect(randomText('alphanumeric', 1, giving(255, 248, 247, 0))).toBe('z0');
});

test.each([16, 32, 64])('gives letters and digits enough to hold %i bytes', (bytes) => {
  const text = randomText('alphanumeric', bytes, real);
  expect(text).toMatch(/^[0-9A-Za-z]+$/);
  expect(text.length * Math.log2(62)).toBeGreaterThanOrEqual(bytes * 8);
});

test.each(TEXT_FORMATS)('never gives the same %s twice', (format) => {
  expect(randomText(format, 32, real)).not.toBe(randomText(format, 32, real));
});
