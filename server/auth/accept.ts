import { invalid, VaultError } from '#shared/errors.ts';
import type { AcceptInput } from '#shared/sign-in.ts';
import { createUser } from './accounts.ts';
import { type AuthTx, inTransaction } from './context.ts';
import { ANONYMOUS, authEvent, sessionOf } from './events.ts';
import { endLinks, type Link, peekLink, takeLink } from './links.ts';
import { demandStrongPassword } from './password-strength.ts';
import { endSessions, type NewSession, newSession } from './sessions.ts';
import { demandPasswordSignIn } from './sign-in.ts';
import type { AuthDeps } from './state.ts';
import { accountSubject, forgive } from './throttle.ts';
import { changeUser, findById, lockUser } from './users.ts';

/**
 * Uses a one-time link: an invited guest gets his account, or an owner a new password. Both are signed in, unless
 * the owner has a second step: then there is no session, and he signs in with his code.
 * @throws {VaultError} INVITATION_NOT_FOUND, VALIDATION_ERROR, PASSWORD_TOO_WEAK, EMAIL_IN_USE,
 * PASSWORD_SIGN_IN_OFF, UNAVAILABLE.
 */
export async function accept(deps: AuthDeps, input: AcceptInput): Promise<NewSession | null> {
  demandPasswordSignIn(deps.config);
  const link = await peekLink(deps, input.token);
  if (input.email !== undefined && input.email !== link.email)
    throw invalid('email', 'This link is for another e-mail.');
  const work = link.kind === 'invitation' ? join(input, link) : reset(link);
  demandStrongPassword(input.password, { email: link.email, name: input.name ?? '' });
  // Hashing takes a tenth of a second: it must not hold a transaction open.
  const passwordHash = await deps.state.passwords.hash(input.password);
  return inTransaction(deps, async (tx) => {
    await takeLink(tx, link);
    return work(tx, passwordHash);
  });
}

type Work = (tx: AuthTx, passwordHash: string) => Promise<NewSession | null>;

function join({ name }: AcceptInput, { email, ownerId }: Link): Work {
  if (name === undefined) throw invalid('name', 'Must be given.');
  return async (tx, passwordHash) => {
    // An invitation is worth as much as he who gave it.
    if (!(await isEnabled(tx, ownerId))) throw new VaultError('INVITATION_NOT_FOUND');
    const user = await createUser(tx, { email, name, passwordHash });
    const session = await newSession(tx, user.id, 'password');
    const what = { caller: sessionOf(session.id, user), object: { kind: 'account', id: user.id } };
    const own = authEvent(tx, 'account.accept', { ...what, chainId: user.id });
    await tx.audit.record(tx.em, own, authEvent(tx, 'account.accept', what));
    return session;
  };
}

function reset({ ownerId }: Link): Work {
  return async (tx, passwordHash) => {
    const user = await lockUser(tx, ownerId);
    if (user === undefined || user.disabledAt !== null) throw new VaultError('INVITATION_NOT_FOUND');
    await changeUser(tx, user, { passwordHash });
    await forgive(tx.em, accountSubject(tx.keyring.instance, user.email));
    await endLinks(tx, ownerId, 'password-reset');
    const ended = await endSessions(tx, ownerId, null);
    const session = user.secondStepId === null ? await newSession(tx, ownerId, 'password') : null;
    const caller = session === null ? ANONYMOUS : sessionOf(session.id, user);
    const what = { caller, object: { kind: 'account', id: ownerId }, count: ended.length };
    await tx.audit.record(tx.em, authEvent(tx, 'account.password-reset', { chainId: ownerId, ...what }));
    return session;
  };
}

async function isEnabled(tx: AuthTx, userId: string): Promise<boolean> {
  const user = await findById(tx.em, userId);
  return user?.disabledAt === null;
}
