import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReveals } from '#web/lib/reveals.ts';
import { createCodes } from './codes.ts';

const START = Date.parse('2026-11-24T09:00:00.000Z');

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

/** A page of tokens whose codes count periods: "a0", then "a1". */
function page({ period = 30, startsIn = 20 } = {}) {
  const reveals = createReveals();
  const asked: string[][] = [];
  const failures: unknown[] = [];
  const state = { isInSight: true, fails: false };
  const fetch = async (ids: string[]) => {
    asked.push(ids);
    if (state.fails) throw new Error('no answer');
    const passed = Date.now() - START + (period - startsIn) * 1000;
    const at = Math.floor(passed / 1000 / period);
    const remainingSeconds = period - (Math.floor(passed / 1000) % period);
    return ids.map((id) => ({
      id,
      service: id,
      accountName: null,
      code: `${id}${at}`,
      nextCode: `${id}${at + 1}`,
      period,
      remainingSeconds,
    }));
  };
  const codes = createCodes({
    reveals,
    fetch,
    isInSight: () => state.isInSight,
    onFailure: (error) => failures.push(error),
  });
  return { codes, reveals, asked, failures, state, detach: codes.attach() };
}
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

describe('codes that are shown', () => {
  it('are asked for in one call and tell this and the next one', async () => {
    const { codes, asked, reveals } = page();
    await codes.show(['a', 'b']);
    expect(asked).toEqual([['a', 'b']]);
    expect(codes.get('a')).toEqual({ code: 'a0', nextCode: 'a1', period: 30, endsAt: START + 20_000 });
    expect(reveals.summary()).toEqual({ many: 2, until: START + 30_000 });
  });

  it('are renewed by one call when their period ends, and by none before', async () => {
    const { codes, asked } = page();
    await codes.show(['a', 'b']);
    await pass(19.9);
    expect(asked).toHaveLength(1);
    await pass(0.2);
    expect(asked).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(codes.get('b')).toMatchObject({ code: 'b1', nextCode: 'b2', endsAt: START + 50_000 });
  });

  it('are masked 30 s after they were asked for, however often they were renewed', async () => {
    const { codes, asked } = page({ period: 10, startsIn: 5 });
    await codes.show(['a']);
    await pass(29.9);
    expect(codes.get('a')?.code).toBe('a3');
    expect(asked).toHaveLength(4);
    await pass(0.2);
    expect(codes.get('a')).toBeNull();
    await pass(120);
    expect(asked).toHaveLength(4);
  });

  it('are never renewed where the period outlasts them', async () => {
    const { codes, asked } = page({ period: 60, startsIn: 45 });
    await codes.show(['a']);
    await pass(120);
    expect(asked).toHaveLength(1);
  });

  it('are no longer renewed once they are masked, by hand or for all', async () => {
    const { codes, asked, reveals } = page();
    await codes.show(['a', 'b']);
    codes.mask('a');
    expect([codes.get('a'), codes.many()]).toEqual([null, 1]);
    await pass(21);
    expect(asked.at(-1)).toEqual(['b']);
    reveals.maskAll();
    await pass(60);
    expect([codes.many(), asked.length]).toEqual([0, 2]);
  });

  it('show the announced code when the server does not answer, and say why once', async () => {
    const { codes, state, failures } = page({ period: 10, startsIn: 5 });
    await codes.show(['a']);
    state.fails = true;
    await pass(6);
    expect(codes.get('a')).toMatchObject({ code: 'a1', nextCode: null });
    expect(failures).toHaveLength(1);
    await pass(10);
    expect(codes.get('a')).toBeNull();
    expect(failures).toHaveLength(1);
  });

  it('are all asked for where there are more than the server gives at once', async () => {
    const { codes, asked } = page();
    await codes.show(Array.from({ length: 1001 }, (_, at) => `t${at}`));
    expect(asked.map((ids) => ids.length)).toEqual([1000, 1]);
    expect(codes.many()).toBe(1001);
  });
});

describe('codes that come late', () => {
  it('are dropped when the page has been left', async () => {
    const { codes, reveals, detach } = page();
    const coming = codes.show(['a']);
    detach();
    await coming;
    expect([codes.get('a'), reveals.summary().many]).toEqual([null, 0]);
  });

  it('are dropped when nobody looks', async () => {
    const { codes, reveals, state } = page();
    state.isInSight = false;
    await codes.show(['a']);
    expect([codes.get('a'), reveals.summary().many]).toEqual([null, 0]);
  });

  it('are dropped, renewed ones, when they were masked in the meantime', async () => {
    const { codes, reveals, asked } = page();
    await codes.show(['a']);
    vi.advanceTimersByTime(20_000);
    expect(asked).toHaveLength(2);
    reveals.maskAll();
    await pass(0);
    expect([codes.get('a'), reveals.summary().many]).toEqual([null, 0]);
  });
});

it('tells those who listen of every change, and masks all when the page goes', async () => {
  const { codes, reveals, detach } = page();
  const changed = vi.fn();
  const unsubscribe = codes.subscribe(changed);
  await codes.show(['a']);
  const before = changed.mock.calls.length;
  expect(before).toBeGreaterThan(0);
  detach();
  expect(reveals.summary().many).toBe(0);
  expect(changed.mock.calls.length).toBeGreaterThan(before);
  unsubscribe();
});
