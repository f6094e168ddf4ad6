import { sql } from 'kysely';
import type { Caller, SessionCaller } from '#server/auth/caller.ts';
import { changeUser, findById, lockUser, type User } from '#server/auth/users.ts';
import { IntegrityError } from '#server/crypto/aead.ts';
import { type Em, query } from '#server/db/query.ts';
import type { Account, AccountChange } from '#shared/account.ts';
import { VaultError } from '#shared/errors.ts';
import type { Vault } from './vault.ts';
import { recordWrite, write } from './write.ts';

const LAST_WAY_IN = 'This is the only way to sign in: there is no password, or sign-in by password is turned off.';

/** The caller's own account. */
export async function get(vault: Vault, caller: Caller): Promise<Account> {
  return toWire(vault, demandUser(await findById(vault.em, caller.userId)));
}

/**
 * Changes the caller's name or e-mail.
 * @throws {VaultError} AUTH_FRESH_SIGN_IN_REQUIRED for another e-mail, under which he then signs in; EMAIL_IN_USE.
 */
export function update(vault: Vault, caller: SessionCaller, change: AccountChange): Promise<Account> {
  return write(vault, caller, async (tx) => {
    const user = await lockCaller(tx, caller);
    const { name = user.name, email = user.email } = change;
    if (email !== user.email && !caller.isFresh) throw new VaultError('AUTH_FRESH_SIGN_IN_REQUIRED');
    if (name === user.name && email === user.email) return toWire(tx, user);
    const changed = await changeUser(tx, user, { name, email });
    await recordWrite(tx, caller, 'account.update', { kind: 'account', id: user.id });
    return toWire(tx, changed);
  });
}

/**
 * Unlinks the caller's accounts at OpenID providers, and ends the other sessions that they opened; where there
 * is none, nothing happens.
 * @throws {VaultError} VALIDATION_ERROR if he cannot sign in by password: nothing would be left to sign in with.
 */
export function unlinkIdentity(vault: Vault, caller: SessionCaller): Promise<void> {
  return write(vault, caller, async (tx) => {
    const user = await lockCaller(tx, caller);
    const gone = await query(tx.em).deleteFrom('identity').where('ownerId', '=', user.id).returning('id').execute();
    if (gone.length === 0) return;
    const canUsePassword = user.passwordHash !== null && tx.config.passwordSignIn;
    if (!canUsePassword) throw new VaultError('VALIDATION_ERROR', { message: LAST_WAY_IN });
    await query(tx.em)
      .deleteFrom('session')
      .where('ownerId', '=', user.id)
      .where('method', '=', 'keycloak')
      .where('id', '!=', caller.id)
      .execute();
    await recordWrite(tx, caller, 'account.unlink', { kind: 'account', id: user.id });
  });
}

/**
 * Locks the caller's own row until the write ends, and verifies it.
 * @throws {VaultError} AUTH_REQUIRED if he was removed meanwhile. @throws {IntegrityError} as `lockUser`.
 */
export async function lockCaller(tx: Vault, { userId }: SessionCaller): Promise<User> {
  return demandUser(await lockUser(tx, userId));
}

/** Who calls may have been removed since he was identified. */
function demandUser(user: User | undefined): User {
  if (user === undefined) throw new VaultError('AUTH_REQUIRED');
  return user;
}

async function toWire({ em }: Vault, user: User): Promise<Account> {
  const identities = await query(em)
    .selectFrom('identity')
    .select(['issuer', 'subject', 'createdAt'])
    .where('ownerId', '=', user.id)
    .orderBy('id')
    .execute();
  const { id, email, name, role } = user;
  return {
    ...{ id, email, name, role },
    hasPassword: user.passwordHash !== null,
    secondStep: user.secondStepId === null ? null : await stepOf(em, user.secondStepId),
    identities: identities.map(({ createdAt, ...identity }) => ({ ...identity, createdAt: createdAt.toISOString() })),
  };
}

async function stepOf(em: Em, id: string): Promise<Account['secondStep']> {
  const { createdAt, left } = await query(em)
    .selectFrom('second_step')
    .select(['createdAt', sql<number>`cardinality(recovery_hashes)`.as('left')])
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => new IntegrityError('The second step of an account is gone.'));
  return { recoveryCodesLeft: left, since: createdAt.toISOString() };
}
