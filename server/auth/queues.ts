import { VaultError } from '#shared/errors.ts';

/** Runs work, or lets it wait its turn. */
export type Limiter = <T>(work: () => Promise<T>) => Promise<T>;

const RETRY_SECONDS = 2;

/**
 * Lets so much work run at once and so much wait, in order.
 * The returned function @throws {VaultError} UNAVAILABLE if as much waits as may.
 */
export function limiter(atOnce: number, maxWaiting: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < atOnce) running += 1;
    else if (waiting.length < maxWaiting) await new Promise<void>((resolve) => waiting.push(resolve));
    else throw new VaultError('UNAVAILABLE', { retryAfterSeconds: RETRY_SECONDS });
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // Whoever waits takes over the place, so that nobody who comes just now slips in before him.
      if (next) next();
      else running -= 1;
    }
  };
}

/** Runs work one after the other for each key. */
export type Lanes = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * Keeps a lane for each key that has work, one piece running at a time.
 * The returned function @throws {VaultError} UNAVAILABLE if as much waits for the key as may.
 */
export function lanes(maxWaiting: number): Lanes {
  const busy = new Map<string, { run: Limiter; length: number }>();
  return async (key, work) => {
    const lane = busy.get(key) ?? { run: limiter(1, maxWaiting), length: 0 };
    busy.set(key, lane);
    lane.length += 1;
    try {
      return await lane.run(work);
    } finally {
      lane.length -= 1;
      if (lane.length === 0) busy.delete(key);
    }
  };
}
