import { demandRowMac, keyedHash } from '#server/crypto/instance.ts';
import { isAccessKey } from '#server/crypto/tokens.ts';
import type { Environment } from '#shared/entries.ts';
import { VaultError } from '#shared/errors.ts';
import type { Scope } from '#shared/scopes.ts';
import type { AccessKeyCaller } from './caller.ts';
import type { KeyRow } from './credentials.ts';
import { demandGenuine } from './genuine.ts';
import { accessKeyFields, userFields } from './macs.ts';
import type { AuthDeps } from './state.ts';

const BEARER = /^bearer +(\S+)$/i;

/**
 * Says whose access key an `Authorization` header carries. A header of another form, or a key whose checksum
 * is wrong, costs no query.
 * @throws {VaultError} AUTH_INVALID_KEY if it is no live access key.
 */
export async function accessKeyCaller(deps: AuthDeps, header: string): Promise<{ caller: AccessKeyCaller; now: Date }> {
  const [, key] = BEARER.exec(header.trim()) ?? [];
  const row = key !== undefined && isAccessKey(key) ? await find(deps, key) : undefined;
  if (row === undefined) {
    deps.state.counters.unknownKeys += 1;
    throw new VaultError('AUTH_INVALID_KEY');
  }
  const { now } = row;
  await demandGenuineKey(deps, row, now);
  const isExpired = row.expiresAt !== null && row.expiresAt <= now;
  if (isExpired || row.disabledAt !== null) throw new VaultError('AUTH_INVALID_KEY');
  deps.state.stamps.touch('access_key', row.id, now, row.lastUsedAt);
  return { now, caller: callerOf(row) };
}

function find({ em, keyring, state }: AuthDeps, key: string): Promise<KeyRow | undefined> {
  return state.find.key(em, keyedHash(keyring.instance, 'access-key', key));
}

function demandGenuineKey(deps: AuthDeps, row: KeyRow, now: Date): Promise<void> {
  const { instance } = deps.keyring;
  const { id, ownerId } = row;
  return demandGenuine(deps, { now, ownerId, action: 'access-key.use', refusal: 'AUTH_INVALID_KEY' }, () => {
    demandRowMac(instance, row.mac, { table: 'access_key', rowId: id }, accessKeyFields(row));
    demandRowMac(instance, row.userMac, { table: 'user_account', rowId: ownerId }, userFields({ ...row, id: ownerId }));
  });
}

function callerOf({ id, ownerId, keyPrefix, scopes, names, environments }: KeyRow): AccessKeyCaller {
  return {
    kind: 'accessKey',
    id,
    userId: ownerId,
    label: keyPrefix,
    // The MAC says that the server wrote both lists, and it writes these words only.
    scopes: scopes as Scope[],
    names,
    environments: environments as Environment[] | null,
  };
}
