import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writePrivately } from './private-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kagi-private-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function* chunks(...parts: string[]) {
  yield* parts.map((part) => Buffer.from(part));
}

const path = () => join(folder, 'kagi.age');
const NEW = { replaces: false };

test('writes all of it, for its owner alone, and says how much', async () => {
  expect(await writePrivately(path(), chunks('one', 'two'), NEW)).toBe(6);
  expect(await readFile(path(), 'utf8')).toBe('onetwo');
  expect((await stat(path())).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['kagi.age']);
});

test('leaves a file that is there already, and replaces it when told to, whatever its mode was', async () => {
  await writeFile(path(), 'old', { mode: 0o644 });
  await expect(writePrivately(path(), chunks('new'), NEW)).rejects.toThrow('is there already; --force replaces it.');
  expect(await readFile(path(), 'utf8')).toBe('old');
  await writePrivately(path(), chunks('new'), { replaces: true });
  expect(await readFile(path(), 'utf8')).toBe('new');
  expect((await stat(path())).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['kagi.age']);
});

test('has no name before all of it is there, and leaves nothing of what breaks off', async () => {
  async function* broken() {
    yield Buffer.from('half');
    const [draft, ...rest] = await readdir(folder);
    expect(draft).toMatch(/^kagi\.age\.[0-9a-f-]{36}\.part$/);
    expect(rest).toEqual([]);
    throw new Error('The server broke off.');
  }
  await expect(writePrivately(path(), broken(), NEW)).rejects.toThrow('The server broke off.');
  expect(await readdir(folder)).toEqual([]);
});

test('names the file whose folder is not there', async () => {
  const lost = join(folder, 'no', 'kagi.age');
  await expect(writePrivately(lost, chunks('x'), NEW)).rejects.toThrow(`${lost} cannot be written (ENOENT).`);
});
