import { expect, test } from 'vitest';
import { dayOf, expiresOf, momentOf } from './expires.ts';

const NOW = new Date('2026-11-24T12:00:00.000Z');

test('a preset counts whole days from now', () => {
  expect(momentOf({ kind: 'days', days: 90 }, NOW)).toBe('2027-02-22T12:00:00.000Z');
});

test('a day lasts to its end, where the reader is', () => {
  const moment = momentOf({ kind: 'date', day: '2027-02-22' }, NOW);
  expect(moment).toBe(new Date(2027, 1, 22, 23, 59, 59).toISOString());
});

test.each([[{ kind: 'never' } as const], [{ kind: 'date', day: '' } as const]])('%j is never', (expires) => {
  expect(momentOf(expires, NOW)).toBeNull();
});

test('a stored moment is shown as its day', () => {
  const at = new Date(2027, 0, 3, 9, 30);
  expect(expiresOf(at.toISOString())).toEqual({ kind: 'date', day: '2027-01-03' });
  expect(dayOf(at)).toBe('2027-01-03');
  expect(expiresOf(null)).toEqual({ kind: 'never' });
});
