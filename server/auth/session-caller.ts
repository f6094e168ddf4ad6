import { demandRowMac, keyedHash } from '#server/crypto/instance.ts';
import { VaultError } from '#shared/errors.ts';
import type { SessionCaller } from './caller.ts';
import type { SessionRow } from './credentials.ts';
import { demandGenuine } from './genuine.ts';
import { standsAtKeycloak } from './keycloak-recheck.ts';
import { sessionFields, userFields } from './macs.ts';
import type { AuthDeps } from './state.ts';
import { STAMP_LAG_MS } from './use-stamps.ts';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const FRESH_MS = 10 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;

/**
 * Says whose session a cookie carries. One made by Keycloak may have to be asked for there.
 * @throws {VaultError} AUTH_REQUIRED if it is no live session.
 */
export async function sessionCaller(deps: AuthDeps, token: string): Promise<{ caller: SessionCaller; now: Date }> {
  const row = TOKEN.test(token) ? await find(deps, token) : undefined;
  if (row === undefined) {
    deps.state.counters.unknownSessions += 1;
    throw new VaultError('AUTH_REQUIRED');
  }
  const { now } = row;
  await demandGenuineSession(deps, row, now);
  if (!isLive(deps, row, now) || !(await standsAtKeycloak(deps, row, now))) throw new VaultError('AUTH_REQUIRED');
  deps.state.stamps.touch('session', row.id, now, row.lastUsedAt);
  const { id, ownerId: userId, email: label, role } = row;
  const isFresh = now.getTime() - row.freshAt.getTime() < FRESH_MS;
  return { now, caller: { kind: 'session', id, userId, label, role, isFresh } };
}

function find({ em, keyring, state }: AuthDeps, token: string): Promise<SessionRow | undefined> {
  return state.find.session(em, keyedHash(keyring.instance, 'session', token));
}

function demandGenuineSession(deps: AuthDeps, row: SessionRow, now: Date): Promise<void> {
  const { instance } = deps.keyring;
  const { id, ownerId } = row;
  return demandGenuine(deps, { now, ownerId, action: 'session.use', refusal: 'AUTH_REQUIRED' }, () => {
    demandRowMac(instance, row.mac, { table: 'session', rowId: id }, sessionFields(row));
    demandRowMac(instance, row.userMac, { table: 'user_account', rowId: ownerId }, userFields({ ...row, id: ownerId }));
  });
}

/** The stored last use may be behind: nobody is signed out a minute early for it. */
function isLive({ config }: AuthDeps, { disabledAt, expiresAt, lastUsedAt }: SessionRow, now: Date): boolean {
  const idleMs = now.getTime() - lastUsedAt.getTime();
  const maxIdleMs = config.sessionIdleHours * HOUR_MS + STAMP_LAG_MS;
  return disabledAt === null && expiresAt > now && idleMs < maxIdleMs;
}
