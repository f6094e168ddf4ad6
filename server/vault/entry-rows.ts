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

/**
 * The same with what opens the value: for rules that seal or give it, never for lists. Fields come in the
 * same statement as their entry, so that a change in between cannot part them.
 */
export function selectSealed(vault: Vault, caller: Caller) {
  return selectEntries(vault, caller).select([
    'entry.envelope',
    'entry.fingerprint',
    'entry.version',
    'category.mac as categoryMac',
    'category.ownerId as categoryOwnerId',
    fieldsInOrder.as('fields'),
  ]);
}

/** The sealed fields of a group in the order they were given; null for all else. */
const fieldsInOrder = sql<FieldRow[] | null>`case when category.key_type = 'group' then coalesce((
  select json_agg(json_build_object('id', id, 'name', name, 'position', position, 'envelope', envelope,
    'fingerprint', fingerprint, 'version', version) order by position)
  from entry_field where entry_id = entry.id), '[]') end`;

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
  name: string;
  position: number;
  envelope: string;
  fingerprint: string;
  version: number;
};

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
