import { DatabaseUnavailable } from './unavailable.ts';

/** Lets one through at a time, in the order they came. */
export type Turnstile = {
  /** @throws {DatabaseUnavailable} when the wait is over its limit, or the turnstile is closed. */
  enter(): Promise<void>;
  leave(): void;
  /** Lets no one else in; resolves when those who came before have left. */
  close(): Promise<void>;
};

type Waiter = { go: () => void };

/**
 * The limit turns a deadlock into an error: whoever opens a transaction and then waits for a second connection
 * waits for himself.
 */
export function turnstile(limitMs: number): Turnstile {
  const waiting = new Set<Waiter>();
  let taken = false;
  let emptied: (() => void) | null = null;

  function leave(): void {
    const [next] = waiting;
    taken = next !== undefined;
    if (next === undefined) emptied?.();
    else next.go();
  }

  function wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(waiter);
        reject(tooLong(limitMs));
      }, limitMs);
      const waiter = {
        go: () => {
          clearTimeout(timer);
          waiting.delete(waiter);
          resolve();
        },
      };
      waiting.add(waiter);
    });
  }

  return {
    enter: async () => {
      if (emptied !== null) throw new DatabaseUnavailable('The embedded database is closed.');
      if (taken) return wait();
      taken = true;
    },
    leave,
    close: () =>
      new Promise((resolve) => {
        emptied = resolve;
        if (!taken) resolve();
      }),
  };
}

function tooLong(limitMs: number): DatabaseUnavailable {
  return new DatabaseUnavailable(
    `The embedded database was busy for ${limitMs / 1000} s. It has one connection: a transaction that uses a second ` +
      'entity manager waits for itself.',
  );
}
