import type { Caller } from '#server/auth/caller.ts';
import { newId } from '#server/crypto/ids.ts';
import { query } from '#server/db/query.ts';
import type { Entry, EntryFilter, EntryInput } from '#shared/entries.ts';
import { VaultError } from '#shared/errors.ts';
import { type CategoryForm, demandGenuine } from './categories.ts';
import { selectEntries, toWire } from './entry-rows.ts';
import { envelopesOf, sealField, sealText } from './entry-values.ts';
import { contains } from './search-text.ts';
import { takeDek } from './secrets.ts';
import { parseValue, type Value } from './values.ts';
import { demandWithin, owned, type Vault } from './vault.ts';
import { recordWrite, write } from './write.ts';

/** The caller's entries, newest first; never a value. */
export async function list(vault: Vault, caller: Caller, filter: EntryFilter): Promise<Entry[]> {
  const { categoryId = '', environment = 'production', name = '', search = '', limit = 0, cursor = '' } = filter;
  const rows = await selectEntries(vault, caller)
    .$if(filter.categoryId !== undefined, (q) => q.where('entry.categoryId', '=', categoryId))
    .$if(filter.environment !== undefined, (q) => q.where('entry.environment', '=', environment))
    .$if(filter.name !== undefined, (q) => q.where('entry.name', '=', name))
    .$if(filter.search !== undefined, (q) =>
      q.where((eb) =>
        eb.or([
          contains(eb.ref('entry.name'), search),
          contains(eb.ref('entry.notes'), search),
          contains(eb.ref('category.name'), search),
          contains(eb.ref('category.envVarName'), search),
        ]),
      ),
    )
    .$if(filter.cursor !== undefined, (q) => q.where('entry.id', '<', cursor))
    .$if(filter.limit !== undefined, (q) => q.limit(limit))
    .orderBy('entry.id', 'desc')
    .execute();
  return rows.map(toWire);
}

/** @throws {VaultError} ENTRY_NOT_FOUND if no such entry is the caller's. */
export async function get(vault: Vault, caller: Caller, id: string): Promise<Entry> {
  const row = await selectEntries(vault, caller).where('entry.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new VaultError('ENTRY_NOT_FOUND');
  return toWire(row);
}

/**
 * Seals a value as a new entry.
 * @throws {VaultError} CATEGORY_NOT_FOUND, ENTRY_VALUE_INVALID, or AUTH_SCOPE_REQUIRED outside a key's limits.
 */
export function create(vault: Vault, caller: Caller, input: EntryInput): Promise<Entry> {
  demandWithin(caller, input.name, input.environment);
  return write(vault, caller, async (tx) => {
    const category = await fetchForm(tx, caller, input.categoryId);
    const id = await insert(tx, caller, input, parseValue(category, input.value));
    await recordWrite(tx, caller, 'entry.create', { kind: 'entry', id });
    return get(tx, caller, id);
  });
}

/** Adds an entry in the running write, without recording it. @returns its id. */
export async function insert(
  tx: Vault,
  caller: Caller,
  input: Omit<EntryInput, 'value'>,
  value: Value,
): Promise<string> {
  const { categoryId, name, environment, notes = null, fileName = null } = input;
  const dek = await takeDek(tx, caller, envelopesOf(value));
  const place = { id: newId(), ownerId: caller.userId, categoryId, name, environment };
  const sealed =
    value.kind === 'text' ? sealText(dek, place, 1, value.text) : { envelope: null, fingerprint: null, version: 1 };
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  await query(tx.em)
    .insertInto('entry')
    .values({ ...place, ...sealed, notes, fileName, expiresAt, createdAt: tx.now, updatedAt: tx.now })
    .execute();
  if (value.kind === 'fields') {
    const rows = value.fields.map((field, position) => sealField(dek, place, field, { position }));
    await query(tx.em)
      .insertInto('entry_field')
      .values(rows.map((row) => ({ ...row, ownerId: caller.userId })))
      .execute();
  }
  return place.id;
}

/**
 * Deletes an entry.
 * @throws {VaultError} ENTRY_NOT_FOUND
 */
export function remove(vault: Vault, caller: Caller, id: string): Promise<void> {
  return write(vault, caller, async (tx) => {
    const gone = await query(tx.em)
      .deleteFrom('entry')
      .where(owned(caller, 'entry'))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (gone === undefined) throw new VaultError('ENTRY_NOT_FOUND');
    await recordWrite(tx, caller, 'entry.delete', { kind: 'entry', id });
  });
}

/** The distinct names of the caller's entries, as people sort them. */
export async function projectNames(vault: Vault, caller: Caller): Promise<string[]> {
  const rows = await query(vault.em)
    .selectFrom('entry')
    .where(owned(caller, 'entry'))
    .select('entry.name')
    .distinct()
    .execute();
  return rows.map(({ name }) => name).sort(new Intl.Collator('en').compare);
}

/** @throws {VaultError} CATEGORY_NOT_FOUND if no such category is the caller's. */
export async function fetchForm(vault: Vault, caller: Caller, categoryId: string): Promise<CategoryForm> {
  const row = await query(vault.em)
    .selectFrom('category')
    .select(['id', 'ownerId', 'keyType', 'envVarName', 'fieldDefinitions', 'mac'])
    .where(owned(caller, 'category'))
    .where('id', '=', categoryId)
    .executeTakeFirst();
  if (row === undefined) throw new VaultError('CATEGORY_NOT_FOUND');
  demandGenuine(vault, row);
  return row;
}
