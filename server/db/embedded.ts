import { join } from 'node:path';
import type { Dialect } from 'kysely';
import { embeddedDialect } from './embedded-dialect.ts';
import { databaseFolder, makeDataDir } from './embedded-folder.ts';
import { type Alarms, keepAlive } from './embedded-keeper.ts';
import { startLife } from './embedded-life.ts';
import { lockFolder } from './embedded-lock.ts';
import { turnstile } from './turnstile.ts';

/** How long a caller waits for the one connection, and how long one statement may take. */
export type Limits = { waitMs: number; statementMs: number };

export type EmbeddedOptions = Alarms & {
  dataDir: string;
  limits: Limits;
  heard: (channel: string, payload: string) => void;
};

export type Embedded = {
  dialect: Dialect;
  /** Has each later life of the database begin with this statement. */
  remember(statement: string): void;
  /** Waits for whoever is at work, then closes and unlocks the folder. */
  close(): Promise<void>;
};

/**
 * Locks the data folder, builds the database in it if there is none, and opens it in a worker thread.
 * @throws {FolderInUse} if another process has it.
 * @throws {FolderError} if it cannot be used.
 */
export async function openEmbedded({ dataDir, limits, heard, ...alarms }: EmbeddedOptions): Promise<Embedded> {
  makeDataDir(dataDir);
  const lock = lockFolder(join(dataDir, 'db.lock'));
  try {
    const folder = await databaseFolder(dataDir);
    const openings = new Set<string>();
    const start = () => startLife({ folder, openings: [...openings], heard, limitMs: limits.statementMs });
    const keeper = await keepAlive(start, alarms);
    const gate = turnstile(limits.waitMs);
    return {
      dialect: embeddedDialect(keeper.session, gate),
      remember: (statement) => void openings.add(statement),
      close: async () => {
        await gate.close();
        await keeper.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
