import { sql } from 'kysely';
import type { Caller } from '#server/auth/caller.ts';
import { newId } from '#server/crypto/ids.ts';
import { query } from '#server/db/query.ts';
import type {
  EnvProject,
  EnvProjectChange,
  EnvProjectFilter,
  EnvProjectInput,
  EnvProjectWithFiles,
} from '#shared/envs.ts';
import { VaultError } from '#shared/errors.ts';
import { selectFiles, toWire as toFile } from './env-file-rows.ts';
import { resealFiles } from './env-reseals.ts';
import { contains } from './search-text.ts';
import { takeDek } from './secrets.ts';
import { demandWithin, owned, type Vault } from './vault.ts';
import { demandMatch, nextUpdatedAt, recordWrite, write } from './write.ts';

/** The caller's env projects, newest first, each with the number of files he may see. */
export async function list(vault: Vault, caller: Caller, filter: EnvProjectFilter): Promise<EnvProject[]> {
  const { search = '', limit = 0, cursor = '' } = filter;
  const rows = await selectProjects(vault, caller)
    .$if(filter.search !== undefined, (q) =>
      q.where((eb) =>
        eb.or([contains(eb.ref('env_project.name'), search), contains(eb.ref('env_project.description'), search)]),
      ),
    )
    .$if(filter.cursor !== undefined, (q) => q.where('env_project.id', '<', cursor))
    .$if(filter.limit !== undefined, (q) => q.limit(limit))
    .orderBy('env_project.id', 'desc')
    .execute();
  return rows.map(toWire);
}

/**
 * One env project with its files, without their content.
 * @throws {VaultError} ENV_PROJECT_NOT_FOUND if no such project is the caller's.
 */
export async function get(vault: Vault, caller: Caller, id: string): Promise<EnvProjectWithFiles> {
  const project = await fetchProject(vault, caller, id);
  const files = await selectFiles(vault, caller, id).orderBy('env_file.id', 'desc').execute();
  return { ...toWire(project), fileCount: files.length, files: files.map(toFile) };
}

/** @throws {VaultError} AUTH_SCOPE_REQUIRED outside a key's limits; a project spans all environments. */
export async function create(vault: Vault, caller: Caller, input: EnvProjectInput): Promise<EnvProject> {
  demandWithin(caller, input.name, null);
  return write(vault, caller, async (tx) => {
    const { name, description = null } = input;
    const at = { createdAt: tx.now, updatedAt: tx.now };
    const row = { id: newId(), ownerId: caller.userId, name, description, ...at };
    await query(tx.em).insertInto('env_project').values(row).execute();
    await recordWrite(tx, caller, 'env-project.create', { kind: 'env-project', id: row.id });
    return toWire({ ...row, fileCount: 0 });
  });
}

/**
 * Changes the given fields; under a new name the files are sealed anew.
 * @throws {VaultError} ENV_PROJECT_NOT_FOUND, PRECONDITION_FAILED, WRITE_CONFLICT, or AUTH_SCOPE_REQUIRED outside a key's limits.
 */
export function update(vault: Vault, caller: Caller, change: EnvProjectChange): Promise<EnvProject> {
  return write(vault, caller, async (tx) => {
    const old = await fetchProject(tx, caller, change.id);
    demandMatch(tx, old.updatedAt);
    const { id, ...given } = change;
    if (Object.keys(given).length === 0) return toWire(old);
    const { name = old.name, description = old.description } = given;
    demandWithin(caller, name, null);
    const row = { ...old, name, description, updatedAt: nextUpdatedAt(tx, old.updatedAt) };
    const isRenamed = name !== old.name;
    // Whoever writes a file holds this lock while he reads the name it is sealed under.
    if (isRenamed) await takeDek(tx, caller, 0);
    await replace(tx, caller, old, row);
    if (isRenamed) await resealFiles(tx, caller, old, name);
    await recordWrite(tx, caller, 'env-project.update', { kind: 'env-project', id });
    return toWire(row);
  });
}

/**
 * Deletes an env project with its files.
 * @throws {VaultError} ENV_PROJECT_NOT_FOUND, or AUTH_SCOPE_REQUIRED for a key limited to environments.
 */
export function remove(vault: Vault, caller: Caller, id: string): Promise<void> {
  return write(vault, caller, async (tx) => {
    const gone = await query(tx.em)
      .deleteFrom('env_project')
      .where(owned(caller, 'env_project'))
      .where('id', '=', id)
      .returning('name')
      .executeTakeFirst();
    if (gone === undefined) throw new VaultError('ENV_PROJECT_NOT_FOUND');
    demandWithin(caller, gone.name, null);
    await recordWrite(tx, caller, 'env-project.delete', { kind: 'env-project', id });
  });
}

function selectProjects(vault: Vault, caller: Caller) {
  return query(vault.em)
    .selectFrom('env_project')
    .selectAll('env_project')
    .select((eb) =>
      eb
        .selectFrom('env_file')
        .whereRef('env_file.projectId', '=', 'env_project.id')
        .where(owned(caller, 'env_file'))
        .select(sql<number>`count(*)::int`.as('count'))
        .as('fileCount'),
    )
    .where(owned(caller, 'env_project'));
}

type ProjectRow = Awaited<ReturnType<ReturnType<typeof selectProjects>['execute']>>[number];

async function fetchProject(vault: Vault, caller: Caller, id: string): Promise<ProjectRow> {
  const row = await selectProjects(vault, caller).where('env_project.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new VaultError('ENV_PROJECT_NOT_FOUND');
  return row;
}

async function replace(tx: Vault, caller: Caller, old: ProjectRow, row: ProjectRow): Promise<void> {
  const { name, description, updatedAt } = row;
  const replaced = await query(tx.em)
    .updateTable('env_project')
    .set({ name, description, updatedAt })
    .where(owned(caller, 'env_project'))
    .where('id', '=', old.id)
    .where('updatedAt', '=', old.updatedAt)
    .returning('id')
    .executeTakeFirst();
  if (replaced === undefined) throw new VaultError('WRITE_CONFLICT');
}

function toWire(row: ProjectRow): EnvProject {
  const { id, ownerId, name, description, fileCount, createdAt, updatedAt } = row;
  return {
    ...{ id, userId: ownerId, name, description },
    fileCount: fileCount ?? 0,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
