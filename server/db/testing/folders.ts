import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';
import { openEmbeddedDatabase } from '#server/db/embedded-database.ts';
import { isUnavailable } from '#server/db/unavailable.ts';
import { templateFolder } from '#server/testing/embedded.ts';

type Options = Partial<Parameters<typeof openEmbeddedDatabase>[0]>;

/** Data folders of one test file, removed when it is done. To build and open them takes seconds on a busy machine. */
export function dataFolders() {
  vi.setConfig({ testTimeout: 90_000 });
  const root = mkdtempSync(join(tmpdir(), 'kagi-db-'));
  let made = 0;
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const empty = () => join(root, `data-${made++}`);
  return {
    empty,
    /** With a database in it, all tables and no rows. */
    async built() {
      const dataDir = empty();
      cpSync(await templateFolder(), join(dataDir, 'db'), { recursive: true });
      return dataDir;
    },
  };
}

/** The real thing, in its worker thread; what it should not do fails the test. */
export function openEmbedded(dataDir: string, options: Options = {}) {
  const onFatal = (error: Error) => {
    throw error;
  };
  return openEmbeddedDatabase({ dataDir, warn: console.warn, onFatal, ...options });
}

/** Asks until the database is there again. */
export async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  const until = Date.now() + 30_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isUnavailable(error) || Date.now() > until) throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
