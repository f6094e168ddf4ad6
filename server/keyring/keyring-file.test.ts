import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import { makeRingFile, readRingFile, replaceRingFile, ringPath } from './keyring-file.ts';

const HEX = 'ab'.repeat(32);
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kagi-ring-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function given(text: string, mode = 0o600): Promise<void> {
  await writeFile(ringPath(folder), text);
  await chmod(ringPath(folder), mode);
}

const ring = (...keys: { id: string; key: string }[]) => JSON.stringify({ keys });

test('finds no ring in an empty folder', async () => {
  expect(await readRingFile(folder)).toBeNull();
});

test('makes a ring that its owner alone can read, in a folder that need not exist, and leaves no draft', async () => {
  const inner = join(folder, 'not', 'yet');
  const made = await makeRingFile(inner);
  expect((await stat(ringPath(inner))).mode & 0o777).toBe(0o600);
  expect((await stat(inner)).mode & 0o777).toBe(0o700);
  expect(await readdir(inner)).toEqual(['keyring.json']);
  const read = await readRingFile(inner);
  expect(read?.primary).toBe(made.primary);
  expect(read?.get(made.primary)).toEqual(made.get(made.primary));
});

test('never replaces a ring', async () => {
  await makeRingFile(folder);
  const before = await readFile(ringPath(folder), 'utf8');
  await expect(makeRingFile(folder)).rejects.toThrow('keyring.json cannot be made (EEXIST).');
  expect(await readFile(ringPath(folder), 'utf8')).toBe(before);
});

test('of two that make a ring at once, one fails', async () => {
  const outcomes = await Promise.allSettled([makeRingFile(folder), makeRingFile(folder)]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('takes the first key of a ring as the primary one', async () => {
  await given(ring({ id: 'new', key: HEX }, { id: 'old', key: 'cd'.repeat(32) }));
  const keks = await readRingFile(folder);
  expect(keks?.primary).toBe('new');
  expect(keks?.ids).toEqual(['new', 'old']);
});

test.each([0o640, 0o604, 0o660, 0o620])('refuses a ring of mode %o, which others can reach', async (mode) => {
  await given(ring({ id: 'a', key: HEX }), mode);
  await expect(readRingFile(folder)).rejects.toThrow(
    `is open to others than its owner (mode 0${mode.toString(8)}); make it private: chmod 600.`,
  );
});

test.each([
  ['{', 'is no ring of keys.'],
  ['[]', 'is no ring of keys.'],
  [JSON.stringify({ keys: [], version: 2 }), 'is no ring of keys.'],
  [ring(), 'holds no key.'],
  [ring({ id: 'a', key: HEX.slice(2) }), 'has a key "a" that is not 64 hex digits (32 bytes).'],
  [ring({ id: 'a', key: HEX }, { id: 'a', key: HEX }), 'names the key "a" twice.'],
])('refuses a file with %s', async (text, sentence) => {
  await given(text);
  await expect(readRingFile(folder)).rejects.toThrow(`keyring.json ${sentence}`);
});

test('never repeats a key', async () => {
  await given(ring({ id: 'a', key: `${HEX}0` }));
  await expect(readRingFile(folder)).rejects.not.toThrow(HEX.slice(0, 8));
});

test('replaces a ring whole, keeps its mode, and clears away the draft of one that was killed', async () => {
  await makeRingFile(folder);
  const draft = `keyring.json.${newId()}`;
  await writeFile(join(folder, draft), 'keys');
  await replaceRingFile(folder, [
    { id: 'new', hex: HEX },
    { id: 'old', hex: 'cd'.repeat(32) },
  ]);
  expect((await readRingFile(folder))?.ids).toEqual(['new', 'old']);
  expect((await stat(ringPath(folder))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['keyring.json']);
});

test('keeps the old ring where the new one cannot be written, and what else lies in the folder', async () => {
  await given(ring({ id: 'a', key: HEX }));
  await writeFile(join(folder, 'keyring.json.bak'), 'kept');
  await mkdir(join(folder, `keyring.json.${newId()}`));
  await expect(replaceRingFile(folder, [{ id: 'b', hex: HEX }])).rejects.toThrow();
  expect((await readRingFile(folder))?.ids).toEqual(['a']);
  expect(await readFile(join(folder, 'keyring.json.bak'), 'utf8')).toBe('kept');
});

test('replaces what a link points to, and leaves the link', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'kagi-ring-'));
  await given(ring({ id: 'a', key: HEX }));
  await rename(ringPath(folder), join(elsewhere, 'ring'));
  await symlink(join(elsewhere, 'ring'), ringPath(folder));
  await replaceRingFile(folder, [{ id: 'b', hex: HEX }]);
  expect((await lstat(ringPath(folder))).isSymbolicLink()).toBe(true);
  expect((await readRingFile(folder))?.ids).toEqual(['b']);
  await rm(elsewhere, { recursive: true });
});
