import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf, linesOf } from './lines.ts';

async function* each<T>(items: Iterable<T>) {
  yield* items;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const line = fc.string({ unit: 'binary', minLength: 1 }).map((text) => text.replaceAll('\n', ' '));

test('lines come back as they were, however their bytes are cut', async () => {
  const property = fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 7 }), async (lines, size) => {
    const bytes = Buffer.from((await all(blocksOf(each(lines)))).join(''));
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    expect(await all(linesOf(each(chunks)))).toEqual(lines);
  });
  await fc.assert(property, { numRuns: 200 });
});

test('a block is not much longer than it must be, and a long line is in one', async () => {
  const lines = ['x'.repeat(200_000), ...Array.from({ length: 3_000 }, () => 'y'.repeat(99))];
  const blocks = await all(blocksOf(each(lines)));
  expect(blocks.map(({ length }) => length)).toEqual([200_001, 65_600, 65_600, 65_600, 65_600, 37_600]);
});

test('a last line without its break is given as well', async () => {
  expect(await all(linesOf(each([Buffer.from('a\nb')])))).toEqual(['a', 'b']);
});

test('refuses bytes that are no UTF-8, also when half of a letter stands at the end', async () => {
  await expect(all(linesOf(each([Buffer.from([0x61, 0xff, 0x0a])])))).rejects.toThrow(TypeError);
  await expect(all(linesOf(each([Buffer.from('é').subarray(0, 1)])))).rejects.toThrow(TypeError);
});
