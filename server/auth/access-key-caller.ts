import { demandRowMac, keyedHash } from '#server/crypto/instance.ts';
import { isAccessKey } from '#server/crypto/tokens.ts';
import { type Em, query } from '#server/db/query.ts';
import type { Environment } from '#shared/entries.ts';
import { VaultError } from '#shared/errors.ts';
import type { Scope } from '#shared/scopes.ts';
import type { AccessKeyCaller } from './caller.ts';
import { nowMs } from './context.ts';
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
  const row = key !== undefined && isAccessKey(key) ? await selectKey(deps, key) : undefined;
  if (row === undefined) {
    deps.state.counters.unknownKeys += 1;
    throw new VaultError('AUTH_INVALID_KEY');
  }
  const now = new Date(row.nowMs);
  await demandGenuineKey(deps, row, now);
  const isExpired = row.expiresAt !== null && row.expiresAt <= now;
  if (isExpired || row.disabledAt !== null) throw new VaultError('AUTH_INVALID_KEY');
  deps.state.stamps.touch('access_key', row.id, now, row.lastUsedAt);
  return { now, caller: callerOf(row) };
}

type KeyRow = NonNullable<Awaited<ReturnType<typeof selectKey>>>;

function selectKey({ em, keyring }: { em: Em; keyring: AuthDeps['keyring'] }, key: string) {
  return query(em)
    .selectFrom('access_key')
    .innerJoin('user_account', 'user_account.id', 'access_key.ownerId')
    .select(['access_key.id', 'access_key.ownerId', 'access_key.tokenHash', 'access_key.keyPrefix'])
    .select(['access_key.scopes', 'access_key.names', 'access_key.environments', 'access_key.expiresAt'])
    .select(['access_key.lastUsedAt', 'access_key.createdAt', 'access_key.mac', nowMs.as('nowMs')])
    .select(['user_account.email', 'user_account.role', 'user_account.passwordHash', 'user_account.disabledAt'])
    .select('user_account.mac as userMac')
    .where('access_key.tokenHash', '=', keyedHash(keyring.instance, 'access-key', key))
    .executeTakeFirst();
}

function demandGenuineKey(deps: AuthDeps, row: KeyRow, now: Date): Promise<void> {
  const { instance } = deps.keyring;
  const { id, ownerId } = row;
  const refusal = new VaultError('AUTH_INVALID_KEY');
  return demandGenuine(deps, { now, ownerId, action: 'access-key.use', refusal }, () => {
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
