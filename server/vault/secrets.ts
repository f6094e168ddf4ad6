import type { Caller } from '#server/auth/caller.ts';
import { addDek, dekMac, openDek } from '#server/auth/deks.ts';
import { IntegrityError, type RowRef } from '#server/crypto/aead.ts';
import { type Dek, dekIdOfPrint, fingerprint } from '#server/crypto/dek.ts';
import { dekIdOf, open, type Place } from '#server/crypto/envelope.ts';
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
  const dek = openDek(tx.keyring, row);
  if (row.uses < MAX_USES) return dek;
  await query(tx.em)
    .updateTable('dek')
    .set({ active: false, mac: dekMac(tx.keyring, { ...row, active: false }) })
    .where('id', '=', row.id)
    .execute();
  return addDek(tx, caller.userId, uses);
}

/** Opens envelopes of one owner. */
export type Opener = {
  /** @throws {IntegrityError} if the envelope does not open at this place. */
  open(place: Place, envelope: string): string;
  /** Whether a stored fingerprint is this text's. Nothing is opened for it. */
  isSame(print: string, text: string): boolean;
};

/** Fetches the caller's DEKs once, for opening any number of envelopes. */
export async function openerOf(vault: Vault, caller: Caller): Promise<Opener> {
  const rows = await query(vault.em).selectFrom('dek').selectAll().where(owned(caller, 'dek')).execute();
  const unwrapped = new Map<string, Dek>();
  const dekFor = (id: string, place: RowRef | null): Dek => {
    const known = unwrapped.get(id);
    if (known) return known;
    const row = rows.find((candidate) => candidate.id === id);
    if (row === undefined) throw new IntegrityError('It names a DEK that the owner does not have.', place);
    const dek = openDek(vault.keyring, row);
    unwrapped.set(id, dek);
    return dek;
  };
  return {
    open: (place, envelope) => open(dekFor(dekIdOf(envelope), place), place, envelope),
    isSame: (print, text) => print === fingerprint(dekFor(dekIdOfPrint(print), null), text),
  };
}
