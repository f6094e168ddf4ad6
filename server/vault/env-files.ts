import type { Caller } from '#server/auth/caller.ts';
import { seal } from '#server/crypto/envelope.ts';
import { newId } from '#server/crypto/ids.ts';
import { query } from '#server/db/query.ts';
import type { EnvFile, EnvFileFilter, EnvFileInput, EnvFileRef, RevealedEnvFile } from '#shared/envs.ts';
import { VaultError } from '#shared/errors.ts';
import { utf8Bytes } from '#shared/text.ts';
import { contentPlace, type FileRow, fetchProjectName, selectFiles, selectSealed, toWire } from './env-file-rows.ts';
import { openerOf, takeDek } from './secrets.ts';
import { demandWithin, owned, type Vault } from './vault.ts';
import { demandMatch, eventOf, nextUpdatedAt, recordWrite, write } from './write.ts';

/**
 * The files of an env project, newest first, without their content.
 * @throws {VaultError} ENV_PROJECT_NOT_FOUND if no such project is the caller's.
 */
export async function list(vault: Vault, caller: Caller, filter: EnvFileFilter): Promise<EnvFile[]> {
  const { id, limit = 0, cursor = '' } = filter;
  await fetchProjectName(vault, caller, id);
  const rows = await selectFiles(vault, caller, id)
    .$if(filter.cursor !== undefined, (q) => q.where('env_file.id', '<', cursor))
    .$if(filter.limit !== undefined, (q) => q.limit(limit))
    .orderBy('env_file.id', 'desc')
    .execute();
  return rows.map(toWire);
}

/** What came of putting a file: whether it is new, or took the place of the one of its type. */
export type Put = { file: EnvFile; isNew: boolean };

/**
 * Seals a content as the project's file of that type; one that is there keeps its id and `createdAt`.
 * @throws {VaultError} ENV_PROJECT_NOT_FOUND, PRECONDITION_FAILED, WRITE_CONFLICT, or AUTH_SCOPE_REQUIRED outside a key's limits.
 */
export function put(vault: Vault, caller: Caller, input: EnvFileInput): Promise<Put> {
  return write(vault, caller, async (tx) => {
    const dek = await takeDek(tx, caller, 1);
    const projectName = await fetchProjectName(tx, caller, input.id);
    demandWithin(caller, projectName, environmentOf(input.fileType));
    const old = await selectFiles(tx, caller, input.id)
      .where('env_file.fileType', '=', input.fileType)
      .executeTakeFirst();
    if (old === undefined && tx.ifMatch !== null) throw new VaultError('PRECONDITION_FAILED');
    if (old !== undefined) demandReplaceable(tx, old);
    const row = rowAfter(tx, caller, input, old);
    const envelope = seal(dek, contentPlace({ ...row, projectName }), input.content);
    await (old === undefined ? insert(tx, row, envelope) : replace(tx, old, row, envelope));
    const action = old === undefined ? 'env-file.create' : 'env-file.update';
    await recordWrite(tx, caller, action, { kind: 'env-file', id: row.id });
    return { file: toWire(row), isNew: old === undefined };
  });
}

/**
 * Deletes a file of a project.
 * @throws {VaultError} ENV_FILE_NOT_FOUND
 */
export function remove(vault: Vault, caller: Caller, { id, fileId }: EnvFileRef): Promise<void> {
  return write(vault, caller, async (tx) => {
    const gone = await query(tx.em)
      .deleteFrom('env_file')
      .where(owned(caller, 'env_file'))
      .where('id', '=', fileId)
      .where('projectId', 'in', (eb) =>
        eb.selectFrom('env_project').select('env_project.id').where(owned(caller, 'env_project')).where('id', '=', id),
      )
      .returning('id')
      .executeTakeFirst();
    if (gone === undefined) throw new VaultError('ENV_FILE_NOT_FOUND');
    await recordWrite(tx, caller, 'env-file.delete', { kind: 'env-file', id: fileId });
  });
}

/**
 * Decrypts one file for its owner and records that it was read. `updatedAt` tells which revision it is.
 * @throws {VaultError} ENV_FILE_NOT_FOUND or AUDIT_UNAVAILABLE.
 * @throws {IntegrityError} if it does not open.
 */
export async function reveal(
  vault: Vault,
  caller: Caller,
  { id, fileId }: EnvFileRef,
): Promise<{ file: RevealedEnvFile; updatedAt: Date }> {
  // The keys first: a wipe in between then finds no file, rather than a file without its key.
  const opener = await openerOf(vault, caller);
  const row = await selectSealed(vault, caller, id).where('env_file.id', '=', fileId).executeTakeFirst();
  if (row === undefined) throw new VaultError('ENV_FILE_NOT_FOUND');
  await opener.catchUp([row.envelope]);
  const object = { kind: 'env-file', id: row.id };
  await vault.audit.recordAhead(vault.em, eventOf(vault, caller, 'env-file.reveal', { object }));
  const { projectId, fileType, updatedAt } = row;
  const content = opener.open(contentPlace(row), row.envelope);
  return { file: { id: row.id, projectId, fileType, content }, updatedAt };
}

/** The environment that a file's type names: a key that is limited to some may touch no other. */
function environmentOf(fileType: string): string | null {
  return fileType.startsWith('env.') ? fileType.slice('env.'.length) : null;
}

function rowAfter(
  tx: Vault,
  caller: Caller,
  { id, fileType, content }: EnvFileInput,
  old: FileRow | undefined,
): FileRow {
  const size = utf8Bytes(content);
  if (old) return { ...old, size, version: old.version + 1, updatedAt: nextUpdatedAt(tx, old.updatedAt) };
  const at = { createdAt: tx.now, updatedAt: tx.now };
  return { id: newId(), ownerId: caller.userId, projectId: id, fileType, size, version: 1, ...at };
}

function demandReplaceable(tx: Vault, { updatedAt }: FileRow): void {
  if (tx.mustBeNew) throw new VaultError('PRECONDITION_FAILED', { message: 'A file of this type is there already.' });
  demandMatch(tx, updatedAt);
}

async function insert(tx: Vault, row: FileRow, envelope: string): Promise<void> {
  await query(tx.em)
    .insertInto('env_file')
    .values({ ...row, envelope })
    .execute();
}

async function replace(tx: Vault, old: FileRow, { size, version, updatedAt }: FileRow, envelope: string) {
  const replaced = await query(tx.em)
    .updateTable('env_file')
    .set({ size, version, updatedAt, envelope })
    .where('id', '=', old.id)
    .where('updatedAt', '=', old.updatedAt)
    .where('version', '=', old.version)
    .returning('id')
    .executeTakeFirst();
  if (replaced === undefined) throw new VaultError('WRITE_CONFLICT');
}
