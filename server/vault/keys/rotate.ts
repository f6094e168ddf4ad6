import { databaseNow, inTransaction } from '#server/auth/context.ts';
import { authEvent, SYSTEM } from '#server/auth/events.ts';
import { entriesOf, type KekEntry, newKek } from '#server/crypto/keks.ts';
import { demandOfAll } from './agreement.ts';
import type { KeysContext, Report } from './context.ts';
import { dropMarks, setMark } from './marks.ts';
import { type Rewrapped, rewrapAll } from './rewrap.ts';
import { pendingOf, standingOf } from './standing.ts';

/** How far a rotation came: to its end, or to where the operator must set what gives the ring. */
export type Rotated =
  | { step: 'done'; primary: string; rewrapped: Rewrapped; older: string[] }
  | { step: 'set'; what: 'next' | 'primary'; kekId: string; ring: readonly KekEntry[] };

/**
 * Replaces the primary KEK: a new one joins the ring, becomes primary once every replica has it, and then wraps
 * the instance key and all DEKs. Where it stands is read from the ring and the rows, so that one that was cut, or
 * waits for the operator, goes on from there.
 * @throws {AdminError} naming what keeps it from going on.
 */
export async function rotate(context: KeysContext): Promise<Rotated> {
  const standing = await standingOf(context.em, context.keyring);
  const next = standing.find(({ role }) => role === 'next');
  const { deks, instanceKeys } = pendingOf(standing);
  if (next !== undefined) return promote(context, next.id);
  if (deks + instanceKeys > 0) return rewrap(context);
  return context.keys.ring.source === 'file' ? promote(context, await join(context)) : askFor(context, newKek());
}

/** A new key joins the ring's file. The mark goes first: a key in the ring without it would never become primary. */
async function join(context: KeysContext): Promise<string> {
  const { em, keyring, keys } = context;
  const kek = newKek();
  await markNext(context, kek.id);
  await keys.ring.replace(em, [...entriesOf(keyring.keks, keyring.keks.ids), kek]);
  return kek.id;
}

/** A new key for the operator to set. It is nowhere but in the answer, so that asked again, this gives another. */
async function askFor(context: KeysContext, kek: KekEntry): Promise<Rotated> {
  const { keks } = context.keyring;
  await markNext(context, kek.id);
  return { step: 'set', what: 'next', kekId: kek.id, ring: [...entriesOf(keks, keks.ids), kek] };
}

async function markNext({ em, keyring }: KeysContext, subject: string): Promise<void> {
  await setMark(em, keyring, { kind: 'next', subject, at: await databaseNow(em) });
}

async function promote(context: KeysContext, kekId: string): Promise<Rotated> {
  const { em, keyring, keys } = context;
  await demandOfAll(context, ({ kekIds }) => kekIds.includes(kekId), `has not got the key "${kekId}" yet`);
  const ids = [kekId, ...keyring.keks.ids.filter((id) => id !== kekId)];
  const ring = entriesOf(keyring.keks, ids);
  if (keys.ring.source === 'settings') return { step: 'set', what: 'primary', kekId, ring };
  await keys.ring.replace(em, ring);
  return rewrap(context);
}

async function rewrap(context: KeysContext): Promise<Rotated> {
  const { keyring } = context;
  const { primary, ids } = keyring.keks;
  const hasPrimary = ({ kekIds }: Report) => kekIds[0] === primary;
  await demandOfAll(context, hasPrimary, `has not got the key "${primary}" as its primary yet`);
  const rewrapped = await rewrapAll(context.em, keyring);
  await finish(context, primary, rewrapped);
  return { step: 'done', primary, rewrapped, older: ids.filter((id) => id !== primary) };
}

function finish(context: KeysContext, primary: string, { deks, broken }: Rewrapped): Promise<void> {
  return inTransaction(context, async (tx) => {
    await dropMarks(tx.em, 'next');
    const what = { caller: SYSTEM, object: { kind: 'kek', id: primary } };
    await tx.audit.record(
      tx.em,
      authEvent(tx, 'account.rotate-kek', { ...what, count: deks }),
      ...broken.map((id) => {
        const object = { kind: 'dek', id };
        const why = { outcome: 'failed', reason: 'INTEGRITY_FAILURE' } as const;
        return authEvent(tx, 'account.rotate-kek', { caller: SYSTEM, object, ...why });
      }),
    );
  });
}
