import { sql } from 'kysely';
import { type AuthTx, inTransaction } from '#server/auth/context.ts';
import { openDek, renewDek } from '#server/auth/deks.ts';
import { authEvent, SYSTEM } from '#server/auth/events.ts';
import { objectOf } from '#server/auth/genuine.ts';
import { IntegrityError, type RowRef } from '#server/crypto/aead.ts';
import { type Em, query } from '#server/db/query.ts';
import type { KeysContext } from './context.ts';
import { dropMarks, marksOf, setMark } from './marks.ts';
import { type Resealed, resealAll } from './reseal.ts';
import { FIRST } from './sealed-rows.ts';

/** What was done: owners with a new DEK, secrets that were sealed anew, rows that do not open and stay as they are. */
export type Replaced = { owners: number; secrets: number; broken: RowRef[] };

const OWNERS_AT_ONCE = 500;

/**
 * Gives every owner a new DEK, seals all his secrets anew under it and destroys the old one, owner by owner and in
 * small transactions, while reads and writes go on. One that was cut goes on with whom it had not finished: since
 * when DEKs are being replaced is kept, and all that are older are due.
 */
export async function replaceDeks(context: KeysContext): Promise<Replaced> {
  const since = await begin(context);
  const done: Replaced = { owners: 0, secrets: 0, broken: [] };
  for await (const ownerId of dueOwners(context.em, since)) {
    const { secrets, broken } = await replaceOwners(context, ownerId, since);
    done.owners += 1;
    done.secrets += secrets;
    done.broken.push(...broken);
  }
  await inTransaction(context, async (tx) => {
    await dropMarks(tx.em, 'replacing');
    await tx.audit.record(tx.em, authEvent(tx, 'account.rotate-deks', { caller: SYSTEM, count: done.secrets }));
  });
  return done;
}

/** @returns since when; of one that was cut, when that began. */
function begin(context: KeysContext): Promise<Date> {
  return inTransaction(context, async (tx) => {
    const [mark] = await marksOf(tx.em, tx.keyring, 'replacing');
    if (mark !== undefined) return mark.at;
    await setMark(tx.em, tx.keyring, { kind: 'replacing', subject: '', at: tx.now });
    return tx.now;
  });
}

/** Owners whose active DEK is older, or who have another one besides. */
async function* dueOwners(em: Em, since: Date): AsyncGenerator<string> {
  let after = FIRST;
  for (;;) {
    const rows = await query(em)
      .selectFrom('dek')
      .select('ownerId')
      .distinct()
      .where((eb) => eb.or([eb('active', '=', false), eb('createdAt', '<', since)]))
      .where(sql<boolean>`owner_id > ${after}`)
      .orderBy('ownerId')
      .limit(OWNERS_AT_ONCE)
      .execute();
    for (const { ownerId } of rows) yield ownerId;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.ownerId;
  }
}

/** What of one owner is broken keeps nobody else from a new DEK. */
async function replaceOwners(context: KeysContext, ownerId: string, since: Date): Promise<Resealed> {
  try {
    const dekId = await inTransaction(context, (tx) => renew(tx, ownerId, since));
    if (dekId === null) return { secrets: 0, broken: [] };
    const resealed = await resealAll(context, ownerId, dekId);
    await inTransaction(context, (tx) => finish(tx, ownerId, resealed));
    return resealed;
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    const broken = [error.row ?? { table: 'dek', rowId: ownerId }];
    await inTransaction(context, (tx) => recordBroken(tx, ownerId, broken));
    return { secrets: 0, broken };
  }
}

/** @returns the id of the owner's active DEK, or null if he has gone. */
async function renew(tx: AuthTx, ownerId: string, since: Date): Promise<string | null> {
  const row = await query(tx.em)
    .selectFrom('dek')
    .selectAll()
    .where('ownerId', '=', ownerId)
    .where('active', '=', true)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined || row.createdAt >= since) return row?.id ?? null;
  // To move a forged row into a row of its own would give it a MAC that fits.
  openDek(tx.keyring, row);
  return (await renewDek(tx, row)).id;
}

/** Where something did not open, its DEK stays: whoever mends the row needs it. */
async function finish(tx: AuthTx, ownerId: string, { secrets, broken }: Resealed): Promise<void> {
  if (broken.length === 0) {
    await query(tx.em).deleteFrom('dek').where('ownerId', '=', ownerId).where('active', '=', false).execute();
  }
  await recordBroken(tx, ownerId, broken);
  const what = { caller: SYSTEM, chainId: ownerId, count: secrets };
  await tx.audit.record(tx.em, authEvent(tx, 'account.rotate-deks', what));
}

async function recordBroken(tx: AuthTx, chainId: string, broken: readonly RowRef[]): Promise<void> {
  const failed = { caller: SYSTEM, chainId, outcome: 'failed', reason: 'INTEGRITY_FAILURE' } as const;
  const events = broken.map((row) => authEvent(tx, 'account.rotate-deks', { ...failed, object: objectOf(row) }));
  if (events.length > 0) await tx.audit.record(tx.em, ...events);
}
