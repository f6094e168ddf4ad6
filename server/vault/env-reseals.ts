import type { Caller } from '#server/auth/caller.ts';
import { seal } from '#server/crypto/envelope.ts';
import { query } from '#server/db/query.ts';
import { contentPlace, selectSealed } from './env-file-rows.ts';
import { openerOf, takeDek } from './secrets.ts';
import type { Vault } from './vault.ts';

/**
 * Seals the files of a project for its new name, which the running write has stored already. The content
 * leaves for nobody, so that nothing but the renaming is recorded.
 * @throws {IntegrityError} if a file does not open.
 */
export async function resealFiles(
  tx: Vault,
  caller: Caller,
  project: { id: string; name: string },
  newName: string,
): Promise<void> {
  const files = await selectSealed(tx, caller, project.id).execute();
  if (files.length === 0) return;
  const opener = await openerOf(tx, caller);
  const dek = await takeDek(tx, caller, files.length);
  for (const file of files) {
    const content = opener.open(contentPlace({ ...file, projectName: project.name }), file.envelope);
    const next = { ...file, projectName: newName, version: file.version + 1 };
    await query(tx.em)
      .updateTable('env_file')
      .set({ version: next.version, envelope: seal(dek, contentPlace(next), content) })
      .where('id', '=', file.id)
      .execute();
  }
}
