import { sql } from 'kysely';
import { type InstanceKey, keyedHash } from '#server/crypto/instance.ts';
import { newToken } from '#server/crypto/tokens.ts';
import { query } from '#server/db/query.ts';
import type { SessionCaller } from './caller.ts';
import type { AuthContext } from './context.ts';
import type { KeycloakClient } from './keycloak.ts';
import { recorded } from './keycloak-attempt.ts';
import { SignInRefusal } from './keycloak-refusal.ts';
import { returnTo as path } from './keycloak-return-to.ts';
import type { AuthDeps } from './state.ts';

/** What signing in by Keycloak works with, for one request. */
export type KeycloakDeps = AuthDeps & { keycloak: KeycloakClient };

/** What a try is recorded as. */
export const ACTIONS = {
  'sign-in': 'sign-in.keycloak',
  reauthenticate: 'sign-in.reauthenticate',
  link: 'account.link',
} as const;
export type Purpose = keyof typeof ACTIONS;

/** What a browser goes to Keycloak for, where it goes on to afterwards, and whose session asks, if one does. */
export type Errand = { returnTo: string } & (
  | { purpose: 'sign-in'; session: null }
  | { purpose: 'reauthenticate' | 'link'; session: Pick<SessionCaller, 'id' | 'userId'> }
);

/** A sign-in under way, as it was begun. */
export type Flow = { nonce: string; codeVerifier: string; returnTo: string; sessionId: string | null; begunAt: Date };

/** How long somebody may take at Keycloak; also the life of the cookie. */
export const FLOW_SECONDS = 600;

/**
 * Sends a browser to Keycloak. The returned cookie binds what comes back to that browser: whoever is lured
 * to an address with another's code and state does not have it.
 * @throws {VaultError} KEYCLOAK_UNAVAILABLE, recorded.
 */
export function beginFlow(
  deps: KeycloakDeps,
  { purpose, returnTo, session }: Errand,
): Promise<{ url: URL; cookie: string }> {
  return recorded(deps, { action: ACTIONS[purpose], userId: session?.userId ?? null }, async () => {
    const { em, keyring, keycloak } = deps;
    const [state, nonce, codeVerifier, cookie] = [newToken(), newToken(), newToken(), newToken()];
    // Who has a session here proves there that it is really him: that browser may know somebody else.
    const url = await keycloak.authorizationUrl({ state, nonce, codeVerifier }, session !== null);
    const expiresAt = sql<Date>`now() + make_interval(secs => ${sql.lit(FLOW_SECONDS)})`;
    const hashes = hashesOf(keyring.instance, { state, cookie });
    await query(em)
      .insertInto('sign_in_flow')
      .values({ ...hashes, nonce, codeVerifier, returnTo, purpose, sessionId: session?.id ?? null, expiresAt })
      .execute();
    return { url, cookie };
  });
}

/**
 * Takes a sign-in that was begun in this browser; it can be taken once. One that another browser asks for
 * stays, so that a stranger cannot spoil it.
 * @throws {SignInRefusal} FLOW_UNKNOWN
 */
export async function takeFlow(
  { em, keyring }: AuthContext,
  shown: { state: string; cookie: string },
): Promise<Flow & { purpose: Purpose }> {
  const { stateHash, cookieHash } = hashesOf(keyring.instance, shown);
  const row = await query(em)
    .deleteFrom('sign_in_flow')
    .where('stateHash', '=', stateHash)
    .where('cookieHash', '=', cookieHash)
    .where('expiresAt', '>', sql<Date>`now()`)
    .returning(['nonce', 'codeVerifier', 'returnTo', 'purpose', 'sessionId', 'expiresAt'])
    .executeTakeFirst();
  if (row === undefined) throw new SignInRefusal('FLOW_UNKNOWN');
  const { purpose, expiresAt, ...flow } = row;
  return {
    ...flow,
    returnTo: path.catch('/').parse(flow.returnTo),
    purpose,
    begunAt: new Date(expiresAt.getTime() - FLOW_SECONDS * 1000),
  };
}

/** The prefixes keep them apart from one another and from the links that the same key serves. */
function hashesOf(instance: InstanceKey, { state, cookie }: { state: string; cookie: string }) {
  return {
    stateHash: keyedHash(instance, 'link', `flow state ${state}`),
    cookieHash: keyedHash(instance, 'link', `flow cookie ${cookie}`),
  };
}
