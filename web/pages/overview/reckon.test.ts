import { describe, expect, it } from 'vitest';
import type { DatedEntries } from '#shared/overview.ts';
import { datedIn, lastDays, manyPressing, sum } from './reckon.ts';
import { pressingWords } from './words.ts';

const NOW = new Date(2026, 10, 24, 12);
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000).toISOString();
const dated = (days: number, entries = 1): DatedEntries => ({ at: inDays(days), environment: 'production', entries });

const dates = [dated(-40, 4), dated(-3), dated(5, 2), dated(60), dated(91)];

it('the line shows what lies within its window, in the order it came', () => {
  expect(datedIn(dates, NOW).map(({ days, entries }) => [Math.round(days), entries])).toEqual([
    [-3, 1],
    [5, 2],
    [60, 1],
  ]);
});

it('what presses is expired, however long ago, or will be within 30 days', () => {
  expect(manyPressing(dates, NOW)).toBe(7);
});

it('entries of one date are all counted', () => {
  expect([sum([]), sum(dates)]).toEqual([0, 9]);
});

it('days are the reader’s and begin at his midnight, today is the last', () => {
  const midnight = (month: number, day: number) => new Date(2026, month, day).toISOString();
  expect(lastDays(NOW, 3)).toEqual([midnight(10, 22), midnight(10, 23), midnight(10, 24)]);
  expect(lastDays(new Date(2026, 2, 1), 2)).toEqual([midnight(1, 28), midnight(2, 1)]);
  expect(lastDays(NOW)).toHaveLength(30);
});

describe('the sentence under the title', () => {
  it.each([
    [[], 'Nothing expires within a fortnight.'],
    [[dated(1)], 'One entry expires within a fortnight.'],
    [[dated(1), dated(13), dated(15)], 'Two entries expire within a fortnight.'],
    [[dated(-1)], 'One entry has expired.'],
    [[dated(-1, 2), dated(3), dated(20, 5)], 'Two entries have expired, one more will within a fortnight.'],
    [[dated(-100, 1200), dated(3, 11)], '1,200 entries have expired, 11 more will within a fortnight.'],
  ])('case %# is "%s"', (given, words) => {
    expect(pressingWords(given, NOW)).toBe(words);
  });
});
