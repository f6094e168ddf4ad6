import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { HEADER_BYTES, type Key, opened, unlock } from '#server/backup/age-file.ts';
import { BackupError } from '#server/backup/backup-error.ts';
import { demandNoServer } from '#server/backup/no-server.ts';
import { recordsOf } from '#server/backup/records.ts';
import { type Contents, contentsOf, restore as takeBack } from '#server/backup/restore.ts';
import { type Config, folderOfOperator, readConfig } from '#server/config.ts';
import type { Database } from '#server/db/open.ts';
import { verifyChains } from '#server/http/admin-commands.ts';
import { type AdminAnswer, askServer } from '#server/http/admin-socket.ts';
import { openInstance } from '#server/vault/instance-key.ts';
import { openAlone } from './open-alone.ts';
import { oldPassphrase, textOf } from './passphrase.ts';
import { type GivenRing, ringFor, ringFromSheet } from './restore-ring.ts';

/** Takes a backup back, or makes a key ring from a sheet; null where the words are none that are known. */
export async function restore(args: string[]): Promise<AdminAnswer | null> {
  const wish = wishOf(args);
  if (wish === null) return null;
  const config = readConfig();
  const sheet = wish.sheet === null ? null : await sheetText(wish.sheet);
  if (wish.in === null) return sheet === null ? null : ringFromSheet(config, sheet);
  const file = await openFile(wish.in);
  try {
    return await restoreFile(config, file, await keyFor(config, wish), sheet);
  } finally {
    await file.close();
  }
}

type Wish = NonNullable<ReturnType<typeof wishOf>>;

const OPTIONS = {
  in: { type: 'string' },
  sheet: { type: 'string' },
  identity: { type: 'string' },
  'passphrase-file': { type: 'string' },
} as const;

function wishOf(args: string[]) {
  try {
    const { values } = parseArgs({ args, options: OPTIONS });
    const { in: path, sheet, identity, 'passphrase-file': passphraseFile } = values;
    if (identity !== undefined && passphraseFile !== undefined) return null;
    if (path === undefined && (sheet === undefined || (identity ?? passphraseFile) !== undefined)) return null;
    const folder = folderOfOperator();
    const pathOf = (given: string | undefined) => (given === undefined ? null : resolve(folder, given));
    const sheetPath = sheet === '-' ? '-' : pathOf(sheet);
    return { in: pathOf(path), sheet: sheetPath, identity: pathOf(identity), passphraseFile: pathOf(passphraseFile) };
  } catch {
    return null;
  }
}

const sheetText = (path: string) => (path === '-' ? text(process.stdin) : textOf(path));

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new BackupError(`${path} cannot be read (${code}).`);
  }
}

async function keyFor({ backupPassphrase }: Config, { identity, passphraseFile }: Wish): Promise<Key> {
  if (identity === null)
    return { passphrase: await oldPassphrase({ backupPassphrase, file: passphraseFile ?? undefined }) };
  // As the age tool reads it: one a line, and comments between.
  const lines = (await textOf(identity)).split('\n').map((line) => line.trim());
  return { identities: lines.filter((line) => line !== '' && !line.startsWith('#')) };
}

/** The whole file is read once before anything is touched, so that a bad one leaves no trace, and then again. */
async function restoreFile(config: Config, file: FileHandle, key: Key, sheet: string | null): Promise<AdminAnswer> {
  const start = Buffer.alloc(HEADER_BYTES);
  const { bytesRead } = await file.read(start, 0, HEADER_BYTES, 0);
  const fileKey = await unlock(start.subarray(0, bytesRead), key);
  const records = () => recordsOf(opened(file.createReadStream({ start: 0, autoClose: false }), fileKey));
  const contents = await contentsOf(records());
  const ring = await ringFor(config, contents.manifest.kekIds, sheet);
  if ((await askServer(config.dataDir, null)) !== null)
    throw new BackupError('A server runs on this data folder: stop it first.');
  const db = await openAlone(config);
  try {
    await demandNoServer(db);
    await takeBack(db, contents.manifest, records(), async (em) => {
      await openInstance(em, ring.keks, () => ring.keks);
      await ring.keep();
    });
    return await verdictOn(db, ring, contents);
  } finally {
    await db.close();
  }
}

async function verdictOn(db: Database, { keks }: GivenRing, contents: Contents): Promise<AdminAnswer> {
  const { manifest, counts } = contents;
  const keyring = await openInstance(db.fork(), keks, () => keks);
  const { ok, lines } = await verifyChains({ em: db.fork(), keyring }, manifest.checkpoints);
  const table = Object.entries(counts).filter(([, count]) => count > 0);
  return {
    ok,
    lines: [
      `Taken back as it stood at ${manifest.at}:`,
      ...table.map(([name, count]) => `${count.toLocaleString('en').padStart(12)}  ${name}`),
      `The audit log: ${lines.join(' ')}`,
      'Keys that were revoked and sessions that were ended after that moment are alive again: look through them.',
      'To see that nothing older was put back, give it the last checkpoint that you kept elsewhere:',
      '  npm run audit:verify -- --expect c1/…',
      'The backup’s own is:',
      ...manifest.checkpoints,
    ],
  };
}
