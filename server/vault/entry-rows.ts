import { sql } from 'kysely';
import type { Caller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import type { Entry } from '#shared/entries.ts';
import { VaultError } from '#shared/errors.ts';
import type { CategoryForm } from './categories.ts';
import { owned, type Vault } from './vault.ts';

/** The caller's entries with what they show of their category; without any secret. */
export function selectEntries(vault: Vault, caller: Caller) {
  return query(vault.em)
    .selectFrom('entry')
    .innerJoin('category', 'category.id', 'entry.categoryId')
    .where(owned(caller, 'entry'))
    .select([
      'entry.id',
      'entry.ownerId',
      'entry.categoryId',
      'entry.name',
      'entry.environment',
      'entry.notes',
      'entry.fileName',
      'entry.expiresAt',
      'entry.createdAt',
      'entry.updatedAt',
      'category.name as categoryName',
      'category.keyType',
      'category.envVarName',
      'category.fieldDefinitions',
      'category.icon',
      'category.color',
    ]);
}

/** The same with what opens the value: for rules that seal or give it, never for lists. */
export function selectSealed(vault: Vault, caller: Caller) {
  return selectEntries(vault, caller).select([
    'entry.envelope',
    'entry.fingerprint',
    'entry.version',
    'category.mac as categoryMac',
    'category.ownerId as categoryOwnerId',
  ]);
}

export type EntryRow = Awaited<ReturnType<ReturnType<typeof selectEntries>['execute']>>[number];
export type SealedRow = Awaited<ReturnType<ReturnType<typeof selectSealed>['execute']>>[number];

/** @throws {VaultError} ENTRY_NOT_FOUND if no such entry is the caller's. */
export async function fetchSealed(vault: Vault, caller: Caller, id: string): Promise<SealedRow> {
  const row = await selectSealed(vault, caller).where('entry.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new VaultError('ENTRY_NOT_FOUND');
  return row;
}

/** One field of a group, sealed. */
export type FieldRow = {
  id: string;
  entryId: string;
  name: string;
  position: number;
  envelope: string;
  fingerprint: string;
  version: number;
};

/** The sealed fields of some group entries, by entry, each list in the order its fields were given. */
export async function fetchFields(vault: Vault, entryIds: readonly string[]): Promise<Map<string, FieldRow[]>> {
  if (entryIds.length === 0) return new Map();
  const rows = await query(vault.em)
    .selectFrom('entry_field')
    .select(['id', 'entryId', 'name', 'position', 'envelope', 'fingerprint', 'version'])
    .where(sql<boolean>`entry_id = any(${[...entryIds]}::uuid[])`)
    .orderBy('entryId')
    .orderBy('position')
    .execute();
  return Map.groupBy(rows, (row) => row.entryId);
}

/** The form of the category that an entry's row carries along. */
export function formOf(row: SealedRow): CategoryForm {
  const { categoryId, categoryOwnerId, categoryMac, keyType, envVarName, fieldDefinitions } = row;
  return { id: categoryId, ownerId: categoryOwnerId, keyType, envVarName, fieldDefinitions, mac: categoryMac };
}

export function toWire(row: EntryRow): Entry {
  const { categoryId, keyType, envVarName, fieldDefinitions, icon, color } = row;
  return {
    id: row.id,
    categoryId,
    name: row.name,
    environment: row.environment,
    notes: row.notes,
    fileName: row.fileName,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    category: { id: categoryId, name: row.categoryName, keyType, envVarName, fieldDefinitions, icon, color },
  };
}
