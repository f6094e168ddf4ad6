import type { Config } from '#server/config.ts';
import { type KekEntry, type Keks, keksOf } from '#server/crypto/keks.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import { type Em, query } from '#server/db/query.ts';
import { openInstance } from '#server/vault/instance-key.ts';
import { marksOf } from '#server/vault/keys/marks.ts';
import { KeyringError, makeRingFile, readRingFile, replaceRingFile } from './keyring-file.ts';

/** The keys of a running server; the ring under them can be read anew, and replaced, while it runs. */
export type LiveKeyring = {
  /** Always what is so now: a request that took it before a key joined opens what is wrapped by that key since. */
  current(): Keyring;
  source: 'file' | 'settings';
  /** @throws {KeyringError | ConfigError} if the ring as it is now would not open what is stored; the old one stays. */
  reload(em: Em): Promise<void>;
  /**
   * Writes another ring into the file, and takes it in.
   * @throws {KeyringError | ConfigError} if it would not open what is stored, or cannot be written; the old one stays.
   */
  replace(em: Em, entries: readonly KekEntry[]): Promise<void>;
};

/**
 * Opens the database's keys with the ring that the settings or the data folder give. A database without data and
 * without a ring gets a new one, in the data folder.
 * @throws {KeyringError | ConfigError} a sentence for the operator.
 */
export async function openKeyring(em: Em, config: () => Config): Promise<LiveKeyring> {
  let opened = await openWith(em, await ringOf(config()), () => makeRingFile(config().dataDir));
  const live: Keyring = {
    get keks() {
      return opened.keks;
    },
    get instance() {
      return opened.instance;
    },
  };
  const inTurn = turns();
  return {
    current: () => live,
    source: config().keks === null ? 'file' : 'settings',
    reload: (again) =>
      inTurn(async () => {
        opened = await openWith(again, await ringOf(config()), refuse);
      }),
    replace: (again, entries) =>
      inTurn(async () => {
        const next = await openWith(again, keksOf(entries), refuse);
        await replaceRingFile(config().dataDir, entries);
        opened = next;
      }),
  };
}

/** One after the other: of two that read the ring, the one that read it first must not have the last word. */
function turns(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}

async function ringOf({ keks, dataDir }: Config): Promise<Keks | null> {
  return keks === null ? readRingFile(dataDir) : keksOf(keks);
}

async function openWith(em: Em, keks: Keks | null, makeKeks: () => Promise<Keks>): Promise<Keyring> {
  const keyring = await openInstance(em, keks, makeKeks);
  await demandWhole(em, keyring.keks);
  await demandInUse(em, keyring);
  return keyring;
}

/** A key that is missing shows at the start, not when somebody first asks for what it wraps. */
async function demandWhole(em: Em, keks: Keks): Promise<void> {
  const rows = await query(em).selectFrom('dek').select('kekId').distinct().orderBy('kekId').execute();
  const missing = rows.find(({ kekId }) => !keks.ids.includes(kekId));
  if (missing === undefined) return;
  throw new KeyringError(`The key ring lacks the key "${missing.kekId}", under which data are stored.`);
}

/** What a retired key would wrap, the other replicas could not open. */
async function demandInUse(em: Em, keyring: Keyring): Promise<void> {
  const { primary } = keyring.keks;
  const retired = await marksOf(em, keyring, 'retired');
  if (retired.every(({ subject }) => subject !== primary)) return;
  throw new KeyringError(`The key "${primary}" was retired, but the key ring has it as its primary. Take it out.`);
}

async function refuse(): Promise<never> {
  throw new KeyringError('The key ring is gone.');
}
