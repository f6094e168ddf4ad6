import { describe, expect, it } from 'vitest';
import { count, formatBytes, formatNumber, relative, shortAge } from './format.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const from = (ms: number) => new Date(NOW.getTime() + ms);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('relative', () => {
  it.each([
    [-20_000, 'just now'],
    [20_000, 'just now'],
    [-4 * MINUTE, '4 min ago'],
    [-2 * HOUR, '2 h ago'],
    [3 * HOUR, 'in 3 h'],
    [-25 * HOUR, 'yesterday'],
    [30 * HOUR, 'tomorrow'],
    [12 * DAY, 'in 12 days'],
    [-42 * DAY, '6 weeks ago'],
    [-150 * DAY, '5 months ago'],
    [-400 * DAY, '1 year ago'],
    [800 * DAY, 'in 2 years'],
  ])('%d ms from now is "%s"', (ms, words) => {
    expect(relative(from(ms), NOW)).toBe(words);
  });
});

it.each([
  [12 * MINUTE, '12 min'],
  [3 * HOUR, '3 h'],
  [6 * DAY, '6 d'],
  [21 * DAY, '3 w'],
  [65 * DAY, '2 mo'],
  [500 * DAY, '1 y'],
  [20_000, 'now'],
  [-5 * MINUTE, 'now'],
])('an age of %d ms is "%s" in a cell', (ms, words) => {
  expect(shortAge(from(-ms), NOW)).toBe(words);
});

it('writes thousands with a comma, and one in the singular', () => {
  expect([formatNumber(12_408), count(1, 'entry', 'entries'), count(2, 'key')]).toEqual([
    '12,408',
    '1 entry',
    '2 keys',
  ]);
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1432, '1.4 kB'],
  [524_288, '524 kB'],
  [1_200_000, '1.2 MB'],
])('%d bytes are "%s"', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});
