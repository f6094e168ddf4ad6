import { readdir } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { KEPT_BY_SHELLS, whyNameIsKept } from '#shared/dotenv/names.ts';
import { quote, READERS } from './quote.ts';
import { readLikeCompose } from './testing/compose.ts';
import { findPeers, namesInBash, type Peer, printedBy, withFiles } from './testing/peers.ts';
import { anyValue, SECRETS } from './testing/values.ts';
import { writeDotenv } from './write.ts';

const SHELLS = ['bash', 'dash'];

const peers = new Map<string, Peer>();

beforeAll(async () => {
  for (const found of await findPeers()) {
    if ('read' in found) peers.set(found.name, found);
    else process.stdout.write(`dotenv: not held against ${found.name}, which this machine lacks (${found.missing})\n`);
  }
}, 240_000);

const manyValues = fc.array(fc.oneof({ weight: 4, arbitrary: anyValue }, ...Object.values(SECRETS)), {
  minLength: 400,
  maxLength: 400,
});

test('every real reader gets the bytes that were written, and runs nothing', { timeout: 60_000 }, async () => {
  await fc.assert(fc.asyncProperty(manyValues, expectExact), { numRuns: 4, endOnFailure: true });
});

test('every real reader gets a backslash or a dollar before whatever character', { timeout: 30_000 }, async () => {
  const characters = [...String.fromCharCode(...Array(127).keys()).slice(1), 'é', '\u2028', ''];
  await expectExact(characters.flatMap((one) => [`it's \\${one}`, `it's $${one}`, `'${one}`, `\\${one}`, `$${one}`]));
});

async function expectExact(values: readonly string[]) {
  await withFiles([fileOf(values)], async (files, folder) => {
    for (const peer of peers.values()) {
      const [variables] = await peer.read(files);
      const wrong = values.filter((value, i) => isExactFor(peer, value) && variables?.[`V${i}`] !== value);
      expect(wrong, peer.name).toEqual([]);
    }
    expect((await readdir(folder)).filter((file) => !file.startsWith('0.env'))).toEqual([]);
  });
}

test('a value of 512 KiB reaches every reader whole', { timeout: 30_000 }, async () => {
  const long = `it's ${'x#\\é \n'.repeat(74_897)}end.`;
  expect(Buffer.byteLength(long)).toBe(512 * 1024);
  await withFiles([fileOf([long])], async (files) => {
    for (const peer of peers.values()) {
      if (!isExactFor(peer, long)) continue;
      const value = SHELLS.includes(peer.name)
        ? await printedBy(peer.name, files[0] ?? '', 'V0')
        : (await peer.read(files))[0]?.V0;
      expect(value === long, peer.name).toBe(true);
    }
  });
});

const QUOTING = fc.string({ unit: fc.constantFrom(...`'"\\$\`{}:- \n\rna0`), minLength: 1, maxLength: 8 });

test('a value is marked only when some reader misreads it in either kind of quotes', { timeout: 60_000 }, async () => {
  const judges = ['docker compose', 'python-dotenv', 'bash', 'dash'].flatMap((name) => peers.get(name) ?? []);
  if (judges.length < 4) return expect(peers.size).toBeLessThan(7);
  const marked = fc.sample(QUOTING, 400).filter((value) => quote(value).exact.length < READERS.length);
  expect(marked.length).toBeGreaterThan(50);
  const forms = marked.flatMap((value) => [
    { value, text: `A='${value}'\n` },
    { value, text: `A="${value}"\n` },
  ]);
  const suited = forms.filter(({ value, text }) => parseEnv(text).A === value && parse(text).A === value);
  const texts = suited.map(({ text }) => text);
  await withFiles(texts, async (files) => {
    const readings = await Promise.all(judges.map((peer) => peer.read(files)));
    const needless = suited.filter(({ value }, i) => readings.every((reading) => reading[i]?.A === value));
    expect(needless).toEqual([]);
  });
});

test('marks the names that bash and dash keep to themselves, and no other', { timeout: 30_000 }, async () => {
  const bash = peers.get('bash');
  if (!bash) return expect(peers.has('bash')).toBe(false);
  const names = [...new Set([...(await namesInBash()), ...KEPT_BY_SHELLS, ...USUAL_NAMES])];
  const texts = names.map((name) => `${name}='a b'\nAFTER=1\n`);
  await withFiles(texts, async (files) => {
    const readings = await Promise.all(SHELLS.map((name) => peers.get(name)?.read(files) ?? []));
    const kept = names.filter((name, i) =>
      readings.some((reading) => i in reading && (reading[i]?.[name] !== 'a b' || reading[i]?.AFTER !== '1')),
    );
    expect(kept.filter((name) => !whyNameIsKept(name))).toEqual([]);
    // Older versions of bash, as on macOS, keep fewer names.
    if (kept.includes('SRANDOM')) expect(kept.sort()).toEqual([...KEPT_BY_SHELLS].sort());
  });
});

const USUAL_NAMES = ['PATH', 'HOME', 'USER', 'PWD', 'LANG', 'TERM', 'MAIL', 'PS1', 'API_KEY', 'if', 'export', 'time'];

test('the model of docker compose reads as the real one does', { timeout: 30_000 }, async () => {
  const compose = peers.get('docker compose');
  if (!compose) return expect(peers.has('docker compose')).toBe(false);
  const texts = fc.sample(fc.array(anyValue, { minLength: 1, maxLength: 20 }), 150).map(fileOf);
  await withFiles(texts, async (files) => expect(await compose.read(files)).toEqual(texts.map(readLikeCompose)));
});

function fileOf(values: readonly string[]): string {
  const variables = values.map((value, index) => ({ name: `V${index}`, value }));
  return writeDotenv([{ comment: 'all', variables }]);
}

function isExactFor(peer: Peer, value: string): boolean {
  const { exact, text } = quote(value);
  // The file is not written for it: between double quotes it drops every backslash.
  if (peer.name === 'godotenv' && text.startsWith('"') && value.includes('\\')) return false;
  return SHELLS.includes(peer.name) || exact.length === READERS.length || exact.some((reader) => reader === peer.name);
}
