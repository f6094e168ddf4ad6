import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { switchboard } from '#server/db/channels.ts';
import { embeddedDatabase } from '#server/db/embedded-database.ts';
import { openInThread } from '#server/db/embedded-in-thread.ts';
import { migrate } from '#server/db/migrate.ts';
import type { Database } from '#server/db/open.ts';
import { schemaVersion } from './schema-version.ts';

// A test that waits for itself should say so before the runner's own limit.
const WAIT_MS = 3_000;

/** A copy of a migrated folder, opened in this thread: a quarter of a second. */
export async function freshEmbedded(): Promise<Database> {
  const template = await templateFolder();
  const folder = mkdtempSync(join(tmpdir(), 'kagi-test-'));
  cpSync(template, folder, { recursive: true });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const database = await openHere(folder);
  return {
    ...database,
    close: async () => {
      await database.close();
      process.off('exit', remove);
      remove();
    },
  };
}

/** A migrated folder to copy: made once for each version of the schema, and kept among the temporary files. */
export async function templateFolder(): Promise<string> {
  const template = join(tmpdir(), `kagi-test-template-${schemaVersion()}`);
  if (existsSync(template)) return template;
  const folder = mkdtempSync(join(tmpdir(), 'kagi-test-making-'));
  const database = await openHere(folder);
  await migrate(database);
  await database.close();
  try {
    renameSync(folder, template);
  } catch {
    // Another worker was faster, and its folder is as good.
    rmSync(folder, { recursive: true });
  }
  return template;
}

async function openHere(folder: string): Promise<Database> {
  const board = switchboard();
  return embeddedDatabase(await openInThread({ folder, waitMs: WAIT_MS, heard: board.hear }), board);
}
