import { expect, it } from 'vitest';
import { expiryOf } from './expiry.ts';

const NOW = new Date('2026-11-24T12:00:00Z');

it.each([
  [null, 'never'],
  ['2026-11-24T12:00:00.000Z', 'expired'],
  ['2026-11-24T12:00:01.000Z', 'soon'],
  ['2026-12-24T12:00:00.000Z', 'soon'],
  ['2026-12-24T12:00:01.000Z', 'later'],
])('%s is %s', (at, state) => {
  expect(expiryOf(at, NOW)).toBe(state);
});
