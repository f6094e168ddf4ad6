import { type Em, query } from '#server/db/query.ts';
import { type AuthContext, type AuthTx, inTransaction } from './context.ts';
import { authEvent, SYSTEM } from './events.ts';
import { endLinks, newLink } from './links.ts';
import { removeSecondStep } from './second-step.ts';
import { endSessions } from './sessions.ts';
import { changeUser, lockUser, selectUsers, type User } from './users.ts';

/** A user as the command line lists him. */
export type UserSummary = Pick<User, 'id' | 'email' | 'name' | 'role' | 'disabledAt'> & { createdAt: Date };

/** The operator asked for something that is not there. The message is a sentence for him. */
export class AdminError extends Error {
  override name = 'AdminError';
}

/** All users, in the order they came. */
export function listUsers(em: Em): Promise<UserSummary[]> {
  return query(em)
    .selectFrom('user_account')
    .select(['id', 'email', 'name', 'role', 'disabledAt', 'createdAt'])
    .orderBy('id')
    .execute();
}

/**
 * Shuts a user out, or lets him in again. What he has stays; his sessions end, his access keys rest.
 * @throws {AdminError} if no user, or more than one, has that e-mail or id.
 */
export function setDisabled(context: AuthContext, who: string, isDisabled: boolean): Promise<void> {
  return inTransaction(context, async (tx) => {
    const user = await lockNamed(tx, who);
    if ((user.disabledAt !== null) === isDisabled) return;
    await changeUser(tx, user, { disabledAt: isDisabled ? tx.now : null });
    if (isDisabled) await endSessions(tx, user.id, null);
    await recordBySystem(tx, isDisabled ? 'account.disable' : 'account.enable', user);
  });
}

/**
 * Makes the one-time link by which a user sets a new password; an older one stops working.
 * @throws {AdminError} if no user, or more than one, has that e-mail or id.
 */
export function newResetLink(context: AuthContext, who: string): Promise<{ url: string; expiresAt: Date }> {
  return inTransaction(context, async (tx) => {
    const user = await lockNamed(tx, who);
    if (user.disabledAt !== null) throw new AdminError('That user is disabled. Enable him first.');
    await endLinks(tx, user.id, 'password-reset');
    const { url, expiresAt } = await newLink(tx, { kind: 'password-reset', ownerId: user.id, email: user.email });
    await recordBySystem(tx, 'account.password-link', user);
    return { url, expiresAt };
  });
}

/**
 * Lets a user who has lost his authenticator and his recovery codes in by his password alone.
 * @throws {AdminError} if no user, or more than one, has that e-mail or id, or he has no second step.
 */
export function turnOffSecondStep(context: AuthContext, who: string): Promise<void> {
  return inTransaction(context, async (tx) => {
    const user = await lockNamed(tx, who);
    if (user.secondStepId === null) throw new AdminError('That user has no second step.');
    await removeSecondStep(tx, user);
    await recordBySystem(tx, 'account.second-step-off', user);
  });
}

async function recordBySystem(tx: AuthTx, action: `account.${string}`, user: User): Promise<void> {
  const what = { caller: SYSTEM, object: { kind: 'account', id: user.id } };
  await tx.audit.record(tx.em, authEvent(tx, action, { ...what, chainId: user.id }), authEvent(tx, action, what));
}

/** An e-mail may name several users, since accounts of Keycloak may share one: then the id must say which. */
async function lockNamed(tx: AuthTx, who: string): Promise<User> {
  const users = await selectUsers(tx.em)
    .where((eb) =>
      eb.or([eb(eb.fn<string>('lower', ['email']), '=', who.toLowerCase()), eb(eb.cast('id', 'text'), '=', who)]),
    )
    .execute();
  const [found, another] = users;
  if (found === undefined) throw new AdminError('No user has that e-mail or id.');
  if (another !== undefined) throw new AdminError('Several users have that e-mail. Give the id of the one you mean.');
  const user = await lockUser(tx, found.id);
  if (user === undefined) throw new AdminError('That user was removed just now.');
  return user;
}
