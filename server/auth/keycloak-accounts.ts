import { newId } from '#server/crypto/ids.ts';
import { demandRowMac, rowMac } from '#server/crypto/instance.ts';
import { query } from '#server/db/query.ts';
import { email } from '#shared/account.ts';
import { named } from '#shared/text.ts';
import { createUser, hasUser, lockUsers } from './accounts.ts';
import type { AuthTx } from './context.ts';
import { authEvent } from './events.ts';
import { demandAdmin } from './keycloak-admission.ts';
import type { KeycloakDeps } from './keycloak-flow.ts';
import { SignInRefusal } from './keycloak-refusal.ts';
import { identityFields } from './macs.ts';
import type { IdClaims } from './oidc-tokens.ts';
import { lockUser, type User } from './users.ts';

type KeycloakTx = AuthTx & KeycloakDeps;

/**
 * The user who signs in as this account of Keycloak's. At his first sign-in he gets an account and a vault
 * of his own: an e-mail that another account has never links the two.
 * @throws {SignInRefusal} ACCOUNT_DISABLED, EMAIL_MISSING, SETUP_REQUIRED or EMAIL_NOT_VERIFIED.
 * @throws {IntegrityError} if the link to the user was written past the server.
 */
export async function userFor(tx: KeycloakTx, claims: IdClaims): Promise<User> {
  const known = await findLinked(tx, claims.subject);
  if (known !== null) return enabled(known);
  // Two first sign-ins of one person wait for each other here; the second then finds what the first made.
  await lockUsers(tx.em);
  return enabled((await findLinked(tx, claims.subject)) ?? (await join(tx, claims)));
}

/**
 * The user to whom an account of Keycloak's is linked, his row locked, or null.
 * @throws {IntegrityError} if the link or the user was written past the server.
 */
export async function findLinked(tx: KeycloakTx, subject: string): Promise<User | null> {
  const row = await query(tx.em)
    .selectFrom('identity')
    .select(['id', 'ownerId', 'issuer', 'subject', 'mac'])
    .where('issuer', '=', tx.keycloak.issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  if (row === undefined) return null;
  demandRowMac(tx.keyring.instance, row.mac, { table: 'identity', rowId: row.id }, identityFields(row));
  return (await lockUser(tx, row.ownerId)) ?? null;
}

/**
 * Links an account of Keycloak's to a user who has none there yet; to link it once more changes nothing.
 * @returns the user, his row locked.
 * @throws {SignInRefusal} IDENTITY_TAKEN if it signs in as another user, ALREADY_LINKED if he has another one.
 * @throws {IntegrityError} if a stored link or user was altered.
 */
export async function linkTo(tx: KeycloakTx, ownerId: string, subject: string): Promise<User> {
  const user = await lockUser(tx, ownerId);
  if (user === undefined) throw new SignInRefusal('SESSION_OVER');
  const known = await findLinked(tx, subject);
  if (known?.id === ownerId) return known;
  if (known !== null) throw new SignInRefusal('IDENTITY_TAKEN');
  if (await hasIdentity(tx, ownerId)) throw new SignInRefusal('ALREADY_LINKED');
  await link(tx, ownerId, subject);
  return user;
}

/** One at each realm: which of two is the right one, nobody could tell from the outside. */
async function hasIdentity({ em, keycloak }: KeycloakTx, ownerId: string): Promise<boolean> {
  const rows = await query(em)
    .selectFrom('identity')
    .select('id')
    .where('ownerId', '=', ownerId)
    .where('issuer', '=', keycloak.issuer)
    .execute();
  return rows.length > 0;
}

function enabled(user: User): User {
  if (user.disabledAt !== null) throw new SignInRefusal('ACCOUNT_DISABLED', { userId: user.id });
  return user;
}

async function join(tx: KeycloakTx, claims: IdClaims): Promise<User> {
  const address = email.safeParse(claims.email);
  if (!address.success) throw new SignInRefusal('EMAIL_MISSING');
  if (!(await hasUser(tx.em))) demandAdmin(tx.keycloak.rules, claims);
  const name = named().safeParse(claims.name).data ?? address.data;
  const user = await createUser(tx, { email: address.data, name, passwordHash: null });
  await link(tx, user.id, claims.subject);
  const what = { object: { kind: 'account', id: user.id } };
  const own = authEvent(tx, 'account.join', { ...what, chainId: user.id });
  await tx.audit.record(tx.em, own, authEvent(tx, 'account.join', what));
  return user;
}

async function link(tx: KeycloakTx, ownerId: string, subject: string): Promise<void> {
  const row = { id: newId(), ownerId, issuer: tx.keycloak.issuer, subject };
  const mac = rowMac(tx.keyring.instance, 'identity', identityFields(row));
  const linked = await query(tx.em)
    .insertInto('identity')
    .values({ ...row, createdAt: tx.now, mac })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .returning('id')
    .executeTakeFirst();
  // Linked in this instant from somewhere else.
  if (linked === undefined) throw new SignInRefusal('IDENTITY_TAKEN');
}
