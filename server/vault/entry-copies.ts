import type { Caller } from '#server/auth/caller.ts';
import type { Entry, EntryCopy } from '#shared/entries.ts';
import { invalid } from '#shared/errors.ts';
import { demandGenuine } from './categories.ts';
import { get, insert } from './entries.ts';
import { fetchSealed, formOf, type SealedRow, selectSealed } from './entry-rows.ts';
import { apply } from './entry-updates.ts';
import { openValue } from './entry-values.ts';
import { openerOf } from './secrets.ts';
import type { Value } from './values.ts';
import { demandWithin, type Vault } from './vault.ts';
import { recordWrite, write } from './write.ts';

/**
 * Puts the same secret in another project or environment; it never leaves the server. A single field goes
 * into the newest entry of its category that stands there, or into a new one.
 * @throws {VaultError} ENTRY_NOT_FOUND, VALIDATION_ERROR, or AUTH_SCOPE_REQUIRED outside a key's limits.
 */
export function copy(vault: Vault, caller: Caller, wanted: EntryCopy): Promise<Entry> {
  demandWithin(caller, wanted.name, wanted.environment);
  return write(vault, caller, async (tx) => {
    const source = await fetchSealed(tx, caller, wanted.id);
    const value = await openWanted(tx, caller, source, wanted.field);
    const id = await put(tx, caller, { source, value, wanted });
    return get(tx, caller, id);
  });
}

async function put(tx: Vault, caller: Caller, job: { source: SealedRow; value: Value; wanted: EntryCopy }) {
  const { source, value, wanted } = job;
  const { name, environment } = wanted;
  const target = wanted.field === undefined ? undefined : await fetchTarget(tx, caller, source, wanted);
  if (target !== undefined && value.kind === 'fields') {
    await apply(tx, caller, target, {
      fields: Object.fromEntries(value.fields.map((field) => [field.name, field.text])),
    });
    return target.id;
  }
  const { categoryId, notes, fileName } = source;
  const expiresAt = source.expiresAt?.toISOString() ?? null;
  const id = await insert(tx, caller, { categoryId, name, environment, notes, fileName, expiresAt }, value);
  await recordWrite(tx, caller, 'entry.copy', { kind: 'entry', id });
  return id;
}

async function openWanted(tx: Vault, caller: Caller, source: SealedRow, field: string | undefined): Promise<Value> {
  demandGenuine(tx, formOf(source));
  if (field !== undefined && source.keyType !== 'group')
    throw invalid('field', 'Only the entry of a group has fields.');
  const fields = source.fields?.filter(({ name }) => field === undefined || name === field) ?? null;
  if (field !== undefined && fields?.length === 0) throw invalid('field', 'The entry has no such field.');
  return openValue(await openerOf(tx, caller), { ...source, fields });
}

/** The newest other entry of the same category in the place that a field is copied to. */
function fetchTarget(tx: Vault, caller: Caller, source: SealedRow, wanted: EntryCopy): Promise<SealedRow | undefined> {
  return selectSealed(tx, caller)
    .where('entry.categoryId', '=', source.categoryId)
    .where('entry.name', '=', wanted.name)
    .where('entry.environment', '=', wanted.environment)
    .where('entry.id', '!=', source.id)
    .orderBy('entry.id', 'desc')
    .executeTakeFirst();
}
