import { BackupError } from '#server/backup/backup-error.ts';
import type { Config } from '#server/config.ts';
import { type Keks, keksOf } from '#server/crypto/keks.ts';
import { readSheet } from '#server/crypto/recovery-sheet.ts';
import type { AdminAnswer } from '#server/http/admin-socket.ts';
import { makeRingFile, readRingFile, ringPath } from '#server/keyring/keyring-file.ts';

/** The ring for what is taken back; `keep` writes it down if it came from a sheet. */
export type GivenRing = { keks: Keks; keep(): Promise<void> };

/**
 * The ring that the settings, the data folder or else the sheet give.
 * @throws {BackupError} naming the keys that it lacks.
 */
export async function ringFor(config: Config, needed: readonly string[], sheet: string | null): Promise<GivenRing> {
  const here = config.keks === null ? await readRingFile(config.dataDir) : keksOf(config.keks);
  const entries = sheet === null ? null : entriesOf(sheet);
  if (here !== null) {
    demandKeys(here, needed, entries === null ? 'The key ring here' : 'There is a key ring already, and it');
    return { keks: here, keep: async () => {} };
  }
  if (entries === null)
    throw new BackupError(
      `There is no key ring here, and the backup needs ${needed.join(', ')}: restore keyring.json, set the keys, or give the recovery sheet (--sheet).`,
    );
  const keks = keksOf(entries);
  demandKeys(keks, needed, 'The recovery sheet');
  return { keks, keep: async () => void (await makeRingFile(config.dataDir, entries)) };
}

/** Makes `keyring.json` from a sheet, where there is none. */
export async function ringFromSheet({ keks, dataDir }: Config, sheet: string): Promise<AdminAnswer> {
  const entries = entriesOf(sheet);
  if (keks !== null) throw new BackupError('The settings give the keys, so that a keyring.json would not be used.');
  if ((await readRingFile(dataDir)) !== null)
    throw new BackupError(`${ringPath(dataDir)} is there already, and a key is never replaced: move it away first.`);
  const ring = await makeRingFile(dataDir, entries);
  return { ok: true, lines: [`${ringPath(dataDir)} holds the keys ${ring.ids.join(', ')}.`] };
}

function entriesOf(sheet: string) {
  try {
    return readSheet(sheet);
  } catch (error) {
    if (error instanceof RangeError) throw new BackupError(error.message);
    throw error;
  }
}

function demandKeys(keks: Keks, needed: readonly string[], what: string): void {
  const missing = needed.filter((id) => !keks.ids.includes(id));
  if (missing.length === 0) return;
  throw new BackupError(`${what} (${keks.ids.join(', ')}) lacks the key ${missing.join(', ')} of the backup.`);
}
