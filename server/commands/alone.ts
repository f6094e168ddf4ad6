import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { auditLog } from '#server/audit/log.ts';
import { type Config, readConfig } from '#server/config.ts';
import type { Database } from '#server/db/open.ts';
import { type AdminRequest, answerAdmin } from '#server/http/admin-commands.ts';
import type { AdminReply } from '#server/http/admin-socket.ts';
import { openKeyring } from '#server/keyring/keyring.ts';
import { keysDoor } from '#server/keyring/keys-door.ts';
import { replicasOf } from '#server/process/replicas.ts';
import { openAlone } from './open-alone.ts';

/**
 * Answers a request without a server: opens the vault, under its lock where it is the embedded one, for as long as
 * the answer is used. It never makes a vault and never migrates one: other replicas may run on the tables as they are.
 */
export async function answerAlone<T>(
  config: Config,
  request: AdminRequest,
  use: (reply: AdminReply) => Promise<T>,
): Promise<T> {
  if (config.databaseUrl === null && !existsSync(join(config.dataDir, 'db')))
    return use({ ok: false, lines: [`There is no vault in ${config.dataDir}.`] });
  const db = await openAlone(config);
  try {
    if (await isBehind(db))
      return use({ ok: false, lines: ['The vault is of an older version: start the server once.'] });
    const ring = await openKeyring(db.fork(), readConfig);
    const { current } = ring;
    const keys = keysDoor(db, ring, replicasOf(db));
    const audit = auditLog(db.fork, () => current().instance);
    const origin = { requestId: null, address: null, userAgent: null };
    return await use(await answerAdmin({ em: db.fork(), keyring: current(), audit, config, origin, keys }, request));
  } finally {
    await db.close();
  }
}

async function isBehind(db: Database): Promise<boolean> {
  const pending = await db.unhurried(({ migrator }) => migrator.getPending());
  return pending.length > 0;
}
