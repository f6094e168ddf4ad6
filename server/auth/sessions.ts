import { newId } from '#server/crypto/ids.ts';
import { demandRowMac, keyedHash, rowMac } from '#server/crypto/instance.ts';
import { newToken } from '#server/crypto/tokens.ts';
import { query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import type { AuthTx } from './context.ts';
import { sessionFields } from './macs.ts';
import type { AuthDeps } from './state.ts';

/** A sign-in that succeeded; `token` goes into the cookie and is nowhere stored. */
export type NewSession = { id: string; token: string; expiresAt: Date };

const HOUR_MS = 60 * 60 * 1000;

/** Signs a user in, in the running write. The Keycloak columns stay empty: they stand outside of the MAC. */
export async function newSession(tx: AuthTx, ownerId: string, method: 'password' | 'keycloak'): Promise<NewSession> {
  const { em, keyring, config, origin, now } = tx;
  const token = newToken();
  const row = {
    id: newId(),
    ownerId,
    tokenHash: keyedHash(keyring.instance, 'session', token),
    method,
    createdAt: now,
    freshAt: now,
    expiresAt: new Date(now.getTime() + config.sessionMaxHours * HOUR_MS),
  };
  const mac = rowMac(keyring.instance, 'session', sessionFields(row));
  const { address, userAgent } = origin;
  const provider = { providerSidHash: null, providerTokens: null, providerCheckedAt: null };
  await query(em)
    .insertInto('session')
    .values({ ...row, lastUsedAt: now, address, userAgent, ...provider, mac })
    .execute();
  return { id: row.id, token, expiresAt: row.expiresAt };
}

/** Locks and verifies a session's row, if it has not ended. @throws {IntegrityError} if it was written past the server. */
export async function lockSession(tx: AuthTx, sessionId: string) {
  const row = await query(tx.em)
    .selectFrom('session')
    .select(['id', 'ownerId', 'tokenHash', 'method', 'createdAt', 'freshAt', 'expiresAt', 'mac'])
    .where('id', '=', sessionId)
    .where('expiresAt', '>', tx.now)
    .forUpdate()
    .executeTakeFirst();
  if (row !== undefined) {
    demandRowMac(tx.keyring.instance, row.mac, { table: 'session', rowId: row.id }, sessionFields(row));
  }
  return row;
}

/** Notes that a session's user proved again who he is. @throws {VaultError} AUTH_REQUIRED if it has ended. */
export async function freshen(tx: AuthTx, sessionId: string): Promise<void> {
  // What is signed anew must be ours: otherwise this would make a forged row genuine.
  const row = await lockSession(tx, sessionId);
  if (row === undefined) throw new VaultError('AUTH_REQUIRED');
  const freshAt = tx.now;
  const mac = rowMac(tx.keyring.instance, 'session', sessionFields({ ...row, freshAt }));
  await query(tx.em).updateTable('session').set({ freshAt, mac }).where('id', '=', sessionId).execute();
}

/** Tells the owner's open pages, once the running write has committed, that a session of his has ended. */
export function tellOfEnd({ state }: Pick<AuthDeps, 'state'>, { em }: Pick<AuthTx, 'em'>, ownerId: string) {
  return state.events.changed(em, ownerId, { noun: 'session', id: null });
}

/** Ends a session of an owner, in the running write. @returns whether there was one. */
export async function endSession(tx: Pick<AuthTx, 'em'>, ownerId: string, id: string): Promise<boolean> {
  const ended = await query(tx.em)
    .deleteFrom('session')
    .where('ownerId', '=', ownerId)
    .where('id', '=', id)
    .returning('id')
    .execute();
  return ended.length === 1;
}

/** Ends an owner's sessions, all but one if that is named. @returns the ids of those that ended. */
export async function endSessions(tx: Pick<AuthTx, 'em'>, ownerId: string, but: string | null): Promise<string[]> {
  const ended = await query(tx.em)
    .deleteFrom('session')
    .where('ownerId', '=', ownerId)
    .$if(but !== null, (q) => q.where('id', '!=', but ?? ''))
    .returning('id')
    .execute();
  return ended.map(({ id }) => id);
}
