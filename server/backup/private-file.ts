import { rmSync } from 'node:fs';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { newId } from '#server/crypto/ids.ts';
import { BackupError } from './backup-error.ts';

const OWNER_ALONE = 0o600;
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * Writes a file for its owner's eyes alone. It gets its name when all of it is on the disk; `replaces` says whether
 * it may take that of another.
 * @returns its size in bytes.
 * @throws {BackupError} if the file is there already, or the folder takes none.
 */
export async function writePrivately(
  path: string,
  chunks: AsyncIterable<Uint8Array | string>,
  { replaces }: { replaces: boolean },
): Promise<number> {
  const draft = `${path}.${newId()}.part`;
  const giveUp = () => {
    rmSync(draft, { force: true });
    process.exit(130);
  };
  process.once('SIGINT', giveUp);
  try {
    const bytes = await write(draft, chunks);
    await (replaces ? rename(draft, path) : nameNew(draft, path));
    await syncFolder(dirname(path));
    return bytes;
  } catch (error) {
    throw refusal(error, path);
  } finally {
    process.off('SIGINT', giveUp);
    await rm(draft, { force: true });
  }
}

/** A link, unlike a rename, never replaces. */
async function nameNew(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && NO_LINKS.has(String(error.code)))) throw error;
    // A stick with FAT knows no links: there the name is taken first, and then the file put in its place.
    await (await open(path, 'wx', OWNER_ALONE)).close();
    await rename(draft, path);
  }
}

async function write(draft: string, chunks: AsyncIterable<Uint8Array | string>): Promise<number> {
  const file = await open(draft, 'wx', OWNER_ALONE);
  try {
    for await (const chunk of chunks) await file.writeFile(chunk);
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

function refusal(error: unknown, path: string): unknown {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error && 'path' in error)) return error;
  if (error.code === 'EEXIST') return new BackupError(`${path} is there already; --force replaces it.`);
  return new BackupError(`${path} cannot be written (${String(error.code)}).`);
}

/** A new name outlives a power cut only once its folder is synced. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle: FileHandle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
