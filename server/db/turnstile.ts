import { DatabaseUnavailable } from './unavailable.ts';

/** Lets one through at a time, in the order they came. */
export type Turnstile = {
  /** @throws {DatabaseUnavailable} when the wait is over its limit, or the turnstile is closed. */
  enter(): Promise<void>;
  leave(): void;
  /** Lets no one else in; resolves when those who came before have left. */
  close(): Promise<void>;
};

/**
 * The limit turns a deadlock into an error: whoever opens a transaction and then waits for a second connection
 * waits for himself.
 */
export function turnstile(limitMs: number): Turnstile {
  const queue = queueOf(limitMs);
  let isTaken = false;
  let emptied: (() => void) | null = null;
  return {
    enter: async () => {
      if (emptied !== null) throw new DatabaseUnavailable('The embedded database is closed.');
      if (isTaken) return queue.wait();
      isTaken = true;
    },
    leave: () => {
      isTaken = queue.callNext();
      if (!isTaken) emptied?.();
    },
    close: () =>
      new Promise((resolve) => {
        emptied = resolve;
        if (!isTaken) resolve();
      }),
  };
}

type Queue = {
  /** @throws {DatabaseUnavailable} when it takes too long. */
  wait(): Promise<void>;
  /** Whether anyone was there. */
  callNext(): boolean;
};

function queueOf(limitMs: number): Queue {
  const waiting = new Set<() => void>();
  return {
    wait: () =>
      new Promise((resolve, reject) => {
        const go = () => {
          clearTimeout(timer);
          waiting.delete(go);
          resolve();
        };
        const timer = setTimeout(() => {
          waiting.delete(go);
          reject(tooLong(limitMs));
        }, limitMs);
        waiting.add(go);
      }),
    callNext: () => {
      const [go] = waiting;
      go?.();
      return go !== undefined;
    },
  };
}

function tooLong(limitMs: number): DatabaseUnavailable {
  return new DatabaseUnavailable(
    `The embedded database was busy for ${limitMs / 1000} s. It has one connection: a transaction that uses a second ` +
      'entity manager waits for itself.',
  );
}
