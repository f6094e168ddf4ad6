import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { turnstile } from './turnstile.ts';
import { isUnavailable } from './unavailable.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('lets one through at a time, in the order they came', async () => {
  const gate = turnstile(1_000);
  const inside: string[] = [];
  const enter = (name: string) => gate.enter().then(() => inside.push(name));
  await Promise.race([enter('first'), enter('second'), enter('third')]);
  expect(inside).toEqual(['first']);
  gate.leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(inside).toEqual(['first', 'second']);
  gate.leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(inside).toEqual(['first', 'second', 'third']);
});

test('turns away who has waited over the limit, and lets the next one in all the same', async () => {
  const gate = turnstile(1_000);
  await gate.enter();
  const late = gate.enter().catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(999);
  const next = gate.enter();
  await vi.advanceTimersByTimeAsync(1);
  expect(isUnavailable(await late)).toBe(true);
  gate.leave();
  await next;
});

test('is closed once those who came before have left', async () => {
  const gate = turnstile(1_000);
  await gate.enter();
  const queued = gate.enter();
  const closed = vi.fn();
  void gate.close().then(closed);
  expect(isUnavailable(await gate.enter().catch((error: unknown) => error))).toBe(true);
  gate.leave();
  await queued;
  expect(closed).not.toHaveBeenCalled();
  gate.leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(closed).toHaveBeenCalledOnce();
});

test('closes at once where nobody is inside', async () => {
  await turnstile(1_000).close();
});
