import type { z } from 'zod';
import type { Caller, SessionCaller } from '#server/auth/caller.ts';
import { accessKeyFields } from '#server/auth/macs.ts';
import { newId } from '#server/crypto/ids.ts';
import { keyedHash, rowMac } from '#server/crypto/instance.ts';
import { accessKeyPrefix, newAccessKey } from '#server/crypto/tokens.ts';
import { query } from '#server/db/query.ts';
import {
  type AccessKey,
  type AccessKeyInput,
  type accessKeyFilter,
  type NewAccessKey,
  scope,
} from '#shared/access-keys.ts';
import { environment } from '#shared/entries.ts';
import { invalid, VaultError } from '#shared/errors.ts';
import { givesSecrets } from '#shared/scopes.ts';
import { owned, type Vault } from './vault.ts';
import { recordWrite, write } from './write.ts';

const SHOWN = [
  'id',
  'name',
  'keyPrefix',
  'scopes',
  'names',
  'environments',
  'expiresAt',
  'lastUsedAt',
  'createdAt',
] as const;

/** The caller's access keys, newest first; of each its prefix alone. */
export async function list(
  vault: Vault,
  caller: Caller,
  filter: z.infer<typeof accessKeyFilter>,
): Promise<AccessKey[]> {
  const { limit = 0, cursor = '' } = filter;
  const rows = await query(vault.em)
    .selectFrom('access_key')
    .select(SHOWN)
    .where(owned(caller, 'access_key'))
    .$if(filter.cursor !== undefined, (q) => q.where('id', '<', cursor))
    .$if(filter.limit !== undefined, (q) => q.limit(limit))
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toWire);
}

/**
 * Makes an access key. The key itself is in this answer and nowhere else: only its keyed hash is stored.
 * @throws {VaultError} VALIDATION_ERROR for an expiry that is past; AUTH_FRESH_SIGN_IN_REQUIRED if a scope gives secrets.
 */
export async function create(vault: Vault, caller: SessionCaller, input: AccessKeyInput): Promise<NewAccessKey> {
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  if (expiresAt !== null && expiresAt <= vault.now) throw invalid('expiresAt', 'Must lie in the future.');
  if (input.scopes.some(givesSecrets) && !caller.isFresh) throw new VaultError('AUTH_FRESH_SIGN_IN_REQUIRED');
  const key = newAccessKey();
  const { name, scopes, names = null, environments = null } = input;
  const { instance } = vault.keyring;
  const base = { id: newId(), ownerId: caller.userId, tokenHash: keyedHash(instance, 'access-key', key), scopes };
  const bounds = { names, environments, expiresAt, createdAt: vault.now };
  const mac = rowMac(instance, 'access_key', accessKeyFields({ ...base, ...bounds }));
  const row = { ...base, ...bounds, mac, name, keyPrefix: accessKeyPrefix(key), lastUsedAt: null };
  return write(vault, caller, async (tx) => {
    await query(tx.em).insertInto('access_key').values(row).execute();
    await recordWrite(tx, caller, 'access-key.create', { kind: 'access-key', id: row.id });
    return { ...toWire(row), key };
  });
}

/**
 * Revokes an access key: its very next request is refused.
 * @throws {VaultError} ACCESS_KEY_NOT_FOUND
 */
export function revoke(vault: Vault, caller: Caller, id: string): Promise<void> {
  return write(vault, caller, async (tx) => {
    const gone = await query(tx.em)
      .deleteFrom('access_key')
      .where(owned(caller, 'access_key'))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (gone === undefined) throw new VaultError('ACCESS_KEY_NOT_FOUND');
    await recordWrite(tx, caller, 'access-key.revoke', { kind: 'access-key', id });
  });
}

type Row = Omit<AccessKey, 'scopes' | 'environments' | 'expiresAt' | 'lastUsedAt' | 'createdAt'> & {
  scopes: string[];
  environments: string[] | null;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
};

function toWire(row: Row): AccessKey {
  const { id, name, keyPrefix, names } = row;
  return {
    ...{ id, name, keyPrefix, names },
    // A word that no longer is one opens nothing, so it is not shown either.
    scopes: row.scopes.flatMap((word) => scope.safeParse(word).data ?? []),
    environments: row.environments?.flatMap((word) => environment.safeParse(word).data ?? []) ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
