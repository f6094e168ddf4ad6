import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { newId } from '#server/crypto/ids.ts';
import { BackupError } from './backup-error.ts';

const OWNER_ALONE = 0o600;

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
  try {
    const bytes = await write(draft, chunks);
    // A link, unlike a rename, never replaces.
    await (replaces ? rename(draft, path) : link(draft, path));
    await syncFolder(dirname(path));
    return bytes;
  } catch (error) {
    throw refusal(error, path);
  } finally {
    await rm(draft, { force: true });
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
