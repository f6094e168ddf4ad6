import { query } from '#server/db/query.ts';
import { type AuthContext, type AuthTx, databaseNow, inTransaction } from './context.ts';
import { authEvent, sessionOf } from './events.ts';
import { findLinked, linkTo, userFor } from './keycloak-accounts.ts';
import { demandAdmitted } from './keycloak-admission.ts';
import { recorded, throttled } from './keycloak-attempt.ts';
import { ACTIONS, type Flow, type KeycloakDeps, type Purpose, takeFlow } from './keycloak-flow.ts';
import { detailOf, SignInRefusal } from './keycloak-refusal.ts';
import { type KeptTokens, keepTokens, type SessionRef, sidHash } from './keycloak-tokens.ts';
import { unreachable } from './oidc-fetch.ts';
import type { IdClaims } from './oidc-tokens.ts';
import { freshen, lockSession, type NewSession, newSession } from './sessions.ts';

/** What a browser brings back from Keycloak, and the cookie that it got when it went there. */
export type Answer = {
  state: string;
  cookie: string;
  code: string | null;
  error: string | null;
  issuer: string | null;
};

/** Where the browser goes on to; with a new session if it had signed in. */
export type Finished = { returnTo: string; session: NewSession | null };

const SIGN_IN = { action: ACTIONS['sign-in'], userId: null };
const SKEW_MS = 30_000;

/**
 * Finishes what `beginFlow` began: signs somebody in, makes his session fresh, or links the two accounts.
 * Failures are counted against the address and recorded, and change nothing.
 * @throws {SignInRefusal} saying why.
 * @throws {VaultError} KEYCLOAK_UNAVAILABLE, RATE_LIMITED, AUDIT_UNAVAILABLE.
 * @throws {IntegrityError} if a stored link, user or session was altered.
 */
export function answerCallback(deps: KeycloakDeps, answer: Answer): Promise<Finished> {
  return throttled(deps, SIGN_IN, async () => {
    const flow = await recorded(deps, SIGN_IN, () => takeFlow(deps, answer));
    const attempted = { action: ACTIONS[flow.purpose], userId: await ownerOf(deps, flow) };
    return recorded(deps, attempted, () => FINISH[flow.purpose](deps, flow, answer));
  });
}

const FINISH: Record<Purpose, (deps: KeycloakDeps, flow: Flow, answer: Answer) => Promise<Finished>> = {
  'sign-in': signIn,
  reauthenticate,
  link,
};

async function signIn(deps: KeycloakDeps, flow: Flow, answer: Answer): Promise<Finished> {
  const proof = await prove(deps, flow, answer);
  const session = await inTransaction(deps, async (tx) => {
    const user = await userFor(tx, proof.claims);
    const made = await newSession(tx, user.id, 'keycloak');
    // Keycloak may have let him in by a sign-in of this morning: that does not make him fresh.
    const provedAt = Math.min(tx.now.getTime(), proof.claims.authenticatedAt?.getTime() ?? 0);
    await freshen({ ...tx, now: new Date(provedAt) }, made.id);
    await adopt(tx, { id: made.id, ownerId: user.id }, proof);
    const [caller, object] = [sessionOf(made.id, user), { kind: 'session', id: made.id }];
    await tx.audit.record(tx.em, authEvent(tx, SIGN_IN.action, { chainId: user.id, caller, object }));
    return made;
  });
  return { returnTo: flow.returnTo, session };
}

async function reauthenticate(deps: KeycloakDeps, flow: Flow, answer: Answer): Promise<Finished> {
  const proof = await prove(deps, flow, answer);
  const provedAt = proof.claims.authenticatedAt?.getTime() ?? 0;
  if (provedAt < flow.begunAt.getTime() - SKEW_MS) throw new SignInRefusal('NOT_FRESH');
  await inTransaction(deps, async (tx) => {
    const user = await findLinked(tx, proof.claims.subject);
    const session = await asking(tx, flow);
    if (user?.id !== session.ownerId) throw new SignInRefusal('OTHER_ACCOUNT');
    await freshen(tx, session.id);
    if (session.method === 'keycloak') await adopt(tx, session, proof);
    const [caller, object] = [sessionOf(session.id, user), { kind: 'session', id: session.id }];
    await tx.audit.record(tx.em, authEvent(tx, ACTIONS.reauthenticate, { chainId: user.id, caller, object }));
  });
  return { returnTo: flow.returnTo, session: null };
}

async function link(deps: KeycloakDeps, flow: Flow, answer: Answer): Promise<Finished> {
  const { claims } = await prove(deps, flow, answer);
  await inTransaction(deps, async (tx) => {
    const ownerId = await ownerOf(tx, flow);
    if (ownerId === null) throw new SignInRefusal('SESSION_OVER');
    const user = await linkTo(tx, ownerId, claims.subject);
    const session = await asking(tx, flow);
    if (session.ownerId !== user.id) throw new SignInRefusal('SESSION_OVER');
    const [caller, object] = [sessionOf(session.id, user), { kind: 'account', id: user.id }];
    await tx.audit.record(tx.em, authEvent(tx, ACTIONS.link, { chainId: user.id, caller, object }));
  });
  return { returnTo: flow.returnTo, session: null };
}

/** The session that asked for it. */
async function asking(tx: AuthTx, { sessionId }: Flow) {
  const session = sessionId === null ? undefined : await lockSession(tx, sessionId);
  if (session === undefined) throw new SignInRefusal('SESSION_OVER');
  return session;
}

/** Whom Keycloak vouches for, and what is kept of it. */
type Proof = { claims: IdClaims; kept: KeptTokens };

/** Runs outside of any transaction: on the embedded database everybody else would wait for Keycloak. */
async function prove({ em, keycloak }: KeycloakDeps, { codeVerifier, nonce }: Flow, answer: Answer): Promise<Proof> {
  await keycloak.demandIssuer(answer.issuer);
  if (answer.error !== null) throw refusalOf(answer.error);
  if (!answer.code) throw new SignInRefusal('REQUEST_INVALID', { detail: 'code' });
  const { idToken, refreshToken } = await keycloak.exchange(answer.code, codeVerifier);
  if (idToken === null) throw new SignInRefusal('TOKEN_INVALID', { detail: 'missing' });
  const claims = await keycloak.verifyIdToken(idToken, await databaseNow(em), nonce);
  demandAdmitted(keycloak.rules, claims);
  return { claims, kept: { issuer: keycloak.issuer, subject: claims.subject, idToken, refreshToken } };
}

/** RFC 6749, 4.1.2.1. */
const PROVIDER_FAULTS = new Set(['server_error', 'temporarily_unavailable']);

function refusalOf(error: string): Error {
  if (PROVIDER_FAULTS.has(error)) return unreachable(new Error(`Keycloak says ${error}.`));
  return new SignInRefusal('SIGN_IN_CANCELLED', detailOf(error));
}

/** Notes on a session what Keycloak's own is, and that Keycloak has just been asked. */
async function adopt(tx: AuthTx, session: SessionRef, { claims, kept }: Proof): Promise<void> {
  const providerSidHash = claims.sid === null ? null : sidHash(tx.keyring.instance, kept.issuer, claims.sid);
  await keepTokens(tx, session, kept);
  await query(tx.em)
    .updateTable('session')
    .set({ providerSidHash, providerCheckedAt: tx.now })
    .where('id', '=', session.id)
    .execute();
}

async function ownerOf({ em }: AuthContext, { sessionId }: Flow): Promise<string | null> {
  if (sessionId === null) return null;
  const row = await query(em).selectFrom('session').select('ownerId').where('id', '=', sessionId).executeTakeFirst();
  return row?.ownerId ?? null;
}
