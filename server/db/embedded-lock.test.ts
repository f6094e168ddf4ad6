import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FolderInUse, lockFolder } from './embedded-lock.ts';

const root = mkdtempSync(join(tmpdir(), 'kagi-lock-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A process that holds the lock until it is killed. */
async function holder(path: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing/hold-lock.ts'), path]);
  await once(child.stdout, 'data');
  return child;
}

test('names the process that holds the folder, and takes over once that is killed', async () => {
  const path = join(root, 'taken.lock');
  const child = await holder(path);
  expect(() => lockFolder(path)).toThrow(FolderInUse);
  expect(() => lockFolder(path)).toThrow(`in use by process ${child.pid} on `);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = lockFolder(path);
  expect(() => lockFolder(path)).toThrow(`in use by process ${process.pid} on `);
  lock.release();
});

test('is free again once it is released', () => {
  const path = join(root, 'released.lock');
  lockFolder(path).release();
  lockFolder(path).release();
});

test('says which file it cannot lock', () => {
  const path = join(root, 'nowhere', 'db.lock');
  expect(() => lockFolder(path)).toThrow(`The file ${path} cannot be locked: `);
});
