import type { Em } from './query.ts';
import { isUnavailable } from './unavailable.ts';

const MINUTE_MS = 60_000;
const FIRST_VACUUM_MS = 10 * MINUTE_MS;
const VACUUM_MS = 24 * 60 * MINUTE_MS;
const CHECKPOINT_BYTES = 8 * 1024 * 1024;

const WAL_SINCE_CHECKPOINT =
  'select pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::int8 as bytes from pg_control_checkpoint()';

/**
 * Does by the clock what PostgreSQL's background processes do, of which the embedded one has none: without
 * checkpoints its log would grow until the next start, without VACUUM its tables.
 */
export function startUpkeep(fork: () => Em, warn: (message: string) => void): { stop(): void } {
  const tend = (work: (em: Em) => Promise<void>) => async () => {
    try {
      await work(fork());
    } catch (error) {
      if (!isUnavailable(error)) warn(`The embedded database could not be tended: ${messageOf(error)}`);
    }
  };
  const timers = [
    setInterval(tend(checkpointIfDue), MINUTE_MS),
    setTimeout(tend(vacuum), FIRST_VACUUM_MS),
    setInterval(tend(vacuum), VACUUM_MS),
  ];
  for (const timer of timers) timer.unref();
  return {
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Keeps recovery short after a crash, and the log small. */
export async function checkpointIfDue(em: Em): Promise<void> {
  const [row] = await em.execute<{ bytes: string }[]>(WAL_SINCE_CHECKPOINT);
  if (Number(row?.bytes) >= CHECKPOINT_BYTES) await em.execute('checkpoint');
}

export async function vacuum(em: Em): Promise<void> {
  await em.execute('vacuum (analyze)');
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
