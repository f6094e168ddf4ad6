import { demandRowMac, rowMac } from '#server/crypto/instance.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import { type Em, query } from '#server/db/query.ts';
import { VaultError } from '#shared/errors.ts';
import type { AuthTx } from './context.ts';
import { userFields } from './macs.ts';

/** A person, as stored. */
export type User = {
  id: string;
  email: string;
  name: string;
  role: 'admin' | 'user';
  passwordHash: string | null;
  disabledAt: Date | null;
  secondStepId: string | null;
  mac: string;
};

export type UserChange = Partial<Pick<User, 'email' | 'name' | 'passwordHash' | 'disabledAt' | 'secondStepId'>>;

/** The person who signs in by password under this e-mail; his row is not verified yet. */
export function findByEmail(em: Em, email: string): Promise<User | undefined> {
  return selectUsers(em)
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .where('passwordHash', 'is not', null)
    .executeTakeFirst();
}

/** The person with this id; his row is not verified yet. */
export function findById(em: Em, id: string): Promise<User | undefined> {
  return selectUsers(em).where('id', '=', id).executeTakeFirst();
}

/** Users in the order they came. */
export function selectUsers(em: Em) {
  return query(em)
    .selectFrom('user_account')
    .select(['id', 'email', 'name', 'role', 'passwordHash', 'disabledAt', 'secondStepId', 'mac'])
    .orderBy('id');
}

/** @throws {IntegrityError} if the row was written past the server. */
export function demandGenuineUser({ instance }: Keyring, user: User): void {
  demandRowMac(instance, user.mac, { table: 'user_account', rowId: user.id }, userFields(user));
}

/**
 * Locks a user's row until the write ends, and verifies it: what is about to be signed anew must be ours.
 * @throws {IntegrityError} if it was written past the server. @returns undefined if there is none.
 */
export async function lockUser(tx: AuthTx, id: string): Promise<User | undefined> {
  const user = await selectUsers(tx.em).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  if (user !== undefined) demandGenuineUser(tx.keyring, user);
  return user;
}

/**
 * Changes a user whose row `lockUser` gave, and signs it anew.
 * @throws {VaultError} EMAIL_IN_USE if another account signs in by password under that e-mail.
 */
export async function changeUser(tx: AuthTx, user: User, change: UserChange): Promise<User> {
  const changed = { ...user, ...change };
  const { email, name, passwordHash, disabledAt, secondStepId } = changed;
  const mac = userMac(tx.keyring, changed);
  try {
    await query(tx.em)
      .updateTable('user_account')
      .set({ email, name, passwordHash, disabledAt, secondStepId, updatedAt: tx.now, mac })
      .where('id', '=', user.id)
      .execute();
  } catch (error) {
    throw isDuplicate(error) ? new VaultError('EMAIL_IN_USE') : error;
  }
  return { ...changed, mac };
}

/** The MAC that a `user_account` row must carry. */
export function userMac({ instance }: Keyring, user: Omit<User, 'mac' | 'name'>): string {
  return rowMac(instance, 'user_account', userFields(user));
}

/** PostgreSQL, appendix A: unique_violation. */
function isDuplicate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
