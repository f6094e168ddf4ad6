import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditLog } from '#server/audit/log.ts';
import { type Config, readConfig } from '#server/config.ts';
import type { KekEntry } from '#server/crypto/keks.ts';
import { type AdminContext, answerAdmin } from '#server/http/admin-commands.ts';
import { openKeyring } from '#server/keyring/keyring.ts';
import { keysDoor } from '#server/keyring/keys-door.ts';
import { onlyReplica } from '#server/process/replicas.ts';
import type { Replicas } from '#server/vault/keys/context.ts';
import { freshDatabase } from './database.ts';
import { givenEntry, vaultOn } from './vault.ts';

export type RingVault = Awaited<ReturnType<typeof ringVault>>;

/**
 * A vault whose keys come from a ring file in a folder of its own, or from settings, as in a running server; with
 * the operator's commands on it.
 */
export async function ringVault(settings: { keks: readonly KekEntry[] | null } = { keks: null }) {
  const dataDir = await mkdtemp(join(tmpdir(), 'kagi-ring-'));
  const config = (): Config => ({ ...readConfig({}), dataDir, ...settings });
  const db = await freshDatabase();
  const ring = await openKeyring(db.fork(), config);
  const vault = await vaultOn(db, ring.current());
  const audit = auditLog(db.fork, () => ring.current().instance);

  function context(replicas: Replicas = onlyReplica(ring)): AdminContext {
    const origin = { requestId: null, address: null, userAgent: null };
    const keys = keysDoor(db, ring, replicas);
    return { em: db.fork(), keyring: ring.current(), audit, config: config(), origin, keys };
  }

  /** Somebody with an entry that holds this value. */
  async function givenOwner(value: string) {
    const { api, id } = await vault.givenUser();
    const entry = await givenEntry(api, { value });
    return { id, api, reveal: async () => (await api.entries.reveal({ id: entry.id })).value };
  }

  return {
    ...vault,
    dataDir,
    ring,
    config,
    context,
    command: (request: unknown, replicas?: Replicas) => answerAdmin(context(replicas), request),
    givenOwner,
    close: async () => {
      await vault.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
