import { hostname } from 'node:os';
import { sql } from 'kysely';
import { newId } from '#server/crypto/ids.ts';
import type { Database } from '#server/db/open.ts';
import { type Em, query } from '#server/db/query.ts';
import type { LiveKeyring } from '#server/keyring/keyring.ts';
import type { Replicas, Report } from '#server/vault/keys/context.ts';
import { schedule } from './schedule.ts';

const CHANNEL = 'kagi_ring';
const BEAT_MS = 10_000;
const HEARD_LATELY = sql<Date>`now() - interval '35 seconds'`;
const FORGOTTEN = sql<Date>`now() - interval '1 hour'`;
/** Longer than one that was killed counts as heard. */
const PATIENCE_MS = 40_000;

/** What a server that shares its database does so that others know which keys it has. */
export type Reporting = {
  report(): Promise<void>;
  close(): Promise<void>;
};

type Needs = { db: Database; ring: LiveKeyring; onFault: (error: unknown) => void };

/** The servers on a database, as a command sees them that is none of them. */
export function replicasOf(db: Database): Replicas {
  return { call: (em) => db.notify(em, CHANNEL, ''), reports, patienceMs: PATIENCE_MS };
}

/** The one server there is. What its ring holds is known without a table. */
export function onlyReplica(ring: LiveKeyring): Replicas {
  return {
    call: async () => {},
    reports: async () => [{ name: nameOfThis(), kekIds: ring.current().keks.ids, seenAt: new Date() }],
    patienceMs: 0,
  };
}

/**
 * Says of this server which keys it has, at once and then by the clock, and reads its ring anew when it is called.
 * A server that is killed is no longer heard; one that stops takes its word back.
 */
export async function reportRing({ db, ring, onFault }: Needs): Promise<Reporting> {
  const id = newId();
  const report = () => say(db.fork(), id, ring.current().keks.ids);
  const onCall = () => ring.reload(db.fork()).catch(onFault).then(report).catch(onFault);
  const stopListening = await db.listen(CHANNEL, onCall);
  await report();
  const beat = schedule([{ name: 'report', everyMs: BEAT_MS, run: report }], (_, error) => onFault(error));
  return {
    report,
    close: async () => {
      await stopListening();
      await beat.stop();
      await query(db.fork()).deleteFrom('replica').where('id', '=', id).execute().catch(onFault);
    },
  };
}

async function say(em: Em, id: string, kekIds: readonly string[]): Promise<void> {
  const now = sql<Date>`now()`;
  await query(em)
    .insertInto('replica')
    .values({ id, name: nameOfThis(), kekIds: [...kekIds], seenAt: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ kekIds: [...kekIds], seenAt: now }))
    .execute();
  await query(em).deleteFrom('replica').where('seenAt', '<', FORGOTTEN).execute();
}

function reports(em: Em): Promise<Report[]> {
  return query(em)
    .selectFrom('replica')
    .select(['name', 'kekIds', 'seenAt'])
    .where('seenAt', '>', HEARD_LATELY)
    .orderBy('id')
    .execute();
}

function nameOfThis(): string {
  return `${hostname()} (process ${process.pid})`;
}
