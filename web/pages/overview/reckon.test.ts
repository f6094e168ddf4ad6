import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '#shared/audit.ts';
import type { Entry } from '#shared/entries.ts';
import { datedIn, lastReveals, perDay, pressing } from './reckon.ts';
import { pressingWords } from './words.ts';

const NOW = new Date(2026, 10, 24, 12);
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000).toISOString();
// Only these parts of an entry and an event are read.
const entry = (id: string, days: number | null) => ({ id, expiresAt: days === null ? null : inDays(days) }) as Entry;
const event = (id: string, outcome = 'ok') => ({ outcome, object: { kind: 'entry', id } }) as AuditEvent;
const ids = (list: readonly Entry[]) => list.map(({ id }) => id);

const entries = [
  entry('far', 200),
  entry('soon', 5),
  entry('never', null),
  entry('past', -3),
  entry('later', 60),
  entry('gone', -40),
];

it('the line shows what lies within its window, the earliest first', () => {
  expect(datedIn(entries, NOW).map(({ entry: { id }, days }) => [id, Math.round(days)])).toEqual([
    ['past', -3],
    ['soon', 5],
    ['later', 60],
  ]);
});

it('what presses is expired, however long ago, or will be within 30 days', () => {
  expect(ids(pressing(entries, NOW))).toEqual(['gone', 'past', 'soon']);
});

it('days are the reader’s, today is the last, and what is older is not counted', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString();
  expect(perDay([at(24, 0), at(24, 11), at(23, 23), at(22, 1), at(10, 1)], NOW, 3)).toEqual([1, 1, 2]);
});

it('of each entry the last reveal counts, refusals and entries that are gone do not', () => {
  const last = lastReveals(
    [event('soon'), event('later', 'refused'), event('soon'), event('deleted'), event('far')],
    entries,
  );
  expect(ids(last.map((one) => one.entry))).toEqual(['soon', 'far']);
});

describe('the sentence under the title', () => {
  it.each([
    [[], 'Nothing expires within a fortnight.'],
    [[1], 'One entry expires within a fortnight.'],
    [[1, 13], 'Two entries expire within a fortnight.'],
    [[-1], 'One entry has expired.'],
    [[-1, -2, 3, 20], 'Two entries have expired, one more will within a fortnight.'],
  ])('for dates in %j days is "%s"', (days, words) => {
    expect(
      pressingWords(
        days.map((day, at) => entry(String(at), day)),
        NOW,
      ),
    ).toBe(words);
  });
});
