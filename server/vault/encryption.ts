import type { SessionCaller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import type { EncryptionStatus } from '#shared/account.ts';
import { owned, type Vault } from './vault.ts';

/**
 * How the keys stand: the ring's KEKs with the number of DEKs each wraps (the admin's counts take in all
 * owners, since he rotates for all), and the caller's own DEKs. Ids and counts, never a key.
 */
export async function status(vault: Vault, caller: SessionCaller): Promise<EncryptionStatus> {
  const { primary, ids } = vault.keyring.keks;
  const rows = await query(vault.em)
    .selectFrom('dek')
    .select(['id', 'ownerId', 'kekId', 'active', 'uses', 'createdAt'])
    .$if(caller.role !== 'admin', (q) => q.where(owned(caller, 'dek')))
    .orderBy('id', 'desc')
    .execute();
  // A KEK that some DEK names but the ring lacks is what an operator most needs to see.
  const kekIds = [...new Set([...ids, ...rows.map(({ kekId }) => kekId)])];
  return {
    primaryKek: primary,
    keks: kekIds.map((id) => ({ id, deks: rows.filter(({ kekId }) => kekId === id).length })),
    deks: rows
      .filter(({ ownerId }) => ownerId === caller.userId)
      .map(({ ownerId: _, createdAt, ...dek }) => ({ ...dek, createdAt: createdAt.toISOString() })),
    rotation: rows.some(({ kekId }) => kekId !== primary) ? 'pending' : 'none',
  };
}
