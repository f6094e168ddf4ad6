import type { Config } from '#server/config.ts';
import { VaultError } from '#shared/errors.ts';
import type { ReauthenticateInput, SignInInput } from '#shared/sign-in.ts';
import type { SessionCaller } from './caller.ts';
import { type AuthContext, inTransaction } from './context.ts';
import { authEvent, sessionOf } from './events.ts';
import { provePassword } from './password-proof.ts';
import { endSession, freshen, type NewSession, newSession } from './sessions.ts';
import type { AuthDeps } from './state.ts';
import { accountSubject, personSubject } from './throttle.ts';
import { findByEmail, findById } from './users.ts';

/**
 * Signs a person in by e-mail and password, and by a code where he has a second step.
 * @throws {VaultError} AUTH_INVALID_CREDENTIALS, AUTH_CODE_REQUIRED, AUTH_CODE_INVALID, RATE_LIMITED, PASSWORD_SIGN_IN_OFF, UNAVAILABLE.
 */
export async function signIn(deps: AuthDeps, input: SignInInput): Promise<NewSession> {
  demandPasswordSignIn(deps.config);
  const { email, password, code } = input;
  const claim = {
    action: 'sign-in.password',
    caller: { kind: 'anonymous', id: null, label: null },
    subject: accountSubject(deps.keyring.instance, email),
    find: (em: AuthDeps['em']) => findByEmail(em, email),
    password,
    code: { given: code },
  } as const;
  return provePassword(deps, claim, async (tx, user) => {
    const session = await newSession(tx, user.id, 'password');
    const [caller, object] = [sessionOf(session.id, user), { kind: 'session', id: session.id }];
    await tx.audit.record(tx.em, authEvent(tx, 'sign-in.password', { chainId: user.id, caller, object }));
    return session;
  });
}

/**
 * Makes a session fresh again by its user's password, and a code where he has a second step.
 * @throws {VaultError} AUTH_INVALID_CREDENTIALS, AUTH_CODE_REQUIRED, AUTH_CODE_INVALID, RATE_LIMITED, PASSWORD_SIGN_IN_OFF, UNAVAILABLE, AUTH_REQUIRED.
 */
export async function reauthenticate(
  deps: AuthDeps,
  session: SessionCaller,
  { password, code }: ReauthenticateInput,
): Promise<void> {
  demandPasswordSignIn(deps.config);
  const { id, userId, label } = session;
  const claim = {
    action: 'sign-in.reauthenticate',
    caller: { kind: 'session', id, label },
    subject: personSubject(deps.keyring.instance, userId),
    find: (em: AuthDeps['em']) => findById(em, userId),
    password,
    code: { given: code },
  } as const;
  return provePassword(deps, claim, async (tx, user) => {
    await freshen(tx, id);
    const [caller, object] = [sessionOf(id, user), { kind: 'session', id }];
    await tx.audit.record(tx.em, authEvent(tx, claim.action, { chainId: userId, caller, object }));
  });
}

/** Ends the session that asks for it. Its page is not told: it is on its way to Keycloak's sign-out. */
export function signOut(context: AuthContext, { id, userId, label }: SessionCaller): Promise<void> {
  return inTransaction(context, async (tx) => {
    if (!(await endSession(tx, userId, id))) return;
    const [caller, object] = [sessionOf(id, { email: label }), { kind: 'session', id }];
    await tx.audit.record(tx.em, authEvent(tx, 'session.end', { chainId: userId, caller, object }));
  });
}

/** @throws {VaultError} PASSWORD_SIGN_IN_OFF where passwords let nobody in. */
export function demandPasswordSignIn({ passwordSignIn }: Config): void {
  if (!passwordSignIn) throw new VaultError('PASSWORD_SIGN_IN_OFF');
}
