import type { Caller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import type { Stats } from '#shared/stats.ts';
import { rows, rowsWith } from './row-counts.ts';
import { owned, type Vault } from './vault.ts';

const SOON_MS = 30 * 24 * 60 * 60 * 1000;

/** Counts what the caller has, within the limits of his key, in one query. */
export async function get(vault: Vault, caller: Caller): Promise<Stats> {
  const row = await count(vault, caller);
  const { totalEntries, expiringSoon, expired } = row;
  const { simple, group, ssh, json } = row;
  const { development, staging, production, local } = row;
  return {
    totalCategories: row.totalCategories ?? 0,
    totalEntries,
    total2fa: row.total2fa ?? 0,
    totalEnvProjects: row.totalEnvProjects ?? 0,
    byKeyType: { simple, group, ssh, json },
    byEnvironment: { development, staging, production, local },
    expiringSoon,
    expired,
  };
}

function count(vault: Vault, caller: Caller) {
  const { now } = vault;
  const soon = new Date(now.getTime() + SOON_MS);
  return query(vault.em)
    .selectFrom('entry')
    .innerJoin('category', 'category.id', 'entry.categoryId')
    .where(owned(caller, 'entry'))
    .select((eb) => [
      rows.as('totalEntries'),
      rowsWith(eb('category.keyType', '=', 'simple')).as('simple'),
      rowsWith(eb('category.keyType', '=', 'group')).as('group'),
      rowsWith(eb('category.keyType', '=', 'ssh')).as('ssh'),
      rowsWith(eb('category.keyType', '=', 'json')).as('json'),
      rowsWith(eb('entry.environment', '=', 'development')).as('development'),
      rowsWith(eb('entry.environment', '=', 'staging')).as('staging'),
      rowsWith(eb('entry.environment', '=', 'production')).as('production'),
      rowsWith(eb('entry.environment', '=', 'local')).as('local'),
      rowsWith(eb('entry.expiresAt', '<=', now)).as('expired'),
      rowsWith(eb.and([eb('entry.expiresAt', '>', now), eb('entry.expiresAt', '<=', soon)])).as('expiringSoon'),
      eb.selectFrom('category').where(owned(caller, 'category')).select(rows.as('rows')).as('totalCategories'),
      eb.selectFrom('two_factor').where(owned(caller, 'two_factor')).select(rows.as('rows')).as('total2fa'),
      eb.selectFrom('env_project').where(owned(caller, 'env_project')).select(rows.as('rows')).as('totalEnvProjects'),
    ])
    .executeTakeFirstOrThrow();
}
