import { sql } from 'kysely';
import { query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import { inTransaction } from './context.ts';
import { authEvent, SYSTEM } from './events.ts';
import { demandAdmitted } from './keycloak-admission.ts';
import { reasonOf } from './keycloak-attempt.ts';
import type { KeycloakDeps } from './keycloak-flow.ts';
import { SignInRefusal } from './keycloak-refusal.ts';
import { keepTokens, openTokens, type SessionRef } from './keycloak-tokens.ts';
import { endSession, tellOfEnd } from './sessions.ts';
import type { AuthDeps } from './state.ts';

/** A session, and when Keycloak was last asked about it. */
export type CheckedSession = SessionRef & { method: 'password' | 'keycloak'; providerCheckedAt: Date | null };

const EVERY_MS = 5 * 60 * 1000;

/**
 * Asks Keycloak whether a session that is in use still stands there: at most every five minutes, and by one
 * replica. Ends it where Keycloak has ended its own, has disabled its user, or the rules no longer let him in.
 * A Keycloak that cannot be reached ends nothing. @returns whether the session goes on.
 */
export async function standsAtKeycloak(deps: AuthDeps, session: CheckedSession, now: Date): Promise<boolean> {
  if (session.method !== 'keycloak') return true;
  const { keycloak } = deps.state;
  // Whom nobody can ask about any more is not let in; with the settings back, the session is.
  if (keycloak === null) return false;
  if (!isDue(session, now)) return true;
  const asking = { ...deps, keycloak };
  if (!(await claimTurn(asking, session, now))) return true;
  const verdict = await ask(asking, session, now);
  if (verdict === null) return true;
  await end(deps, session, verdict);
  return false;
}

/** One in the future was not written by us, and must not put off the question for ever. */
function isDue({ providerCheckedAt }: CheckedSession, now: Date): boolean {
  return providerCheckedAt === null || Math.abs(now.getTime() - providerCheckedAt.getTime()) >= EVERY_MS;
}

/** Of all requests and replicas that find the question due, one asks it. */
async function claimTurn({ em }: KeycloakDeps, { id, providerCheckedAt }: CheckedSession, now: Date): Promise<boolean> {
  const claimed = await query(em)
    .updateTable('session')
    .set({ providerCheckedAt: now })
    .where('id', '=', id)
    .where(sql<boolean>`provider_checked_at is not distinct from ${providerCheckedAt}`)
    .returning('id')
    .execute();
  return claimed.length === 1;
}

/** @returns why the session must end, or null. */
async function ask(deps: KeycloakDeps, session: SessionRef, now: Date): Promise<string | null> {
  try {
    await refresh(deps, session, now);
    return null;
  } catch (error) {
    if (!isSilence(error)) return verdictOf(error);
    deps.keycloak.onFault(error);
    return null;
  }
}

/** A Keycloak that is away, or that refuses the vault itself, has said nothing of the session. */
function isSilence(error: unknown): boolean {
  if (error instanceof SignInRefusal) return error.reason === 'CLIENT_REFUSED';
  return error instanceof VaultError && error.code === 'KEYCLOAK_UNAVAILABLE';
}

function verdictOf(error: unknown): string {
  const reason = reasonOf(error);
  if (reason === null) throw error;
  return reason;
}

async function refresh(deps: KeycloakDeps, session: SessionRef, now: Date): Promise<void> {
  const { keycloak } = deps;
  const kept = await openTokens(deps, session);
  // Another realm was configured since: its predecessor's token is none of its business.
  if (kept.issuer !== keycloak.issuer) throw new SignInRefusal('ISSUER_WRONG');
  if (kept.refreshToken === null) return;
  const renewed = await keycloak.refresh(kept.refreshToken);
  const idToken = renewed.idToken ?? kept.idToken;
  const refreshToken = renewed.refreshToken ?? kept.refreshToken;
  await inTransaction(deps, (tx) => keepTokens(tx, session, { ...kept, idToken, refreshToken }));
  if (renewed.idToken === null) return;
  const claims = await keycloak.verifyIdToken(renewed.idToken, now, null);
  if (claims.subject !== kept.subject) throw new SignInRefusal('TOKEN_INVALID', { detail: 'sub' });
  demandAdmitted(keycloak.rules, claims);
}

function end(deps: AuthDeps, { id, ownerId }: SessionRef, reason: string): Promise<void> {
  return inTransaction(deps, async (tx) => {
    if (!(await endSession(tx, ownerId, id))) return;
    const what = { chainId: ownerId, caller: SYSTEM, object: { kind: 'session', id }, reason };
    await tx.audit.record(tx.em, authEvent(tx, 'session.end', what));
    await tellOfEnd(tx, tx, ownerId);
  });
}
