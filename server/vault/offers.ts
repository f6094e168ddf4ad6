import type { Offer } from '#server/ai/picker.ts';
import type { Caller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import { owned, type Vault } from './vault.ts';

/** The names of all entries that the caller may see, newest first: all that a picker gets to know of a vault. */
export async function fetchOffers(vault: Vault, caller: Caller): Promise<Offer[]> {
  const fields = await fetchFieldNames(vault, caller);
  const rows = await query(vault.em)
    .selectFrom('entry')
    .innerJoin('category', 'category.id', 'entry.categoryId')
    .where(owned(caller, 'entry'))
    .select([
      'entry.id',
      'entry.name',
      'entry.environment',
      'category.name as category',
      'category.keyType',
      'category.envVarName',
    ])
    .orderBy('entry.id', 'desc')
    .execute();
  return rows.map(({ envVarName, ...row }) => ({
    ...row,
    variables: row.keyType === 'group' ? (fields.get(row.id) ?? []) : envVarName === null ? [] : [envVarName],
  }));
}

async function fetchFieldNames(vault: Vault, caller: Caller): Promise<Map<string, string[]>> {
  const rows = await query(vault.em)
    .selectFrom('entry_field')
    .innerJoin('entry', 'entry.id', 'entry_field.entryId')
    .where(owned(caller, 'entry'))
    .select(['entry_field.entryId', 'entry_field.name'])
    .orderBy('entry_field.position')
    .execute();
  const grouped = Map.groupBy(rows, (row) => row.entryId);
  return new Map([...grouped].map(([entryId, ofIt]) => [entryId, ofIt.map(({ name }) => name)]));
}
