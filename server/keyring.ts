import { type Keks, keksOf } from '#server/crypto/keks.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import { type Em, query } from '#server/db/query.ts';
import { openInstance } from '#server/vault/instance-key.ts';
import type { Config } from './config.ts';
import { KeyringError, makeRingFile, readRingFile } from './keyring-file.ts';

/** The keys of a running server; the ring under them can be read anew while it runs. */
export type LiveKeyring = {
  current(): Keyring;
  /** @throws {KeyringError | ConfigError} if the ring as it is now would not open what is stored; the old one stays. */
  reload(em: Em): Promise<void>;
};

/**
 * Opens the database's keys with the ring that the settings or the data folder give. A database without data and
 * without a ring gets a new one, in the data folder.
 * @throws {KeyringError | ConfigError} a sentence for the operator.
 */
export async function openKeyring(em: Em, config: () => Config): Promise<LiveKeyring> {
  let keyring = await openWith(em, await ringOf(config()), () => makeRingFile(config().dataDir));
  return {
    current: () => keyring,
    reload: async (again) => {
      keyring = await openWith(again, await ringOf(config()), refuse);
    },
  };
}

async function ringOf({ keks, dataDir }: Config): Promise<Keks | null> {
  return keks === null ? readRingFile(dataDir) : keksOf(keks);
}

async function openWith(em: Em, keks: Keks | null, makeKeks: () => Promise<Keks>): Promise<Keyring> {
  const keyring = await openInstance(em, keks, makeKeks);
  await demandWhole(em, keyring.keks);
  return keyring;
}

/** A key that is missing shows at the start, not when somebody first asks for what it wraps. */
async function demandWhole(em: Em, keks: Keks): Promise<void> {
  const rows = await query(em).selectFrom('dek').select('kekId').distinct().orderBy('kekId').execute();
  const missing = rows.find(({ kekId }) => !keks.ids.includes(kekId));
  if (missing === undefined) return;
  throw new KeyringError(`The key ring lacks the key "${missing.kekId}", under which data are stored.`);
}

async function refuse(): Promise<never> {
  throw new KeyringError('The key ring is gone.');
}
