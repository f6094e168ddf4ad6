import { expect, test } from 'vitest';
import { isLongList, longJson } from './long-json.ts';

const rows = (length: number) => Array.from({ length }, (_, id) => ({ id, text: '"é\u2028' }));

test.each([501, 1000, 1001, 1499])('writes a list of %i as JSON.stringify does', async (length) => {
  expect(await longJson(rows(length))).toBe(JSON.stringify(rows(length)));
});

test('lets others have their turn between slices', async () => {
  let turns = 0;
  let isWriting = true;
  const take = () => {
    turns++;
    if (isWriting) setImmediate(take);
  };
  setImmediate(take);
  await longJson(rows(10_000));
  isWriting = false;
  expect(turns).toBeGreaterThanOrEqual(19);
});

test('leaves short lists and everything else alone', () => {
  expect([isLongList(rows(500)), isLongList({ length: 501 }), isLongList('x'.repeat(501))]).toEqual([
    false,
    false,
    false,
  ]);
  expect(isLongList(rows(501))).toBe(true);
});
