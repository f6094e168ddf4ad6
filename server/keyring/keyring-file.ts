import { constants } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { newId } from '#server/crypto/ids.ts';
import { type KekEntry, type Keks, keksOf, newKek } from '#server/crypto/keks.ts';

const FILE = 'keyring.json';
const OWNER_ALONE = 0o600;
const OTHERS = 0o077;
const DRAFT = /\.[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** The ring cannot be used. The message is one sentence for the operator and never holds a key. */
export class KeyringError extends Error {
  override name = 'KeyringError';
}

/** Primary first, as in `KAGI_ENCRYPTION_KEYS`. */
const ringFile = z.strictObject({ keys: z.array(z.strictObject({ id: z.string(), key: z.string() })) });

/** Where the ring of a data folder stands. */
export function ringPath(dataDir: string): string {
  return join(dataDir, FILE);
}

/**
 * Reads the ring that the data folder holds; null if it holds none.
 * @throws {KeyringError} if others can read the file, or what it holds is no ring.
 */
export async function readRingFile(dataDir: string): Promise<Keks | null> {
  const path = ringPath(dataDir);
  const file = await openIfThere(path);
  if (file === null) return null;
  try {
    await demandPrivate(file, path);
    return ringOf(await file.readFile('utf8'), path);
  } finally {
    await file.close();
  }
}

/**
 * Makes a ring of these keys, or of one new key, on the disk before anything is sealed under it.
 * @throws {KeyringError} if there is one already: another key would lose whatever the first has sealed.
 */
export async function makeRingFile(dataDir: string, entries: readonly KekEntry[] = [newKek()]): Promise<Keks> {
  const path = ringPath(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Not by process id: in containers that share the folder all have the same.
  const draft = `${path}.${newId()}`;
  await writeDurably(draft, textOf(entries));
  try {
    // A link, unlike a rename, never replaces: of two processes that make a ring, one fails.
    await link(draft, path);
  } catch (error) {
    throw new KeyringError(`${path} cannot be made (${codeOf(error)}).`);
  } finally {
    await rm(draft, { force: true });
  }
  await sync(dataDir);
  return keksOf(entries);
}

/**
 * Puts a ring in the place of the one that is there. Whatever happens meanwhile, the file holds either the whole
 * old ring or the whole new one, and once this returns, the new one for good.
 * @throws {KeyringError} if it cannot be written; the old ring stays.
 */
export async function replaceRingFile(dataDir: string, entries: readonly KekEntry[]): Promise<void> {
  // Where the name is a link, what it points to is replaced, and not the link.
  const path = await realpath(ringPath(dataDir)).catch(() => ringPath(dataDir));
  const draft = `${path}.${newId()}`;
  await removeDrafts(path);
  try {
    await writeDurably(draft, textOf(entries));
    await keepOwner(draft, path);
    await rename(draft, path);
    await sync(dirname(path));
  } catch (error) {
    await rm(draft, { force: true });
    throw error instanceof KeyringError ? error : new KeyringError(`${path} cannot be replaced (${codeOf(error)}).`);
  }
}

/** One that was killed while it wrote leaves its draft, and there are keys in it. */
async function removeDrafts(path: string): Promise<void> {
  const names = await readdir(dirname(path));
  for (const name of names.filter((each) => DRAFT.test(each) && each.startsWith(`${basename(path)}.`)))
    await rm(join(dirname(path), name), { force: true });
}

/** A command that root runs must not leave a file that the server's own user cannot read. */
async function keepOwner(draft: string, path: string): Promise<void> {
  const { uid, gid } = await stat(path);
  if (uid === process.getuid?.() && gid === process.getgid?.()) return;
  const file = await open(draft, 'r');
  try {
    await file.chown(uid, gid);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new KeyringError(`${path} cannot be read (${codeOf(error)}).`);
  }
}

async function demandPrivate(file: FileHandle, path: string): Promise<void> {
  const { mode } = await file.stat();
  // Windows knows no such modes.
  if (process.platform === 'win32' || (mode & OTHERS) === 0) return;
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  throw new KeyringError(`${path} is open to others than its owner (mode ${shown}); make it private: chmod 600.`);
}

function ringOf(text: string, path: string): Keks {
  try {
    const { keys } = ringFile.parse(JSON.parse(text));
    return keksOf(keys.map(({ id, key }) => ({ id, hex: key })));
  } catch (error) {
    throw new KeyringError(`${path} ${error instanceof RangeError ? error.message : 'is no ring of keys'}.`);
  }
}

function textOf(entries: readonly KekEntry[]): string {
  return `${JSON.stringify({ keys: entries.map(({ id, hex }) => ({ id, key: hex })) }, null, 2)}\n`;
}

async function writeDurably(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx', OWNER_ALONE);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new KeyringError(`${path} cannot be written (${codeOf(error)}).`);
  }
}

/** A new name in a folder outlives a power cut only once the folder is synced. */
async function sync(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
