import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Lock, sealed } from '#server/backup/age-file.ts';
import { BackupError } from '#server/backup/backup-error.ts';
import { writePrivately } from '#server/backup/private-file.ts';
import { type Counts, recordsOf } from '#server/backup/records.ts';
import type { Contents } from '#server/backup/restore.ts';
import { type Config, folderOfOperator, readConfig } from '#server/config.ts';
import { type Keks, keksOf } from '#server/crypto/keks.ts';
import { sheetOf } from '#server/crypto/recovery-sheet.ts';
import { type AdminAnswer, type AdminReply, askServerForRows } from '#server/http/admin-socket.ts';
import { readRingFile } from '#server/keyring/keyring-file.ts';
import { newPassphrase } from './passphrase.ts';

type Wish = NonNullable<ReturnType<typeof wishOf>>;

/** Writes a backup, a recovery sheet, or both; null where the words are none that are known. */
export async function backup(args: string[]): Promise<AdminAnswer | null> {
  const wish = wishOf(args);
  if (wish === null) return null;
  const config = readConfig();
  for (const path of [wish.out, wish.sheet]) demandFree(path, wish.force);
  const sheet = wish.sheet === null ? null : await writeSheet(config, wish.sheet, wish.force);
  if (wish.out === null || sheet?.ok === false) return sheet;
  const made = await writeBackup(config, wish.out, wish);
  return { ok: made.ok, lines: [...(sheet?.lines ?? []), ...made.lines] };
}

const OPTIONS = {
  out: { type: 'string' },
  force: { type: 'boolean' },
  sheet: { type: 'string' },
  recipient: { type: 'string', multiple: true },
  'passphrase-file': { type: 'string' },
} as const;

function wishOf(args: string[]) {
  try {
    const { values } = parseArgs({ args, options: OPTIONS });
    const { out, sheet, recipient: recipients, force = false } = values;
    const passphraseFile = values['passphrase-file'];
    if (recipients !== undefined && passphraseFile !== undefined) return null;
    if (out === undefined && (sheet === undefined || (recipients ?? passphraseFile) !== undefined)) return null;
    const folder = folderOfOperator();
    const pathOf = (path: string | undefined) => (path === undefined ? null : resolve(folder, path));
    const file = pathOf(passphraseFile) ?? undefined;
    return { out: pathOf(out), sheet: pathOf(sheet), recipients, passphraseFile: file, force };
  } catch {
    return null;
  }
}

/** Before anybody types a passphrase; whoever comes in between is refused by the writing itself. */
function demandFree(path: string | null, force: boolean): void {
  if (path !== null && !force && existsSync(path))
    throw new BackupError(`${path} is there already; --force replaces it.`);
}

/** A sheet that lacks a key would show its fault on the worst of days: what is stored says which are needed. */
async function writeSheet(config: Config, path: string, replaces: boolean): Promise<AdminAnswer> {
  const needed = await withReply(config, 'backup keys', async ({ ok, lines }) => ({ ok, lines }));
  if (!needed.ok) return needed;
  const keks = await ringHere(config);
  const missing = needed.lines.filter((id) => !keks.ids.includes(id));
  if (missing.length > 0)
    throw new BackupError(`The key ring here lacks ${missing.join(', ')}: set the same keys as for the server.`);
  const sheet = sheetOf(keks, new Date());
  await writePrivately(path, one(sheet), { replaces });
  const warning = 'Print it, keep it where no backup is, and delete the file.';
  return { ok: true, lines: [`The recovery sheet with the keys ${keks.ids.join(', ')} is ${path}. ${warning}`] };
}

async function ringHere({ keks, dataDir }: Config): Promise<Keks> {
  const ring = keks === null ? await readRingFile(dataDir) : keksOf(keks);
  if (ring === null) throw new BackupError('There is no key ring here: set the same keys as for the server.');
  return ring;
}

async function* one(text: string) {
  yield text;
}

async function writeBackup(config: Config, path: string, wish: Wish): Promise<AdminAnswer> {
  const lock = await lockFor(config, wish);
  return withReply(config, 'backup', async ({ ok, lines, rows }) => {
    if (!ok || rows === undefined) return { ok: false, lines };
    const seen: Partial<Contents> = {};
    const bytes = await writePrivately(path, sealed(watched(rows, seen), lock), { replaces: wish.force });
    return { ok, lines: reportOf(path, bytes, seen) };
  });
}

async function lockFor({ backupPassphrase }: Config, { recipients, passphraseFile: file }: Wish): Promise<Lock> {
  return recipients === undefined ? { passphrase: await newPassphrase({ backupPassphrase, file }) } : { recipients };
}

/** Hands lines on only as far as they are a backup: one that the server broke off gets no name. */
async function* watched(rows: AsyncIterable<string>, seen: Partial<Contents>): AsyncGenerator<string> {
  for await (const { line, record } of recordsOf(rows)) {
    if (record.kind === 'manifest') seen.manifest = record.manifest;
    if (record.kind === 'end') seen.counts = record.counts;
    yield line;
  }
}

function reportOf(path: string, bytes: number, { manifest, counts = {} }: Partial<Contents>): string[] {
  return [
    `${rowsOf(counts)} are in ${path} (${bytes.toLocaleString('en')} bytes), as they stood at ${manifest?.at}.`,
    `It is of use with the key ${manifest?.kekIds.join(', ')} only, which is not in it (--sheet writes it to print).`,
    'The audit log then stood so; kept somewhere else, this shows later whether older rows were put back:',
    ...(manifest?.checkpoints ?? []),
  ];
}

function rowsOf(counts: Counts): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return `${total.toLocaleString('en')} rows of ${Object.keys(counts).length} tables`;
}

type Command = 'backup' | 'backup keys';

/** The server's answer, or where none runs that of the vault itself, which stays open while it is used. */
async function withReply<T>(config: Config, command: Command, use: (reply: AdminReply) => Promise<T>): Promise<T> {
  const reply = await askServerForRows(config.dataDir, { command });
  if (reply !== null) return use(reply);
  const { answerAlone } = await import('./alone.ts');
  return answerAlone(config, { command }, use);
}
