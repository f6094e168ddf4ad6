import { demandRowMac, keyedHash } from '#server/crypto/instance.ts';
import { type Em, query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import type { SessionCaller } from './caller.ts';
import { nowMs } from './context.ts';
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
  const row = TOKEN.test(token) ? await selectSession(deps, token) : undefined;
  if (row === undefined) {
    deps.state.counters.unknownSessions += 1;
    throw new VaultError('AUTH_REQUIRED');
  }
  const now = new Date(row.nowMs);
  await demandGenuineSession(deps, row, now);
  if (!isLive(deps, row, now) || !(await standsAtKeycloak(deps, row, now))) throw new VaultError('AUTH_REQUIRED');
  deps.state.stamps.touch('session', row.id, now, row.lastUsedAt);
  const { id, ownerId: userId, email: label, role } = row;
  const isFresh = now.getTime() - row.freshAt.getTime() < FRESH_MS;
  return { now, caller: { kind: 'session', id, userId, label, role, isFresh } };
}

type SessionRow = NonNullable<Awaited<ReturnType<typeof selectSession>>>;

function selectSession({ em, keyring }: { em: Em; keyring: AuthDeps['keyring'] }, token: string) {
  return query(em)
    .selectFrom('session')
    .innerJoin('user_account', 'user_account.id', 'session.ownerId')
    .select(['session.id', 'session.ownerId', 'session.tokenHash', 'session.method', 'session.createdAt'])
    .select(['session.freshAt', 'session.expiresAt', 'session.lastUsedAt', 'session.providerCheckedAt', 'session.mac'])
    .select(['user_account.email', 'user_account.role', 'user_account.passwordHash', 'user_account.disabledAt'])
    .select(['user_account.mac as userMac', nowMs.as('nowMs')])
    .where('session.tokenHash', '=', keyedHash(keyring.instance, 'session', token))
    .executeTakeFirst();
}

function demandGenuineSession(deps: AuthDeps, row: SessionRow, now: Date): Promise<void> {
  const { instance } = deps.keyring;
  const { id, ownerId } = row;
  const refusal = new VaultError('AUTH_REQUIRED');
  return demandGenuine(deps, { now, ownerId, action: 'session.use', refusal }, () => {
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
