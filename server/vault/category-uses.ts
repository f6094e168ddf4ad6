import { sql } from 'kysely';
import type { Caller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import type { CategoryUse } from '#shared/category-uses.ts';
import { rowsWith } from './row-counts.ts';
import { owned, type Vault } from './vault.ts';

/** What the caller's entries amount to, category by category, in one query; a category without any is left out. */
export async function categoryUses(vault: Vault, caller: Caller): Promise<CategoryUse[]> {
  const rows = await count(vault, caller);
  return rows.map(({ categoryId, expired, nextExpiresAt, changedAt, ...environments }) => ({
    categoryId,
    environments,
    expired,
    nextExpiresAt: nextExpiresAt?.toISOString() ?? null,
    changedAt: changedAt.toISOString(),
  }));
}

function count(vault: Vault, caller: Caller) {
  const { now } = vault;
  return query(vault.em)
    .selectFrom('entry')
    .where(owned(caller, 'entry'))
    .groupBy('categoryId')
    .select((eb) => [
      'categoryId',
      rowsWith(eb('environment', '=', 'development')).as('development'),
      rowsWith(eb('environment', '=', 'staging')).as('staging'),
      rowsWith(eb('environment', '=', 'production')).as('production'),
      rowsWith(eb('environment', '=', 'local')).as('local'),
      rowsWith(eb('expiresAt', '<=', now)).as('expired'),
      sql<Date | null>`min(expires_at) filter (where ${eb('expiresAt', '>', now)})`.as('nextExpiresAt'),
      sql<Date>`max(updated_at)`.as('changedAt'),
    ])
    .execute();
}
