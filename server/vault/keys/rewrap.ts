import { sql } from 'kysely';
import { dekMac, openDek } from '#server/auth/deks.ts';
import { IntegrityError } from '#server/crypto/aead.ts';
import { rewrapDek } from '#server/crypto/dek.ts';
import { rewrapInstanceKey } from '#server/crypto/instance.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import { type Em, query } from '#server/db/query.ts';

/** What was done: DEKs and instance keys that are under the primary KEK now, and ids of DEKs that do not open. */
export type Rewrapped = { deks: number; instanceKeys: number; broken: string[] };

/** DEKs in one transaction: their owners' writes wait for it. */
const BATCH = 100;

/**
 * Wraps the instance key and all DEKs anew that are not under the ring's primary KEK. The cost is the number of
 * owners, since no secret is touched. Cut at any point, it goes on where it was: what is done is seen by its KEK.
 * A DEK that does not open stays as it is, and keeps nobody else's from being rewrapped.
 */
export async function rewrapAll(em: Em, keyring: Keyring): Promise<Rewrapped> {
  const done: Rewrapped = { deks: 0, instanceKeys: await rewrapInstanceKeys(em, keyring), broken: [] };
  // First what nobody holds; then what was held, waiting for it; until a round finds nothing more to do.
  for (let isPatient = false; ; isPatient = true) {
    const { deks, broken } = await rewrapRound(em, keyring, isPatient);
    done.deks += deks;
    done.broken = broken;
    if (isPatient && deks === 0) return done;
  }
}

async function rewrapInstanceKeys(em: Em, { keks }: Keyring): Promise<number> {
  const rows = await query(em)
    .selectFrom('instance_key')
    .select(['id', 'kekId', 'wrapped'])
    .where('kekId', '!=', keks.primary)
    .execute();
  let count = 0;
  for (const row of rows) {
    const { kekId, wrapped } = rewrapInstanceKey(keks, row);
    const updated = await query(em)
      .updateTable('instance_key')
      .set({ kekId, wrapped })
      .where('id', '=', row.id)
      .where('wrapped', '=', row.wrapped)
      .returning('id')
      .execute();
    count += updated.length;
  }
  return count;
}

/** Goes through all that is left once, by id. */
async function rewrapRound(em: Em, keyring: Keyring, isPatient: boolean): Promise<Pick<Rewrapped, 'deks' | 'broken'>> {
  const round = { deks: 0, broken: [] as string[] };
  let after: string | null = null;
  for (;;) {
    const batch = await rewrapBatch(em, keyring, { after, isPatient });
    round.deks += batch.deks;
    round.broken.push(...batch.broken);
    if (batch.last === null) return round;
    after = batch.last;
  }
}

type Where = { after: string | null; isPatient: boolean };

function rewrapBatch(em: Em, keyring: Keyring, where: Where) {
  return em.transactional(async (tx: Em) => {
    const rows = await lockBatch(tx, keyring.keks.primary, where);
    const broken: string[] = [];
    const wraps = rows.flatMap((row) => {
      const wrap = wrapOf(keyring, row);
      if (wrap === null) broken.push(row.id);
      return wrap ?? [];
    });
    if (wraps.length > 0) await store(tx, wraps);
    return { deks: wraps.length, broken, last: rows.at(-1)?.id ?? null };
  });
}

function lockBatch(tx: Em, primary: string, { after, isPatient }: Where) {
  return query(tx)
    .selectFrom('dek')
    .selectAll()
    .where('kekId', '!=', primary)
    .$if(after !== null, (q) => q.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(BATCH)
    .forUpdate()
    .$if(!isPatient, (q) => q.skipLocked())
    .execute();
}

type Row = Awaited<ReturnType<typeof lockBatch>>[number];
type Wrap = { id: string; kekId: string; wrapped: string; mac: string; oldMac: string };

/** Null for a row that was altered past the server: to give it a new MAC would make it genuine. */
function wrapOf(keyring: Keyring, row: Row): Wrap | null {
  try {
    openDek(keyring, row);
    const { kekId, wrapped } = rewrapDek(keyring.keks, row);
    return { id: row.id, kekId, wrapped, mac: dekMac(keyring, { ...row, kekId, wrapped }), oldMac: row.mac };
  } catch (error) {
    if (error instanceof IntegrityError) return null;
    throw error;
  }
}

async function store(tx: Em, wraps: readonly Wrap[]): Promise<void> {
  const column = (of: (wrap: Wrap) => string) => wraps.map(of);
  await sql`update dek set kek_id = v.kek_id, wrapped = v.wrapped, mac = v.mac
    from unnest(${column(({ id }) => id)}::uuid[], ${column(({ kekId }) => kekId)}::text[],
      ${column(({ wrapped }) => wrapped)}::text[], ${column(({ mac }) => mac)}::text[],
      ${column(({ oldMac }) => oldMac)}::text[]) as v(id, kek_id, wrapped, mac, old_mac)
    where dek.id = v.id and dek.mac = v.old_mac`.execute(query(tx));
}
