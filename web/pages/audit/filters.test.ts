import { expect, test } from 'vitest';
import { auditFilter } from '#shared/audit.ts';
import { dayOf, type Filters, filtersOf, inputOf, momentOf, searchOf, spanWords } from './filters.ts';

const all: Filters = { action: null, since: null, until: null, isInstance: false };

test('an empty address narrows nothing', () => {
  expect(filtersOf({})).toEqual(all);
  expect(inputOf(all)).toEqual({});
});

test('what an address says survives the way there and back', () => {
  const search = { action: 'entry.reveal', since: '2026-11-23', until: '2026-11-24', chain: 'instance' };
  expect(searchOf(filtersOf(search))).toEqual(search);
});

test('what is no time is as if it was not there', () => {
  expect(filtersOf({ since: 'yesterday', until: '2026-13-45' })).toEqual(all);
});

test('a day begins at its first and ends at its last moment, where the reader is', () => {
  const since = momentOf('2026-11-23', 'since');
  const until = momentOf('2026-11-23', 'until');
  expect([since?.getDate(), since?.getHours(), until?.getDate(), until?.getHours()]).toEqual([23, 0, 23, 23]);
  expect(Number(until) - Number(since)).toBe(24 * 60 * 60 * 1000 - 1);
});

test('a moment is taken as it is', () => {
  expect(momentOf('2026-11-23T10:00:00Z', 'until')?.toISOString()).toBe('2026-11-23T10:00:00.000Z');
});

test('what is asked is what the server takes', () => {
  const filters = filtersOf({ action: 'entry.reveal', since: '2026-11-23', until: '2026-11-24', chain: 'instance' });
  expect(auditFilter.safeParse(inputOf(filters)).success).toBe(true);
});

test('the day of a moment is the reader’s', () => {
  expect(dayOf(new Date(2026, 0, 5, 0, 30))).toBe('2026-01-05');
});

test.each([
  [{}, 'any time'],
  [{ since: '2026-11-23' }, 'since 23 Nov 2026'],
  [{ until: '2026-11-23' }, 'until 23 Nov 2026'],
  [{ since: '2026-11-23', until: '2026-11-23' }, '23 Nov 2026'],
  [{ since: '2026-11-23', until: '2026-11-24' }, '23 Nov 2026 to 24 Nov 2026'],
])('says of %j: %s', (span, words) => {
  expect(spanWords({ ...all, ...span })).toBe(words);
});
