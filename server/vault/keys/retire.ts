import { sql } from 'kysely';
import { AdminError } from '#server/auth/admin.ts';
import { type AuthTx, inTransaction } from '#server/auth/context.ts';
import { authEvent, SYSTEM } from '#server/auth/events.ts';
import { entriesOf, type KekEntry } from '#server/crypto/keks.ts';
import { query } from '#server/db/query.ts';
import { behindAfterAll, demandOfAll } from './agreement.ts';
import type { KeysContext, Report } from './context.ts';
import { marksOf, setMark } from './marks.ts';
import { type KekStanding, standingOf } from './standing.ts';

/** What is left of the ring; with settings, the operator takes the key out of it himself. */
export type Retired = { ring: readonly KekEntry[]; isSet: boolean; stillWith: string[] };

/**
 * Takes a KEK out of the ring under which nothing is wrapped any more. It can never be primary again.
 * @throws {AdminError} if it is needed, or unknown.
 */
export async function retire(context: KeysContext, kekId: string): Promise<Retired> {
  const { em, keyring, keys } = context;
  if (!keyring.keks.ids.includes(kekId)) throw new AdminError(`The ring has no key "${kekId}".`);
  const isOther = ({ kekIds }: Report) => kekIds[0] !== kekId;
  demandUnneeded(await ofKek(context, kekId));
  await demandOfAll(context, isOther, `still has the key "${kekId}" as its primary`);
  await inTransaction(context, (tx) => mark(tx, kekId));
  const ids = keyring.keks.ids.filter((id) => id !== kekId);
  const ring = entriesOf(keyring.keks, ids);
  const isSet = keys.ring.source === 'file';
  if (!isSet) return { ring, isSet, stillWith: [] };
  await keys.ring.replace(em, ring);
  const behind = await behindAfterAll(context, (report) => !report.kekIds.includes(kekId));
  return { ring, isSet, stillWith: behind.map(({ name }) => name) };
}

/** Holds off whoever adds or wraps a DEK just now, so that what is counted stays so. */
async function mark(tx: AuthTx, kekId: string): Promise<void> {
  await sql`lock table dek in share mode`.execute(query(tx.em));
  demandUnneeded(await ofKek(tx, kekId));
  const retired = await marksOf(tx.em, tx.keyring, 'retired');
  if (retired.some(({ subject }) => subject === kekId)) return;
  await setMark(tx.em, tx.keyring, { kind: 'retired', subject: kekId, at: tx.now });
  const object = { kind: 'kek', id: kekId };
  await tx.audit.record(tx.em, authEvent(tx, 'account.retire-kek', { caller: SYSTEM, object }));
}

async function ofKek({ em, keyring }: Pick<KeysContext, 'em' | 'keyring'>, kekId: string) {
  return (await standingOf(em, keyring)).find(({ id }) => id === kekId);
}

function demandUnneeded(kek: KekStanding | undefined): void {
  if (kek === undefined) return;
  const { id, role, deks, wrapsInstanceKey } = kek;
  if (role === 'primary') throw new AdminError(`The key "${id}" is the primary one. Rotate first.`);
  if (role === 'next') throw new AdminError(`The key "${id}" is about to become primary. Finish the rotation first.`);
  if (deks === 0 && !wrapsInstanceKey) return;
  const what = [
    ...(deks > 0 ? [`${deks} DEK${deks === 1 ? '' : 's'}`] : []),
    ...(wrapsInstanceKey ? ['the instance key'] : []),
  ];
  throw new AdminError(`The key "${id}" still wraps ${what.join(' and ')}. Rotate first.`);
}
