import type { Caller } from '#server/auth/caller.ts';
import { type Db, query } from '#server/db/query.ts';
import { id as uuid } from '#shared/text.ts';
import { owned, type Vault } from './vault.ts';

/** What the objects of some events are called today, by kind and id. */
export type Labels = { of(kind: string, id: string | null): string | null };

type Labelled = { objectKind: string | null; objectId: string | null };

/**
 * Looks up what the objects of some events are called today. Only rows of the caller that still exist
 * have a name, and for a limited key only those within its limits.
 */
export async function fetchLabels(vault: Vault, caller: Caller, events: readonly Labelled[]): Promise<Labels> {
  const labels = new Map<string, string>();
  for (const [kind, select] of Object.entries(NAMES)) {
    const ids = idsOf(events, kind);
    if (ids.length === 0) continue;
    for (const { id, label } of await select(query(vault.em), caller, ids)) labels.set(`${kind} ${id}`, label);
  }
  return { of: (kind, id) => labels.get(`${kind} ${id}`) ?? null };
}

function idsOf(events: readonly Labelled[], kind: string): string[] {
  const ids = events.flatMap(({ objectKind, objectId }) => (objectKind === kind && objectId ? [objectId] : []));
  // A log that was written past the server may hold anything, and the database refuses what is no UUID.
  return [...new Set(ids)].filter((id) => uuid.safeParse(id).success);
}

type Select = (db: Db, caller: Caller, ids: readonly string[]) => Promise<{ id: string; label: string }[]>;

const NAMES: Readonly<Record<string, Select>> = {
  category: (db, caller, ids) =>
    db
      .selectFrom('category')
      .select(['id', 'name as label'])
      .where(owned(caller, 'category'))
      .where('id', 'in', ids)
      .execute(),
  entry: (db, caller, ids) =>
    db
      .selectFrom('entry')
      .select(['id', 'name as label'])
      .where(owned(caller, 'entry'))
      .where('id', 'in', ids)
      .execute(),
  'two-factor': (db, caller, ids) =>
    db
      .selectFrom('two_factor')
      .select(['id', 'service as label'])
      .where(owned(caller, 'two_factor'))
      .where('id', 'in', ids)
      .execute(),
  'env-project': (db, caller, ids) =>
    db
      .selectFrom('env_project')
      .select(['id', 'name as label'])
      .where(owned(caller, 'env_project'))
      .where('id', 'in', ids)
      .execute(),
  'env-file': async (db, caller, ids) => {
    const files = await db
      .selectFrom('env_file')
      .innerJoin('env_project', 'env_project.id', 'env_file.projectId')
      .select(['env_file.id', 'env_file.fileType', 'env_project.name'])
      .where(owned(caller, 'env_file'))
      .where(owned(caller, 'env_project'))
      .where('env_file.id', 'in', ids)
      .execute();
    return files.map(({ id, fileType, name }) => ({ id, label: `${name}/${fileType}` }));
  },
  'access-key': (db, caller, ids) =>
    db
      .selectFrom('access_key')
      .select(['id', 'name as label'])
      .where(owned(caller, 'access_key'))
      .where('id', 'in', ids)
      .execute(),
  account: (db, caller, ids) =>
    db
      .selectFrom('user_account')
      .select(['id', 'email as label'])
      .where('id', '=', caller.userId)
      .where('id', 'in', ids)
      .execute(),
};
