import type { Caller } from '#server/auth/caller.ts';
import { IntegrityError } from '#server/crypto/aead.ts';
import { type Dek, newDek, unwrapDek, wrapDek } from '#server/crypto/dek.ts';
import { dekIdOf, open, type Place } from '#server/crypto/envelope.ts';
import type { Field } from '#server/crypto/frame.ts';
import { demandRowMac, rowMac } from '#server/crypto/instance.ts';
import { query } from '#server/db/query.ts';
import { owned, type Vault } from './vault.ts';

/** Random nonces are safe for 2³² seals of one key (NIST SP 800-38D, 8.3); this leaves a wide margin. */
const MAX_USES = 2 ** 30;

/**
 * Takes the owner's active DEK for sealing, in the running write, and counts its uses. The row stays
 * locked until the write ends, so that a wipe cannot destroy the DEK under it.
 */
export async function takeDek(tx: Vault, caller: Caller, uses: number): Promise<Dek> {
  const row = await query(tx.em)
    .updateTable('dek')
    .set((eb) => ({ uses: eb('uses', '+', uses) }))
    .where(owned(caller, 'dek'))
    .where('active', '=', true)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new IntegrityError('The owner has no active DEK.');
  if (row.uses < MAX_USES) return unwrapRow(tx, row);
  await query(tx.em)
    .updateTable('dek')
    .set({ active: false, mac: macOf(tx, { ...row, active: false }) })
    .where('id', '=', row.id)
    .execute();
  return addDek(tx, caller.userId, uses);
}

/** Makes an owner's new active DEK, in the running write; there must be no other active one. */
export async function addDek(tx: Pick<Vault, 'em' | 'keyring' | 'now'>, ownerId: string, uses = 0): Promise<Dek> {
  const dek = newDek(ownerId);
  const row = { ...wrapDek(tx.keyring.keks, dek), active: true };
  await query(tx.em)
    .insertInto('dek')
    .values({ ...row, uses, createdAt: tx.now, mac: macOf(tx, row) })
    .execute();
  return dek;
}

/** Opens envelopes of one owner. */
export type Opener = {
  /** @throws {IntegrityError} if the envelope does not open at this place. */
  open(place: Place, envelope: string): string;
};

/** Fetches the caller's DEKs once, for opening any number of envelopes. */
export async function openerOf(vault: Vault, caller: Caller): Promise<Opener> {
  const rows = await query(vault.em).selectFrom('dek').selectAll().where(owned(caller, 'dek')).execute();
  const unwrapped = new Map<string, Dek>();
  const dekFor = (envelope: string, place: Place): Dek => {
    const id = dekIdOf(envelope);
    const known = unwrapped.get(id);
    if (known) return known;
    const row = rows.find((candidate) => candidate.id === id);
    if (row === undefined) throw new IntegrityError('The envelope names a DEK that the owner does not have.', place);
    const dek = unwrapRow(vault, row);
    unwrapped.set(id, dek);
    return dek;
  };
  return { open: (place, envelope) => open(dekFor(envelope, place), place, envelope) };
}

type DekRow = { id: string; ownerId: string; kekId: string; wrapped: string; active: boolean; mac: string };

function unwrapRow(vault: Pick<Vault, 'keyring'>, row: DekRow): Dek {
  demandRowMac(vault.keyring.instance, row.mac, { table: 'dek', rowId: row.id }, macFields(row));
  return unwrapDek(vault.keyring.keks, row);
}

function macOf(vault: Pick<Vault, 'keyring'>, row: Omit<DekRow, 'mac'>): string {
  return rowMac(vault.keyring.instance, 'dek', macFields(row));
}

function macFields({ id, ownerId, kekId, wrapped, active }: Omit<DekRow, 'mac'>): readonly Field[] {
  return [id, ownerId, kekId, wrapped, active ? 1 : 0];
}
