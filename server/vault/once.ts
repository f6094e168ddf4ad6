import type { Caller } from '#server/auth/caller.ts';
import { type Place, seal } from '#server/crypto/envelope.ts';
import { newId } from '#server/crypto/ids.ts';
import { keyedHash, sameText } from '#server/crypto/instance.ts';
import { query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import { openerOf, takeDek } from './secrets.ts';
import type { Once, Vault } from './vault.ts';

/**
 * Runs a write under an `Idempotency-Key`, or answers what it answered before. The row goes in first,
 * in the write's own transaction: its unique index makes a parallel twin wait for the outcome.
 * @throws {VaultError} IDEMPOTENCY_CONFLICT if the key was used with another body.
 */
export async function answerOnce<T>(tx: Vault, caller: Caller, once: Once, work: () => Promise<T>): Promise<T> {
  const id = newId();
  const bodyHash = keyedHash(tx.keyring.instance, 'idempotency', JSON.stringify(once.body));
  const { route, key } = once;
  const row = { id, ownerId: caller.userId, route, key, bodyHash, envelope: null, createdAt: tx.now };
  await forgetOld(tx, caller, once);
  const inserted = await query(tx.em)
    .insertInto('idempotency')
    .values(row)
    .onConflict((conflict) => conflict.columns(['ownerId', 'route', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return firstAnswer<T>(tx, caller, once, bodyHash);
  const answer = await work();
  const dek = await takeDek(tx, caller, 1);
  const envelope = seal(dek, answerPlace(id, caller.userId, once), JSON.stringify(answer));
  await query(tx.em).updateTable('idempotency').set({ envelope }).where('id', '=', id).execute();
  return answer;
}

const KEPT_MS = 24 * 60 * 60 * 1000;

function forgetOld(tx: Vault, caller: Caller, { route, key }: Once) {
  return query(tx.em)
    .deleteFrom('idempotency')
    .where('ownerId', '=', caller.userId)
    .where('route', '=', route)
    .where('key', '=', key)
    .where('createdAt', '<', new Date(tx.now.getTime() - KEPT_MS))
    .execute();
}

async function firstAnswer<T>(tx: Vault, caller: Caller, once: Once, bodyHash: string): Promise<T> {
  const found = await query(tx.em)
    .selectFrom('idempotency')
    .select(['id', 'bodyHash', 'envelope'])
    .where('ownerId', '=', caller.userId)
    .where('route', '=', once.route)
    .where('key', '=', once.key)
    .executeTakeFirst();
  if (!found?.envelope) throw new VaultError('WRITE_CONFLICT');
  if (!sameText(found.bodyHash, bodyHash)) throw new VaultError('IDEMPOTENCY_CONFLICT');
  const opener = await openerOf(tx, caller);
  return JSON.parse(opener.open(answerPlace(found.id, caller.userId, once), found.envelope));
}

/** Where the answer that is kept for a repeated request is sealed. */
export function answerPlace(rowId: string, ownerId: string, { route, key }: Pick<Once, 'route' | 'key'>): Place {
  return { table: 'idempotency', rowId, ownerId, column: 'envelope', version: 1, within: [route, key] };
}
