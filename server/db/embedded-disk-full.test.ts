import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { templateFolder } from '#server/testing/embedded.ts';
import { dataFolders, openEmbedded } from './testing/folders.ts';
import { isUnavailable } from './unavailable.ts';

const folders = dataFolders();
const dataDir = folders.empty();
const mount = (size: string, ...options: string[]) =>
  execFileSync('mount', ['-t', 'tmpfs', '-o', [`size=${size}`, ...options].join(','), 'tmpfs', dataDir]);

// Only root can give a folder a disk of its own.
const isRoot = process.getuid?.() === 0;

beforeAll(async () => {
  if (!isRoot) return;
  mkdirSync(dataDir);
  mount('50m');
  cpSync(await templateFolder(), join(dataDir, 'db'), { recursive: true });
});
afterAll(() => void (isRoot && execFileSync('umount', ['-l', dataDir])));

test.runIf(isRoot)('acknowledges nothing that a full disk loses, and goes on once there is room', async () => {
  const { promise: fatal, resolve: onFatal } = Promise.withResolvers<Error>();
  const db = await openEmbedded(dataDir, { onFatal });
  await db.fork().execute('create table note (id int primary key, text text)');
  await db.fork().execute('alter table note alter column text set storage external');
  let acknowledged = 0;
  const write = (id: number) => db.fork().execute('insert into note values (?, repeat(md5(?::text), 3000))', [id, id]);
  const refusal = await (async () => {
    for (;;) await write(acknowledged + 1).then(() => (acknowledged += 1));
  })().catch((error: unknown) => error);
  expect(isUnavailable(refusal)).toBe(true);
  expect((await fatal).message).toMatch(/^The disk with the data folder is full, so that nothing more can be saved\./);
  const after = await write(acknowledged + 1).catch((error: unknown) => error);
  expect(isUnavailable(after)).toBe(true);
  await db.close();

  mount('100m', 'remount');
  const again = await openEmbedded(dataDir);
  const [{ n } = { n: -1 }] = await again.fork().execute<{ n: number }[]>('select count(*)::int as n from note');
  // The one that was under way may have got through, unacknowledged.
  expect([acknowledged, acknowledged + 1]).toContain(n);
  await again.fork().execute("insert into note values (0, 'room')");
  await again.close();
});
