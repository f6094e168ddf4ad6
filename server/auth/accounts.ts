import { sql } from 'kysely';
import { newId } from '#server/crypto/ids.ts';
import { type Em, query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import type { AuthTx } from './context.ts';
import { addDek } from './deks.ts';
import { type User, userMac } from './users.ts';

/** Someone who gets an account; without a password hash he signs in by Keycloak. */
export type NewPerson = { email: string; name: string; passwordHash: string | null };

/**
 * Makes a user and the DEK of his vault, in the running write. The first one is the admin.
 * @throws {VaultError} EMAIL_IN_USE if another account signs in by password under that e-mail.
 */
export async function createUser(tx: AuthTx, { email, name, passwordHash }: NewPerson): Promise<User> {
  await lockUsers(tx.em);
  const role = (await hasUser(tx.em)) ? ('user' as const) : ('admin' as const);
  const row = { id: newId(), email: email.toLowerCase(), role, passwordHash, disabledAt: null, secondStepId: null };
  const user = { ...row, name, mac: userMac(tx.keyring, row) };
  const inserted = await query(tx.em)
    .insertInto('user_account')
    .values({ ...user, createdAt: tx.now, updatedAt: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) throw new VaultError('EMAIL_IN_USE');
  await addDek(tx, user.id);
  return user;
}

/** Whether there is any user yet. */
export async function hasUser(em: Em): Promise<boolean> {
  return (await query(em).selectFrom('user_account').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Lets no other write add a user until this one ends: of two first ones, only one may be first. */
export async function lockUsers(em: Em): Promise<void> {
  await sql`lock table user_account in share row exclusive mode`.execute(query(em));
}
