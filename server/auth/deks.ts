import { IntegrityError } from '#server/crypto/aead.ts';
import { type Dek, newDek, unwrapDek, type WrappedDek, wrapDek } from '#server/crypto/dek.ts';
import { dekIdOf, open, type Place } from '#server/crypto/envelope.ts';
import { demandRowMac, rowMac } from '#server/crypto/instance.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import { type Em, query } from '#server/db/query.ts';
import { dekFields } from './macs.ts';

/** A stored DEK as its MAC sees it. */
export type DekRow = WrappedDek & { active: boolean; mac: string };

/** What making one needs of the running write. */
type Tx = { em: Em; keyring: Keyring; now: Date };

/** Makes an owner's new active DEK, in the running write; there must be no other active one. */
export async function addDek(tx: Tx, ownerId: string): Promise<Dek> {
  const dek = newDek(ownerId);
  const row = { ...wrapDek(tx.keyring.keks, dek), active: true };
  await query(tx.em)
    .insertInto('dek')
    .values({ ...row, uses: 0, createdAt: tx.now, mac: dekMac(tx.keyring, row) })
    .execute();
  return dek;
}

/**
 * Makes a new active DEK in place of one that from now on only opens, in the running write. It takes over the
 * row of the old one, which moves into a row of its own: a write that waits for the lock on the active row goes
 * on under the new DEK, where a second active row would come too late for it.
 */
export async function renewDek(tx: Tx, old: DekRow & { uses: number; createdAt: Date }, uses = 0): Promise<Dek> {
  const dek = newDek(old.ownerId);
  const fresh = { ...wrapDek(tx.keyring.keks, dek), active: true };
  await query(tx.em)
    .updateTable('dek')
    .set({ ...fresh, uses, createdAt: tx.now, mac: dekMac(tx.keyring, fresh) })
    .where('id', '=', old.id)
    .execute();
  const rested = { ...old, active: false };
  await query(tx.em)
    .insertInto('dek')
    .values({ ...rested, mac: dekMac(tx.keyring, rested) })
    .execute();
  return dek;
}

/**
 * An owner's active DEK for sealing, in the running write. It counts the use; the vault's next write replaces a
 * DEK that is worn, with a wide margin until then.
 * @throws {IntegrityError} if there is none, or the ring does not open it.
 */
export async function activeDek(tx: Tx, ownerId: string): Promise<Dek> {
  const row = await query(tx.em)
    .updateTable('dek')
    .set((eb) => ({ uses: eb('uses', '+', 1) }))
    .where('ownerId', '=', ownerId)
    .where('active', '=', true)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new IntegrityError('The owner has no active DEK.');
  return openDek(tx.keyring, row);
}

/**
 * Unwraps a stored DEK.
 * @throws {IntegrityError} if the row does not fit its MAC, or the ring does not open it.
 */
export function openDek(keyring: Keyring, row: DekRow): Dek {
  demandRowMac(keyring.instance, row.mac, { table: 'dek', rowId: row.id }, dekFields(row));
  return unwrapDek(keyring.keks, row);
}

/** What `openBeside` reads of a DEK. */
export const DEK_COLUMNS = ['dek.id', 'dek.ownerId', 'dek.kekId', 'dek.wrapped', 'dek.active', 'dek.mac'] as const;

/**
 * Opens an envelope that one statement read beside each of its owner's DEKs: between two statements a rotation
 * could seal it anew and take its DEK away.
 * @throws {IntegrityError} if there is none, or it was altered or moved, or its DEK is gone.
 */
export function openBeside(
  keyring: Keyring,
  place: Place,
  rows: readonly (DekRow & { envelope: string | null })[],
): string {
  const envelope = rows[0]?.envelope;
  const dek = envelope && rows.find(({ id }) => id === dekIdOf(envelope));
  if (!envelope || !dek) throw new IntegrityError('There is nothing that opens.', place);
  return open(openDek(keyring, dek), place, envelope);
}

/** The MAC that a `dek` row must carry. */
export function dekMac(keyring: Keyring, row: Omit<DekRow, 'mac'>): string {
  return rowMac(keyring.instance, 'dek', dekFields(row));
}
