import { type DekRow, openDek, renewDek } from '#server/auth/deks.ts';
import { IntegrityError, type RowRef } from '#server/crypto/aead.ts';
import { type Dek, dekIdOfPrint, fingerprint } from '#server/crypto/dek.ts';
import { claimedDekId, dekIdOf, open, type Place } from '#server/crypto/envelope.ts';
import { query } from '#server/db/query.ts';
import type { Vault } from './vault.ts';

/** Random nonces are safe for 2³² seals of one key (NIST SP 800-38D, 8.3); this leaves a wide margin. */
const MAX_USES = 2 ** 30;

/** Whose DEKs: a caller, or whoever the server itself works for. */
type Owner = { userId: string };

/** An envelope names a DEK that its owner does not have: it was forged, or the DEK was replaced a moment ago. */
export class DekMissing extends IntegrityError {
  override name = 'DekMissing';
}

/**
 * Takes the owner's active DEK for sealing, in the running write, and counts its uses. The row stays
 * locked until the write ends, so that a wipe cannot destroy the DEK under it.
 */
export async function takeDek(
  tx: Pick<Vault, 'em' | 'keyring' | 'now'>,
  { userId }: Owner,
  uses: number,
): Promise<Dek> {
  const row = await query(tx.em)
    .updateTable('dek')
    .set((eb) => ({ uses: eb('uses', '+', uses) }))
    .where('ownerId', '=', userId)
    .where('active', '=', true)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new IntegrityError('The owner has no active DEK.');
  const dek = openDek(tx.keyring, row);
  return row.uses < MAX_USES ? dek : renewDek(tx, row, uses);
}

/** Opens envelopes of one owner. */
export type Opener = {
  /** @throws {IntegrityError} if the envelope does not open at this place. */
  open(place: Place, envelope: string): string;
  /** Whether a stored fingerprint is this text's. Nothing is opened for it. */
  isSame(print: string, text: string): boolean;
  /**
   * Fetches the DEKs of these envelopes that are not here yet. While an owner's DEK is being replaced, a row may be
   * under one that came after the opener was made: whoever fetches rows outside of a write calls this with them.
   */
  catchUp(envelopes: readonly string[]): Promise<void>;
};

/** Fetches an owner's DEKs once, for opening any number of envelopes. */
export async function openerOf(vault: Pick<Vault, 'em' | 'keyring'>, owner: Owner): Promise<Opener> {
  const rows = new Map<string, DekRow>();
  const unwrapped = new Map<string, Dek>();
  const fetch = async () => {
    for (const row of await selectDeks(vault, owner)) rows.set(row.id, row);
  };
  const dekFor = (id: string, place: RowRef | null): Dek => {
    const known = unwrapped.get(id);
    if (known) return known;
    const row = rows.get(id);
    if (row === undefined) throw new DekMissing('It names a DEK that the owner does not have.', place);
    const dek = openDek(vault.keyring, row);
    unwrapped.set(id, dek);
    return dek;
  };
  await fetch();
  return {
    open: (place, envelope) => open(dekFor(dekIdOf(envelope), place), place, envelope),
    isSame: (print, text) => print === fingerprint(dekFor(dekIdOfPrint(print), null), text),
    catchUp: async (envelopes) => {
      if (envelopes.some((envelope) => !rows.has(claimedDekId(envelope)))) await fetch();
    },
  };
}

function selectDeks({ em }: Pick<Vault, 'em'>, { userId }: Owner): Promise<DekRow[]> {
  return query(em).selectFrom('dek').selectAll().where('ownerId', '=', userId).execute();
}
