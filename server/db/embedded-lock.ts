import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { FolderError } from './folder-error.ts';

/** Another process works on the data folder. */
export class FolderInUse extends FolderError {
  override readonly name = 'FolderInUse';
}

/** Held until it is released, or until the process ends, however it ends. */
export type Lock = { release(): void };

// Long enough for a process that has just taken the lock to write down who it is.
const SIGNING_MS = 200;
const SQLITE_BUSY = 5;

/**
 * Locks a folder by a file of SQLite's, because that is a lock of the kernel's: it goes when its process goes, so
 * that none is ever stale, and it holds between containers, where a process id says nothing.
 * @throws {FolderInUse} naming the process that holds it.
 * @throws {FolderError} if it cannot be locked at all.
 */
export function lockFolder(path: string): Lock {
  const file = openFile(path);
  try {
    file.exec('begin immediate');
    sign(file);
    // From here on others may read who holds it, and no more.
    file.exec('commit; begin immediate');
  } catch (error) {
    const refusal = isBusy(error) ? inUse(file, path) : unlockable(error, path);
    file.close();
    throw refusal;
  }
  return { release: () => file.close() };
}

function openFile(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: SIGNING_MS });
  } catch (error) {
    throw unlockable(error, path);
  }
}

function sign(file: DatabaseSync): void {
  file.exec('create table if not exists holder (pid integer, host text, since text); delete from holder');
  const insert = file.prepare('insert into holder values (?, ?, ?)');
  insert.run(process.pid, hostname(), new Date().toISOString());
}

const isBusy = (error: unknown) => error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;

const holder = z.object({ pid: z.number(), host: z.string(), since: z.string() });

function inUse(file: DatabaseSync, path: string): FolderInUse {
  const { pid, host, since } = holder.parse(file.prepare('select pid, host, since from holder').get());
  return new FolderInUse(`The data folder is in use by process ${pid} on ${host} since ${since} (it holds ${path}).`);
}

function unlockable(cause: unknown, path: string): FolderError {
  return new FolderError(`The file ${path} cannot be locked: ${cause instanceof Error ? cause.message : cause}.`, {
    cause,
  });
}
