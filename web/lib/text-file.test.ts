import { expect, test } from 'vitest';
import { fileNameOf, readTextFile } from './text-file.ts';

const MAX = 1024;
const file = (...parts: BlobPart[]) => new File(parts, 'id_ed25519');

test('keeps every byte: a mark at the beginning, carriage returns, the last line feed', async () => {
  const text = '\uFEFFa\r\nb\n';
  expect(await readTextFile(file(text), MAX)).toEqual({ text });
});

test.each([
  [
    'is too large, and says how large it is',
    file('x'.repeat(MAX + 1)),
    'id_ed25519 is 1.0 kB large; at most 1 KiB fit.',
  ],
  ['is empty', file(), 'id_ed25519 is empty.'],
  ['is no text', file(new Uint8Array([0xff, 0xfe, 0x00])), 'id_ed25519 is no text in UTF-8, or it cannot be read.'],
])('refuses a file that %s', async (_, given, problem) => {
  expect(await readTextFile(given, MAX)).toEqual({ problem });
});

test('takes a file that is just as large as may be', async () => {
  expect(await readTextFile(file('x'.repeat(MAX)), MAX)).toEqual({ text: 'x'.repeat(MAX) });
});

test.each([
  ['atlas-web', '.env.production', 'atlas-web.env.production'],
  ['My shop / 2', '.env', 'My-shop-2.env'],
  ['.dotfiles', '.env', 'dotfiles.env'],
  ['鍵', '.env', '鍵.env'],
  ['', '.env', 'kagi.env'],
])('names a download of %j so that no browser takes a dot away', (project, end, name) => {
  expect(fileNameOf(project, end)).toBe(name);
});
