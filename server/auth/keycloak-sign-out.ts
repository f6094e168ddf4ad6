import { IntegrityError } from '#server/crypto/aead.ts';
import { query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import { type AuthTx, databaseNow, inTransaction } from './context.ts';
import { authEvent, SYSTEM } from './events.ts';
import { findLinked } from './keycloak-accounts.ts';
import type { KeycloakDeps } from './keycloak-flow.ts';
import { openTokens, type SessionRef, sidHash } from './keycloak-tokens.ts';
import type { LogoutClaims } from './oidc-tokens.ts';
import { tellOfEnd } from './sessions.ts';
import type { AuthDeps } from './state.ts';

/**
 * Where a browser ends Keycloak's own session, or null: the session is none of Keycloak's, or Keycloak cannot
 * be reached. Asked before the session is ended, since its tokens end with it.
 */
export async function signOutUrl(
  deps: AuthDeps,
  { id, userId }: { id: string; userId: string },
): Promise<string | null> {
  const { keycloak } = deps.state;
  if (keycloak === null || !(await isKeycloaks(deps, id))) return null;
  try {
    const url = await keycloak.endSessionUrl(await idTokenOf({ ...deps, keycloak }, { id, ownerId: userId }));
    return url?.href ?? null;
  } catch (error) {
    if (error instanceof VaultError && error.code === 'KEYCLOAK_UNAVAILABLE') return null;
    throw error;
  }
}

/**
 * Ends the sessions that a logout token names (OpenID Connect Back-Channel Logout 1.0, 2.7): those of one
 * session at Keycloak, or else all that a user has by Keycloak. @returns how many there were.
 * @throws {SignInRefusal} TOKEN_INVALID
 * @throws {VaultError} KEYCLOAK_UNAVAILABLE if the token cannot be judged.
 */
export async function endByProvider(deps: KeycloakDeps, logoutToken: string): Promise<number> {
  const claims = await deps.keycloak.verifyLogoutToken(logoutToken, await databaseNow(deps.em));
  return inTransaction(deps, async (tx) => {
    const ended = await endNamed(tx, claims);
    for (const { id, ownerId } of ended) {
      const what = { chainId: ownerId, caller: SYSTEM, object: { kind: 'session', id }, reason: 'KEYCLOAK_SIGN_OUT' };
      await tx.audit.record(tx.em, authEvent(tx, 'session.end', what));
      await tellOfEnd(tx, tx, ownerId);
    }
    return ended.length;
  });
}

async function endNamed(tx: AuthTx & KeycloakDeps, { sid, subject }: LogoutClaims): Promise<SessionRef[]> {
  const ended = query(tx.em).deleteFrom('session').where('method', '=', 'keycloak').returning(['id', 'ownerId']);
  if (sid !== null) {
    const hash = sidHash(tx.keyring.instance, tx.keycloak.issuer, sid);
    return ended.where('providerSidHash', '=', hash).execute();
  }
  const user = subject === null ? null : await findLinked(tx, subject);
  return user === null ? [] : ended.where('ownerId', '=', user.id).execute();
}

async function isKeycloaks({ em }: AuthDeps, id: string): Promise<boolean> {
  const row = await query(em).selectFrom('session').select('method').where('id', '=', id).executeTakeFirst();
  return row?.method === 'keycloak';
}

/** Tokens that do not open keep nobody from signing out: Keycloak then asks him whether he means it. */
async function idTokenOf(deps: KeycloakDeps, session: SessionRef): Promise<string | null> {
  try {
    const { issuer, idToken } = await openTokens(deps, session);
    return issuer === deps.keycloak.issuer ? idToken : null;
  } catch (error) {
    if (error instanceof IntegrityError) return null;
    throw error;
  }
}
