import type { InstanceKey } from '#server/crypto/instance.ts';
import { isConflict } from '#server/db/conflict.ts';
import type { Em } from '#server/db/query.ts';
import { isUnavailable } from '#server/db/unavailable.ts';
import { VaultError } from '#shared/errors.ts';
import { append } from './chain.ts';
import type { NewEvent } from './event.ts';

const WAIT_MS = 2_000;
const BATCH = 500;

/** The audit log's two doors. */
export type AuditLog = {
  /**
   * Joins the transaction of a write: both are there, or neither.
   * @throws {VaultError} AUDIT_UNAVAILABLE if the log does not take them.
   */
  record(em: Em, ...events: NewEvent[]): Promise<void>;
  /**
   * Commits an event before something is opened; concurrent callers share one commit.
   * @throws {VaultError} AUDIT_UNAVAILABLE if it is not committed within two seconds.
   * @throws {Error} inside a transaction: the batch would wait for the connection its caller holds.
   */
  recordAhead(em: Em, event: NewEvent): Promise<void>;
};

type Waiting = { event: NewEvent; settle: (error: Error | null) => void };

/** Makes the log of a running server. `fork` gives the batch a connection of its own. */
export function auditLog(fork: () => Em, instance: () => InstanceKey): AuditLog {
  const queue: Waiting[] = [];
  let flushing = false;

  async function flush(): Promise<void> {
    flushing = true;
    while (queue.length > 0) {
      const batch = queue.splice(0, BATCH);
      const error = await commit(batch);
      for (const { settle } of batch) settle(error);
    }
    flushing = false;
  }

  async function commit(batch: readonly Waiting[]): Promise<Error | null> {
    try {
      await fork().transactional((em) =>
        append(
          em,
          instance(),
          batch.map(({ event }) => event),
        ),
      );
      return null;
    } catch (error) {
      return error instanceof Error ? error : new Error('The audit batch failed.');
    }
  }

  return {
    record: async (em, ...events) => {
      try {
        await append(em, instance(), events);
      } catch (error) {
        throw isOfTransaction(error) ? error : unavailable(error);
      }
    },
    recordAhead: (em, event) => {
      if (em.isInTransaction()) throw new Error('recordAhead was called inside a transaction.');
      const committed = new Promise<void>((resolve, reject) => {
        const settle = (error: Error | null) => (error ? reject(unavailable(error)) : resolve());
        const timer = setTimeout(() => settle(new Error('The audit log did not answer in time.')), WAIT_MS);
        queue.push({
          event,
          settle: (error) => {
            clearTimeout(timer);
            settle(error);
          },
        });
      });
      if (!flushing) void flush();
      return committed;
    },
  };
}

/** What says nothing of the log: that the whole transaction may be repeated, or the database is away. */
function isOfTransaction(error: unknown): boolean {
  return isConflict(error) || isUnavailable(error);
}

function unavailable(cause: unknown): VaultError {
  return Object.assign(new VaultError('AUDIT_UNAVAILABLE', { retryAfterSeconds: 5 }), { cause });
}
