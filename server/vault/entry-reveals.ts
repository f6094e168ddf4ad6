import type { Caller } from '#server/auth/caller.ts';
import type { EntryByName, RevealedEntry } from '#shared/entries.ts';
import { VaultError } from '#shared/errors.ts';
import { demandGenuine } from './categories.ts';
import { fetchSealed, formOf, type SealedRow, selectSealed } from './entry-rows.ts';
import { answered, envelopesIn, openValue } from './entry-values.ts';
import { type Opener, openerOf } from './secrets.ts';
import type { Vault } from './vault.ts';
import { eventOf } from './write.ts';

/**
 * Decrypts one entry for its owner and records that it was read.
 * @throws {VaultError} ENTRY_NOT_FOUND if no such entry is the caller's; AUDIT_UNAVAILABLE if the reading could not be recorded.
 * @throws {IntegrityError} if it does not open.
 */
export async function reveal(vault: Vault, caller: Caller, id: string): Promise<RevealedEntry> {
  const opener = await openerOf(vault, caller);
  return give(vault, caller, opener, await fetchSealed(vault, caller, id));
}

/**
 * The same for the newest entry of a project and environment that has this variable; of a group, this field alone.
 * @throws as `reveal`.
 */
export async function revealByName(vault: Vault, caller: Caller, wanted: EntryByName): Promise<RevealedEntry> {
  const { name, environment, variable } = wanted;
  const opener = await openerOf(vault, caller);
  const row = await selectSealed(vault, caller)
    .leftJoin('entry_field', (join) =>
      join.onRef('entry_field.entryId', '=', 'entry.id').on('entry_field.name', '=', variable),
    )
    .where('entry.name', '=', name)
    .where('entry.environment', '=', environment)
    .where((eb) => eb.or([eb('category.envVarName', '=', variable), eb('entry_field.id', 'is not', null)]))
    .orderBy('entry.id', 'desc')
    .executeTakeFirst();
  if (row === undefined) throw new VaultError('ENTRY_NOT_FOUND');
  const fields = row.fields?.filter((field) => field.name === variable) ?? null;
  return give(vault, caller, opener, { ...row, fields });
}

async function give(vault: Vault, caller: Caller, opener: Opener, row: SealedRow): Promise<RevealedEntry> {
  const object = { kind: 'entry', id: row.id };
  await opener.catchUp(envelopesIn(row));
  await vault.audit.recordAhead(vault.em, eventOf(vault, caller, 'entry.reveal', { object }));
  demandGenuine(vault, formOf(row));
  const { id, name, environment, fileName } = row;
  return { id, name, environment, fileName, value: answered(openValue(opener, row)) };
}
