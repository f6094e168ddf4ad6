import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FolderError } from './folder-error.ts';
import { sync } from './sync.ts';

// The folder can be read by the PostgreSQL that wrote it, and by no other.
const POSTGRES_MAJOR = '18';
const UNFINISHED = 'db.new';

/**
 * Makes the data folder, for its owner's eyes alone.
 * @throws {FolderError}
 */
export function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new FolderError(`The data folder ${dataDir} cannot be made: ${wordsOf(cause)}.`, { cause });
  }
}

/**
 * The database's folder, built if there is none. Call it under the lock.
 * @throws {FolderError} if the folder is of another PostgreSQL, or is none.
 */
export async function databaseFolder(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'db');
  if (existsSync(folder)) demandReadable(folder);
  else await build(dataDir, folder);
  return folder;
}

function demandReadable(folder: string): void {
  const version = join(folder, 'PG_VERSION');
  if (!existsSync(version)) throw new FolderError(`The folder ${folder} is not a database: it has no PG_VERSION.`);
  const major = readFileSync(version, 'utf8').trim();
  if (major === POSTGRES_MAJOR) return;
  throw new FolderError(
    `The folder ${folder} was written by PostgreSQL ${major}, but this build embeds ${POSTGRES_MAJOR}. Restore a backup ` +
      'into an empty data folder instead.',
  );
}

/** It gets its name when all of it is on the disk: whatever carries the name is whole. */
async function build(dataDir: string, folder: string): Promise<void> {
  const unfinished = join(dataDir, UNFINISHED);
  rmSync(unfinished, { recursive: true, force: true });
  await initdb(unfinished);
  renameSync(unfinished, folder);
  sync(dataDir);
}

/** In a thread of its own, since building takes 250 MB that only the end of a thread gives back. */
async function initdb(folder: string): Promise<void> {
  const worker = new Worker(new URL('./embedded-build.ts', import.meta.url), { workerData: folder });
  try {
    // Rejects with what the thread throws.
    await once(worker, 'exit');
  } catch (cause) {
    throw new FolderError(`The database in ${folder} cannot be built: ${wordsOf(cause)}.`, { cause });
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
