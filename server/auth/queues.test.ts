import { describe, expect, test } from 'vitest';
import { lanes, limiter } from './queues.ts';

/** Work that ends when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { work: () => promise, end: resolve };
}

describe('limiter', () => {
  test('runs as many as it may and lets the others wait in order', async () => {
    const run = limiter(2, 10);
    const order: number[] = [];
    let running = 0;
    let most = 0;
    const work = (n: number) => async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      order.push(n);
      running -= 1;
    };
    await Promise.all([1, 2, 3, 4, 5].map((n) => run(work(n))));
    expect(most).toBe(2);
    expect(order).toEqual([1, 2, 3, 4, 5]);
  });

  test('refuses more than may wait, and goes on once there is room', async () => {
    const run = limiter(1, 1);
    const first = held();
    const running = run(first.work);
    const waiting = run(async () => 'second');
    await expect(run(async () => 'third')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryAfterSeconds: 2 });
    first.end();
    await running;
    expect(await waiting).toBe('second');
    expect(await run(async () => 'fourth')).toBe('fourth');
  });

  test('gives the place of failed work to the next', async () => {
    const run = limiter(1, 1);
    const failing = run(() => Promise.reject(new Error('no')));
    const next = run(async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});

describe('lanes', () => {
  test('keep work of one key apart, and hold up no other key', async () => {
    const run = lanes(5);
    const first = held();
    const done: string[] = [];
    const running = run('a', () => first.work().then(() => done.push('a1')));
    const next = run('a', async () => done.push('a2'));
    await run('b', async () => done.push('b'));
    expect(done).toEqual(['b']);
    first.end();
    await Promise.all([running, next]);
    expect(done).toEqual(['b', 'a1', 'a2']);
  });

  test('refuse more than may wait for one key', async () => {
    const run = lanes(1);
    const first = held();
    const running = [run('a', first.work), run('a', async () => {})];
    await expect(run('a', async () => {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    first.end();
    await Promise.all(running);
    await run('a', async () => {});
  });
});
