import type { Caller } from '#server/auth/caller.ts';
import type { Place } from '#server/crypto/envelope.ts';
import { query } from '#server/db/query.ts';
import type { EnvFile } from '#shared/envs.ts';
import { VaultError } from '#shared/errors.ts';
import { owned, type Vault } from './vault.ts';

/** The files of one of the caller's projects; without their content. A key's limits to projects bind through the project. */
export function selectFiles(vault: Vault, caller: Caller, projectId: string) {
  return query(vault.em)
    .selectFrom('env_file')
    .innerJoin('env_project', 'env_project.id', 'env_file.projectId')
    .where(owned(caller, 'env_file'))
    .where(owned(caller, 'env_project'))
    .where('env_file.projectId', '=', projectId)
    .select([
      'env_file.id',
      'env_file.ownerId',
      'env_file.projectId',
      'env_file.fileType',
      'env_file.size',
      'env_file.version',
      'env_file.createdAt',
      'env_file.updatedAt',
    ]);
}

/** The same with what opens the content: for rules that give or move it, never for lists. */
export function selectSealed(vault: Vault, caller: Caller, projectId: string) {
  return selectFiles(vault, caller, projectId).select(['env_file.envelope', 'env_project.name as projectName']);
}

export type FileRow = Awaited<ReturnType<ReturnType<typeof selectFiles>['execute']>>[number];

/** @throws {VaultError} ENV_PROJECT_NOT_FOUND if no such project is the caller's. */
export async function fetchProjectName(vault: Vault, caller: Caller, id: string): Promise<string> {
  const project = await query(vault.em)
    .selectFrom('env_project')
    .select('name')
    .where(owned(caller, 'env_project'))
    .where('id', '=', id)
    .executeTakeFirst();
  if (project === undefined) throw new VaultError('ENV_PROJECT_NOT_FOUND');
  return project.name;
}

/** Where a content is sealed. Project name and type are in it, since an access key may be limited by them. */
export function contentPlace(file: Omit<FileRow, 'size' | 'createdAt' | 'updatedAt'> & { projectName: string }): Place {
  const { id, ownerId, version, projectId, projectName, fileType } = file;
  const within = [projectId, projectName, fileType];
  return { table: 'env_file', rowId: id, ownerId, column: 'envelope', version, within };
}

export function toWire({ id, projectId, fileType, size, createdAt, updatedAt }: FileRow): EnvFile {
  const at = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id, projectId, fileType, size, ...at };
}
