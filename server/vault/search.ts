import { sql } from 'kysely';
import type { Caller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import type { Scope } from '#shared/scopes.ts';
import type { Hits } from '#shared/search.ts';
import { owned, type Vault } from './vault.ts';

/**
 * Finds a text in the names of the whole vault, best first: equal, then beginning with it, then holding it.
 * Looks only at nouns that `mayRead` allows; never at values, notes or descriptions.
 */
export async function search(
  vault: Vault,
  caller: Caller,
  wanted: { q: string; limit: number },
  mayRead: (scope: Scope) => boolean,
): Promise<Hits> {
  const needle = wanted.q;
  const sources = [
    ...(mayRead('categories:read') ? [categories(caller, needle)] : []),
    ...(mayRead('entries:read') ? [entries(caller, needle), projects(caller, needle)] : []),
    ...(mayRead('envs:read') ? [envProjects(caller, needle)] : []),
    ...(mayRead('2fa:read') ? [tokens(caller, needle)] : []),
  ];
  const found = await sql<Hits[number]>`
    select kind, id, name, detail from (${sql.join(sources, sql` union all `)}) as hit
    order by rank, length(name), name, id desc limit ${wanted.limit}`.execute(query(vault.em));
  return found.rows.map(({ kind, id, name, detail }) => ({ kind, id, name, detail }));
}

/** 0 equal, 1 begins with it, 2 holds it; null where it is not in any of the texts. */
function rank(needle: string, texts: readonly string[]) {
  const each = texts.map((text) => {
    const column = sql.raw(text);
    const at = sql`strpos(lower(${column}), lower(${needle}))`;
    return sql`case when ${at} > 1 then 2 when ${at} = 0 then null
      when lower(${column}) = lower(${needle}) then 0 when ${at} = 1 then 1 end`;
  });
  return sql`least(${sql.join(each)})`;
}

function categories(caller: Caller, needle: string) {
  const found = rank(needle, ['category.name', 'category.env_var_name', 'category.field_definitions::text']);
  return sql`select 'category' as kind, category.id::text as id, category.name, category.env_var_name as detail,
    ${found} as rank from category where ${owned(caller, 'category')} and ${found} is not null`;
}

function entries(caller: Caller, needle: string) {
  const found = rank(needle, [
    'entry.name',
    'category.name',
    'category.env_var_name',
    `(select string_agg(entry_field.name, ' ') from entry_field where entry_field.entry_id = entry.id)`,
  ]);
  return sql`select 'entry' as kind, entry.id::text as id, entry.name,
    concat_ws(' · ', coalesce(category.env_var_name, category.name), entry.environment) as detail, ${found} as rank
    from entry join category on category.id = entry.category_id
    where ${owned(caller, 'entry')} and ${found} is not null`;
}

function projects(caller: Caller, needle: string) {
  const found = rank(needle, ['entry.name']);
  return sql`select distinct 'project' as kind, entry.name as id, entry.name, null as detail, ${found} as rank
    from entry where ${owned(caller, 'entry')} and ${found} is not null`;
}

function envProjects(caller: Caller, needle: string) {
  const found = rank(needle, ['env_project.name']);
  return sql`select 'envProject' as kind, env_project.id::text as id, env_project.name, null as detail, ${found} as rank
    from env_project where ${owned(caller, 'env_project')} and ${found} is not null`;
}

function tokens(caller: Caller, needle: string) {
  const found = rank(needle, ['two_factor.service', 'two_factor.account_name', 'two_factor.issuer']);
  return sql`select 'twoFactor' as kind, two_factor.id::text as id, two_factor.service as name,
    two_factor.account_name as detail, ${found} as rank
    from two_factor where ${owned(caller, 'two_factor')} and ${found} is not null`;
}
