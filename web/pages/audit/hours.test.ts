import { expect, test } from 'vitest';
import { countHours, HOURS, hoursSince, midnights } from './hours.ts';

const now = new Date(2026, 10, 24, 12, 30);
const at = (hoursAgo: number) => new Date(now.getTime() - hoursAgo * 3_600_000);

test('counts each hour of three days, the running one last', () => {
  const { values, from } = countHours([at(0), at(0.2), at(1), at(71)], now, false);
  expect(values).toHaveLength(HOURS);
  expect([values[71], values[70], values[0]]).toEqual([2, 1, 1]);
  expect(from).toEqual(hoursSince(now));
});

test('leaves out what lies before', () => {
  const { values } = countHours([at(100)], now, false);
  expect(values.every((value) => value === 0)).toBe(true);
});

test('draws only whole hours of an answer that was cut off', () => {
  const { values, from } = countHours([at(0), at(1), at(3.1)], now, true);
  expect(values).toEqual([0, 1, 1]);
  expect(from.getHours()).toBe(10);
});

test('keeps the running hour even where all of the answer fell into it', () => {
  expect(countHours([at(0), at(0.1)], now, true).values).toEqual([2]);
});

test('finds where the days begin', () => {
  const days = midnights(countHours([], now, false));
  expect(days.map((day) => day.at.getDate())).toEqual([22, 23, 24]);
  expect(days.map(({ part }) => Math.round(part * HOURS))).toEqual([11, 35, 59]);
});
