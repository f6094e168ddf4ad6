import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createReveals, REVEAL_MS } from './reveals.ts';

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());

it('masks each cell after its own 30 s', () => {
  const reveals = createReveals();
  reveals.show('a', 'first');
  vi.advanceTimersByTime(10_000);
  reveals.show('b', 'second');
  expect(reveals.summary()).toEqual({ many: 2, until: REVEAL_MS });
  vi.advanceTimersByTime(20_000);
  expect([reveals.get('a'), reveals.get('b')?.text]).toEqual([null, 'second']);
  vi.advanceTimersByTime(10_000);
  expect(reveals.summary().many).toBe(0);
});

it('begins anew when the same cell is shown again', () => {
  const reveals = createReveals();
  reveals.show('a', 'old');
  vi.advanceTimersByTime(20_000);
  reveals.show('a', 'new');
  vi.advanceTimersByTime(20_000);
  expect(reveals.get('a')?.text).toBe('new');
});

it('masks one, or all at once, and keeps no timer of them', () => {
  const reveals = createReveals();
  for (const key of ['a', 'b', 'c']) reveals.show(key, key);
  reveals.mask('a');
  expect(reveals.get('a')).toBeNull();
  reveals.maskAll();
  expect([reveals.get('b'), reveals.summary().many, vi.getTimerCount()]).toEqual([null, 0, 0]);
});

it('tells its listeners of changes alone', () => {
  const reveals = createReveals();
  const changed = vi.fn();
  const leave = reveals.subscribe(changed);
  reveals.mask('nothing');
  reveals.maskAll();
  expect(changed).not.toHaveBeenCalled();
  reveals.show('a', 'x');
  reveals.maskAll();
  expect(changed).toHaveBeenCalledTimes(2);
  leave();
  reveals.show('a', 'x');
  expect(changed).toHaveBeenCalledTimes(2);
});
