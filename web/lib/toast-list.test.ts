import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createToastList } from './toast-list.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const titles = (list: ReturnType<typeof createToastList>) => list.all().map(({ title }) => title);
const burns = { until: 45_000, totalMs: 45_000, words: () => '' };

it('words go by themselves, those of a failure later', () => {
  const list = createToastList();
  list.add({ title: 'saved' });
  list.add({ title: 'failed', isBad: true });
  vi.advanceTimersByTime(5000);
  expect(titles(list)).toEqual(['failed']);
  vi.advanceTimersByTime(7000);
  expect(titles(list)).toEqual([]);
});

it('what burns stays until it is closed', () => {
  const list = createToastList();
  const id = list.add({ title: 'copied', burns });
  vi.advanceTimersByTime(60_000);
  expect(titles(list)).toEqual(['copied']);
  list.close(id);
  expect(titles(list)).toEqual([]);
});

it('nothing goes while the reader is at it', () => {
  const list = createToastList();
  list.add({ title: 'saved' });
  list.hold();
  vi.advanceTimersByTime(60_000);
  expect(titles(list)).toEqual(['saved']);
  list.letGo();
  vi.advanceTimersByTime(5000);
  expect(titles(list)).toEqual([]);
});

it('three stand at once, the oldest gives way, and listeners hear of each change', () => {
  const list = createToastList();
  const changed = vi.fn();
  const leave = list.subscribe(changed);
  for (const title of ['a', 'b', 'c', 'd']) list.add({ title });
  expect(titles(list)).toEqual(['b', 'c', 'd']);
  expect(changed).toHaveBeenCalledTimes(4);
  leave();
  list.add({ title: 'e' });
  expect(changed).toHaveBeenCalledTimes(4);
});
