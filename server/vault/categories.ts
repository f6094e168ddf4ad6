import { sql } from 'kysely';
import type { Caller } from '#server/auth/caller.ts';
import type { Field } from '#server/crypto/frame.ts';
import { newId } from '#server/crypto/ids.ts';
import { demandRowMac, rowMac } from '#server/crypto/instance.ts';
import { query } from '#server/db/query.ts';
import type { Category, CategoryChange, CategoryFilter, CategoryInput } from '#shared/categories.ts';
import { invalid, VaultError } from '#shared/errors.ts';
import { contains } from './search-text.ts';
import { demandUnlimited, owned, type Vault } from './vault.ts';
import { demandMatch, nextUpdatedAt, recordWrite, write } from './write.ts';

/** The caller's categories, newest first, each with the number of entries he may see. */
export async function list(vault: Vault, caller: Caller, filter: CategoryFilter): Promise<Category[]> {
  const { search, limit, cursor } = filter;
  const rows = await selected(vault, caller)
    .$if(search !== undefined, (q) =>
      q.where((eb) =>
        eb.or([
          contains(eb.ref('category.name'), search ?? ''),
          contains(eb.ref('category.description'), search ?? ''),
        ]),
      ),
    )
    .$if(cursor !== undefined, (q) => q.where('category.id', '<', cursor ?? ''))
    .$if(limit !== undefined, (q) => q.limit(limit ?? 0))
    .orderBy('category.id', 'desc')
    .execute();
  return rows.map((row) => toWire(vault, row));
}

/** @throws {VaultError} CATEGORY_NOT_FOUND if no such category is the caller's. */
export async function get(vault: Vault, caller: Caller, id: string): Promise<Category> {
  return toWire(vault, await fetch(vault, caller, id));
}

/** @throws {VaultError} CATEGORY_SIMPLE_REQUIRES_ENV_VAR, CATEGORY_GROUP_REQUIRES_FIELDS or VALIDATION_ERROR. */
export function create(vault: Vault, caller: Caller, input: CategoryInput): Promise<Category> {
  return write(vault, caller, async (tx) => {
    const row = await insert(tx, caller, input);
    await recordWrite(tx, caller, 'category.create', { kind: 'category', id: row.id });
    return toWire(tx, { ...row, entryCount: 0 });
  });
}

/** Adds a category in the running write, without recording it. */
export async function insert(tx: Vault, caller: Caller, input: CategoryInput): Promise<CategoryRow> {
  const { name, keyType, icon = null, color = null, description = null } = input;
  const form = formOf(keyType, input);
  const base = { id: newId(), ownerId: caller.userId, keyType, ...form };
  const row = { ...base, name, icon, color, description, createdAt: tx.now, updatedAt: tx.now, mac: macOf(tx, base) };
  await query(tx.em)
    .insertInto('category')
    .values({ ...row, fieldDefinitions: row.fieldDefinitions })
    .execute();
  return row;
}

/**
 * Changes the given fields. On a change of key type the fields of the old type become null.
 * @throws {VaultError} CATEGORY_NOT_FOUND, CATEGORY_KEY_TYPE_IN_USE, PRECONDITION_FAILED or as `create`.
 */
export function update(vault: Vault, caller: Caller, change: CategoryChange): Promise<Category> {
  demandUnlimited(caller);
  return write(vault, caller, async (tx) => {
    const old = await fetch(tx, caller, change.id);
    demandMatch(tx, old.updatedAt);
    const next = changed(old, change);
    if (next === null) return toWire(tx, old);
    if (next.keyType !== old.keyType && old.entryCount > 0) throw new VaultError('CATEGORY_KEY_TYPE_IN_USE');
    const row = { ...next, updatedAt: nextUpdatedAt(tx, old.updatedAt), mac: macOf(tx, next) };
    await replace(tx, caller, old, row);
    await recordWrite(tx, caller, 'category.update', { kind: 'category', id: row.id });
    return toWire(tx, row);
  });
}

/**
 * Deletes a category with all its entries.
 * @throws {VaultError} CATEGORY_NOT_FOUND
 */
export function remove(vault: Vault, caller: Caller, id: string): Promise<void> {
  demandUnlimited(caller);
  return write(vault, caller, async (tx) => {
    const gone = await query(tx.em)
      .deleteFrom('category')
      .where(owned(caller, 'category'))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (gone === undefined) throw new VaultError('CATEGORY_NOT_FOUND');
    await recordWrite(tx, caller, 'category.delete', { kind: 'category', id });
  });
}

/**
 * What the rules need of a category before a value of it is taken or given.
 * @throws {IntegrityError} if its key type, variable or field names were changed past the server.
 */
export function demandGenuine(vault: Vault, row: CategoryForm): void {
  demandRowMac(vault.keyring.instance, row.mac, { table: 'category', rowId: row.id }, macFields(row));
}

export type CategoryForm = Pick<CategoryRow, 'id' | 'ownerId' | 'keyType' | 'envVarName' | 'fieldDefinitions' | 'mac'>;

type CategoryRow = Omit<Category, 'userId' | 'entryCount' | 'createdAt' | 'updatedAt'> & {
  ownerId: string;
  createdAt: Date;
  updatedAt: Date;
  mac: string;
};
type CountedRow = CategoryRow & { entryCount: number };

function selected(vault: Vault, caller: Caller) {
  return query(vault.em)
    .selectFrom('category')
    .selectAll('category')
    .select((eb) =>
      eb
        .selectFrom('entry')
        .whereRef('entry.categoryId', '=', 'category.id')
        .where(owned(caller, 'entry'))
        .select(sql<number>`count(*)::int`.as('count'))
        .as('entryCount'),
    )
    .where(owned(caller, 'category'));
}

async function fetch(vault: Vault, caller: Caller, id: string): Promise<CountedRow> {
  const row = await selected(vault, caller).where('category.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new VaultError('CATEGORY_NOT_FOUND');
  return { ...row, entryCount: row.entryCount ?? 0 };
}

/** The fields that a key type takes; all others are null. */
function formOf(keyType: Category['keyType'], input: Pick<CategoryInput, 'envVarName' | 'fieldDefinitions'>) {
  const { envVarName = null, fieldDefinitions = null } = input;
  if (keyType !== 'simple' && envVarName !== null) throw invalid('envVarName', 'Only a simple category takes it.');
  if (keyType !== 'group' && fieldDefinitions !== null) {
    throw invalid('fieldDefinitions', 'Only a group category takes them.');
  }
  if (keyType === 'simple' && envVarName === null) {
    throw invalid('envVarName', 'A simple category needs it.', 'CATEGORY_SIMPLE_REQUIRES_ENV_VAR');
  }
  if (fieldDefinitions?.length === 0) {
    throw invalid('fieldDefinitions', 'Must have at least one name.', 'CATEGORY_GROUP_REQUIRES_FIELDS');
  }
  return { envVarName, fieldDefinitions };
}

/** The row after a change, or null if nothing differs. */
function changed(old: CountedRow, change: CategoryChange): CountedRow | null {
  const { id: _, ...given } = change;
  if (Object.keys(given).length === 0) return null;
  const keyType = given.keyType ?? old.keyType;
  const kept = keyType === old.keyType ? old : { envVarName: null, fieldDefinitions: null };
  const form = formOf(keyType, {
    envVarName: given.envVarName === undefined ? kept.envVarName : given.envVarName,
    fieldDefinitions: given.fieldDefinitions === undefined ? kept.fieldDefinitions : given.fieldDefinitions,
  });
  return {
    ...old,
    ...form,
    keyType,
    name: given.name ?? old.name,
    icon: given.icon === undefined ? old.icon : given.icon,
    color: given.color === undefined ? old.color : given.color,
    description: given.description === undefined ? old.description : given.description,
  };
}

async function replace(tx: Vault, caller: Caller, old: CategoryRow, row: CountedRow): Promise<void> {
  const { name, keyType, envVarName, fieldDefinitions, icon, color, description, updatedAt, mac } = row;
  const columns = { name, keyType, envVarName, icon, color, description, updatedAt, mac };
  const replaced = await query(tx.em)
    .updateTable('category')
    .set({ ...columns, fieldDefinitions: fieldDefinitions })
    .where(owned(caller, 'category'))
    .where('id', '=', old.id)
    .where('updatedAt', '=', old.updatedAt)
    .returning('id')
    .executeTakeFirst();
  if (replaced === undefined) throw new VaultError('WRITE_CONFLICT');
}

function toWire(vault: Vault, row: Omit<CountedRow, 'entryCount'> & { entryCount: number | null }): Category {
  demandGenuine(vault, row);
  const { ownerId, mac: _, createdAt, updatedAt, entryCount, ...rest } = row;
  return {
    ...rest,
    userId: ownerId,
    entryCount: entryCount ?? 0,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function macOf(vault: Vault, row: Omit<CategoryForm, 'mac'>): string {
  return rowMac(vault.keyring.instance, 'category', macFields(row));
}

function macFields({ id, ownerId, keyType, envVarName, fieldDefinitions }: Omit<CategoryForm, 'mac'>): Field[] {
  return [id, ownerId, keyType, envVarName, fieldDefinitions?.length ?? null, ...(fieldDefinitions ?? [])];
}
