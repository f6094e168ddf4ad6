import { VaultError } from '#shared/errors.ts';
import type { SessionCaller } from './caller.ts';
import { type AuthTx, inTransaction } from './context.ts';
import { authEvent, sessionOf } from './events.ts';
import { endLinks } from './links.ts';
import { provePassword } from './password-proof.ts';
import { demandStrongPassword } from './password-strength.ts';
import { endSessions, tellOfEnd } from './sessions.ts';
import { demandPasswordSignIn } from './sign-in.ts';
import type { AuthDeps } from './state.ts';
import { personSubject } from './throttle.ts';
import { changeUser, findById, lockUser, type User } from './users.ts';

/**
 * Changes the password of a signed-in person and ends all his other sessions. The caller has made sure that
 * the session is fresh; that alone lets someone set a first password who came by Keycloak.
 * @throws {VaultError} AUTH_INVALID_CREDENTIALS if the current one is wrong, PASSWORD_TOO_WEAK, RATE_LIMITED,
 * PASSWORD_SIGN_IN_OFF, UNAVAILABLE, EMAIL_IN_USE if another account signs in by password under his e-mail.
 */
export async function changePassword(
  deps: AuthDeps,
  session: SessionCaller,
  { current, next }: { current: string; next: string },
): Promise<void> {
  demandPasswordSignIn(deps.config);
  const user = await findById(deps.em, session.userId);
  if (user === undefined) throw new VaultError('AUTH_REQUIRED');
  demandStrongPassword(next, user);
  const passwordHash = await deps.state.passwords.hash(next);
  const set = async (tx: AuthTx) => {
    await setPassword(tx, session, passwordHash);
    await tellOfEnd(deps, tx, session.userId);
  };
  if (user.passwordHash === null) return inTransaction(deps, set);
  return provePassword(deps, claimOf(deps, session, current), set);
}

function claimOf({ keyring }: AuthDeps, { id, userId, label }: SessionCaller, password: string) {
  return {
    action: 'account.password',
    caller: { kind: 'session', id, label },
    subject: personSubject(keyring.instance, userId),
    find: (em: AuthDeps['em']) => findById(em, userId),
    password,
  } as const;
}

async function setPassword(tx: AuthTx, session: SessionCaller, passwordHash: string): Promise<void> {
  const user = await lockUser(tx, session.userId);
  if (user === undefined) throw new VaultError('AUTH_REQUIRED');
  await changeUser(tx, user, { passwordHash });
  const ended = await endSessions(tx, user.id, session.id);
  await endLinks(tx, user.id, 'password-reset');
  await tx.audit.record(tx.em, changed(tx, session.id, user, ended.length));
}

function changed(tx: AuthTx, sessionId: string, user: User, count: number) {
  const [caller, object] = [sessionOf(sessionId, user), { kind: 'account', id: user.id }];
  return authEvent(tx, 'account.password', { chainId: user.id, caller, object, count });
}
