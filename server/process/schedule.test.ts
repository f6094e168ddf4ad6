import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Job, schedule } from './schedule.ts';

const SECOND_MS = 1_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const job = (run: Job['run'], name = 'job'): Job => ({ name, everyMs: SECOND_MS, run });
const nothing = () => {};

test('runs a job each time it is due, and not before', async () => {
  const run = vi.fn(async () => {});
  const { stop } = schedule([job(run)], nothing);
  await vi.advanceTimersByTimeAsync(SECOND_MS - 1);
  expect(run).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(2 * SECOND_MS);
  expect(run).toHaveBeenCalledTimes(2);
  await stop();
});

test('does not run a job beside itself, but others meanwhile', async () => {
  const slow = Promise.withResolvers<void>();
  const long = vi.fn(() => slow.promise);
  const short = vi.fn(async () => {});
  const { stop } = schedule([job(long), job(short)], nothing);
  await vi.advanceTimersByTimeAsync(3 * SECOND_MS);
  expect([long.mock.calls.length, short.mock.calls.length]).toEqual([1, 3]);
  slow.resolve();
  await vi.advanceTimersByTimeAsync(SECOND_MS);
  expect(long).toHaveBeenCalledTimes(2);
  await stop();
});

test('tells of a run that failed, and runs again', async () => {
  const faults: string[] = [];
  const run = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(undefined);
  const { stop } = schedule([job(run, 'sweep')], ({ name }, error) => faults.push(`${name}: ${String(error)}`));
  await vi.advanceTimersByTimeAsync(2 * SECOND_MS);
  expect(faults).toEqual(['sweep: Error: away']);
  expect(run).toHaveBeenCalledTimes(2);
  await stop();
});

test('stops when what is running has ended, and starts nothing more', async () => {
  const slow = Promise.withResolvers<void>();
  const run = vi.fn(() => slow.promise);
  const { stop } = schedule([job(run)], nothing);
  await vi.advanceTimersByTimeAsync(SECOND_MS);
  const stopped = vi.fn();
  const stopping = stop().then(stopped);
  await vi.advanceTimersByTimeAsync(2 * SECOND_MS);
  expect(stopped).not.toHaveBeenCalled();
  slow.resolve();
  await stopping;
  expect(run).toHaveBeenCalledTimes(1);
});
