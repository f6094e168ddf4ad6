import { type Dek, newDek, unwrapDek, type WrappedDek, wrapDek } from '#server/crypto/dek.ts';
import { demandRowMac, rowMac } from '#server/crypto/instance.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import { type Em, query } from '#server/db/query.ts';
import { dekFields } from './macs.ts';

/** A stored DEK as its MAC sees it. */
export type DekRow = WrappedDek & { active: boolean; mac: string };

/** Makes an owner's new active DEK, in the running write; there must be no other active one. */
export async function addDek(tx: { em: Em; keyring: Keyring; now: Date }, ownerId: string, uses = 0): Promise<Dek> {
  const dek = newDek(ownerId);
  const row = { ...wrapDek(tx.keyring.keks, dek), active: true };
  await query(tx.em)
    .insertInto('dek')
    .values({ ...row, uses, createdAt: tx.now, mac: dekMac(tx.keyring, row) })
    .execute();
  return dek;
}

/**
 * Unwraps a stored DEK.
 * @throws {IntegrityError} if the row does not fit its MAC, or the ring does not open it.
 */
export function openDek(keyring: Keyring, row: DekRow): Dek {
  demandRowMac(keyring.instance, row.mac, { table: 'dek', rowId: row.id }, dekFields(row));
  return unwrapDek(keyring.keks, row);
}

/** The MAC that a `dek` row must carry. */
export function dekMac(keyring: Keyring, row: Omit<DekRow, 'mac'>): string {
  return rowMac(keyring.instance, 'dek', dekFields(row));
}
