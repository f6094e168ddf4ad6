import type { Caller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import type { Entry, EntryChange } from '#shared/entries.ts';
import { invalid, VaultError } from '#shared/errors.ts';
import { type CategoryForm, demandGenuine } from './categories.ts';
import { fetchForm, get } from './entries.ts';
import { updateFields } from './entry-fields.ts';
import { fetchSealed, formOf, type SealedRow } from './entry-rows.ts';
import { type EntryPlace, openValue, sealText } from './entry-values.ts';
import { openerOf, takeDek } from './secrets.ts';
import { parseValue } from './values.ts';
import { demandWithin, owned, type Vault } from './vault.ts';
import { demandMatch, nextUpdatedAt, recordWrite, write } from './write.ts';

/**
 * Changes the given fields of an entry. A value that was not given is never touched, but sealed anew
 * where what it is bound to (category, name, environment) changes.
 * @throws {VaultError} ENTRY_NOT_FOUND, CATEGORY_NOT_FOUND, ENTRY_VALUE_INVALID, PRECONDITION_FAILED, WRITE_CONFLICT.
 */
export function update(vault: Vault, caller: Caller, input: EntryChange): Promise<Entry> {
  return write(vault, caller, async (tx) => {
    const row = await fetchSealed(tx, caller, input.id);
    demandMatch(tx, row.updatedAt);
    const { id: _, ...given } = input;
    if (Object.keys(given).length > 0) await apply(tx, caller, row, given);
    return get(tx, caller, row.id);
  });
}

type Given = Omit<EntryChange, 'id'>;

/** Applies a change to a fetched entry in the running write, and records it. */
export async function apply(tx: Vault, caller: Caller, row: SealedRow, given: Given): Promise<void> {
  await change(tx, caller, row, given);
  await recordWrite(tx, caller, 'entry.update', { kind: 'entry', id: row.id });
}

/** Applies a change to a fetched entry in the running write, without recording it. */
export async function change(tx: Vault, caller: Caller, row: SealedRow, given: Given): Promise<void> {
  const place = await placeAfter(tx, caller, row, given);
  demandWithin(caller, place.name, place.environment);
  const sealed = await sealedAfter(tx, caller, { row, place, given });
  const { name, environment, categoryId } = place;
  const updated = await query(tx.em)
    .updateTable('entry')
    .set({
      ...sealed,
      ...{ name, environment, categoryId },
      ...(given.notes === undefined ? {} : { notes: given.notes }),
      ...(given.fileName === undefined ? {} : { fileName: given.fileName }),
      ...(given.expiresAt === undefined
        ? {}
        : { expiresAt: given.expiresAt === null ? null : new Date(given.expiresAt) }),
      updatedAt: nextUpdatedAt(tx, row.updatedAt),
    })
    .where(owned(caller, 'entry'))
    .where('id', '=', row.id)
    .where('updatedAt', '=', row.updatedAt)
    .where('version', '=', row.version)
    .returning('id')
    .executeTakeFirst();
  if (updated === undefined) throw new VaultError('WRITE_CONFLICT');
}

export type Place = EntryPlace & { form: CategoryForm };

/** Where the entry stands after the change; a new category must have the same key type. */
async function placeAfter(tx: Vault, caller: Caller, row: SealedRow, given: Given): Promise<Place> {
  const isMove = given.categoryId !== undefined && given.categoryId !== row.categoryId;
  const form = isMove ? await fetchForm(tx, caller, given.categoryId ?? row.categoryId) : formOf(row);
  demandGenuine(tx, form);
  if (form.keyType !== row.keyType) throw invalid('categoryId', 'Must be a category of the same key type.');
  const { id, ownerId } = row;
  const { name = row.name, environment = row.environment } = given;
  return { id, ownerId, categoryId: form.id, name, environment, form };
}

type Job = { row: SealedRow; place: Place; given: Given };

/** Seals what the change asks for and returns the entry's new value columns. */
async function sealedAfter(tx: Vault, caller: Caller, job: Job) {
  const { row, place, given } = job;
  const isMove =
    place.categoryId !== row.categoryId || place.name !== row.name || place.environment !== row.environment;
  if (given.value === undefined && given.fields === undefined && !isMove) return {};
  if (row.keyType === 'group') {
    await updateFields(tx, caller, { row, place, isMove, value: given.value, edits: given.fields ?? {} });
    return { version: row.version + 1 };
  }
  if (given.fields !== undefined) throw invalid('fields', 'Only the entry of a group has fields.');
  const value =
    given.value === undefined ? openValue(await openerOf(tx, caller), row) : parseValue(place.form, given.value);
  const dek = await takeDek(tx, caller, 1);
  return value.kind === 'text' ? sealText(dek, place, row.version + 1, value.text) : {};
}
