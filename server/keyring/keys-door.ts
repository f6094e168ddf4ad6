import { AdminError } from '#server/auth/admin.ts';
import type { Database } from '#server/db/open.ts';
import { ConfigError } from '#server/settings.ts';
import type { KeysDoor, Replicas, RingDoor } from '#server/vault/keys/context.ts';
import type { LiveKeyring } from './keyring.ts';
import { KeyringError } from './keyring-file.ts';

/** What the commands about keys reach of this process. */
export function keysDoor(db: Database, ring: LiveKeyring, replicas: Replicas): KeysDoor {
  return { ring: ringDoor(ring), replicas, alone: oneAtATime(db) };
}

function ringDoor(ring: LiveKeyring): RingDoor {
  return {
    source: ring.source,
    replace: async (em, entries) => {
      try {
        await ring.replace(em, entries);
      } catch (error) {
        const isForOperator = error instanceof KeyringError || error instanceof ConfigError;
        throw isForOperator ? new AdminError(error.message) : error;
      }
    },
  };
}

const BUSY = 'Another command about keys is at work. Wait until it is done.';

/** In this process by a flag; against those of other processes, where there can be any, by a lock that ends with its connection. */
function oneAtATime(db: Database): KeysDoor['alone'] {
  let isBusy = false;
  return async (work) => {
    if (isBusy) throw new AdminError(BUSY);
    isBusy = true;
    try {
      return await (db.kind === 'embedded' ? work() : locked(db, work));
    } finally {
      isBusy = false;
    }
  };
}

function locked<T>(db: Database, work: () => Promise<T>): Promise<T> {
  return db.unhurried((orm) =>
    orm.em.fork().transactional(async (em) => {
      const sql = "select pg_try_advisory_xact_lock(hashtext('kagi keys')) as taken";
      const [lock] = await em.execute<{ taken: boolean }[]>(sql);
      if (!lock?.taken) throw new AdminError(BUSY);
      return work();
    }),
  );
}
