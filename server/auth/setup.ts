import { keyedHash, sameText } from '#server/crypto/instance.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import { ConfigError } from '#server/settings.ts';
import { VaultError } from '#shared/errors.ts';
import type { SetupInput } from '#shared/sign-in.ts';
import { createUser, hasUser, lockUsers, type NewPerson } from './accounts.ts';
import { type AuthContext, type AuthTx, inTransaction } from './context.ts';
import { authEvent, SYSTEM, sessionOf } from './events.ts';
import { demandStrongPassword } from './password-strength.ts';
import { type NewSession, newSession } from './sessions.ts';
import { demandPasswordSignIn } from './sign-in.ts';
import type { AuthDeps } from './state.ts';
import type { User } from './users.ts';

/** The link under which the first owner makes his account, or null once there is a user or passwords let nobody in. */
export async function setupLink(context: Pick<AuthContext, 'em' | 'keyring' | 'config'>): Promise<string | null> {
  const { em, keyring, config } = context;
  if (!config.passwordSignIn || (await hasUser(em))) return null;
  return new URL(`/setup#token=${setupToken(keyring)}`, config.publicUrl).href;
}

/**
 * Makes the first user, the admin, and signs him in.
 * @throws {VaultError} SETUP_DONE if there is a user, SETUP_TOKEN_INVALID, PASSWORD_TOO_WEAK,
 * PASSWORD_SIGN_IN_OFF, UNAVAILABLE.
 */
export async function setUp(deps: AuthDeps, { token, email, name, password }: SetupInput): Promise<NewSession> {
  demandPasswordSignIn(deps.config);
  if (await hasUser(deps.em)) throw new VaultError('SETUP_DONE');
  if (!sameText(token, setupToken(deps.keyring))) throw new VaultError('SETUP_TOKEN_INVALID');
  demandStrongPassword(password, { email, name });
  const passwordHash = await deps.state.passwords.hash(password);
  return inTransaction(deps, async (tx) => {
    const user = await createFirst(tx, { email, name, passwordHash });
    if (user === null) throw new VaultError('SETUP_DONE');
    const session = await newSession(tx, user.id, 'password');
    await recordSetup(tx, user, sessionOf(session.id, user));
    return session;
  });
}

/**
 * Makes the admin that `ADMIN_EMAIL` and `ADMIN_PASSWORD` name, unless there is a user already.
 * @throws {ConfigError} if the password is too weak.
 */
export async function ensureAdmin(deps: AuthDeps): Promise<void> {
  const { admin } = deps.config;
  if (admin === null || (await hasUser(deps.em))) return;
  const { email, password } = admin;
  demandStrongAdmin(admin);
  const passwordHash = await deps.state.passwords.hash(password);
  await inTransaction(deps, async (tx) => {
    const user = await createFirst(tx, { email, name: email.slice(0, email.indexOf('@')), passwordHash });
    if (user !== null) await recordSetup(tx, user, SYSTEM);
  });
}

/** All replicas know it without asking each other, and whoever holds a dump does not. */
function setupToken({ instance }: Keyring): string {
  return keyedHash(instance, 'setup', 'first user');
}

async function createFirst(tx: AuthTx, person: NewPerson): Promise<User | null> {
  await lockUsers(tx.em);
  return (await hasUser(tx.em)) ? null : createUser(tx, person);
}

async function recordSetup(tx: AuthTx, user: User, caller: typeof SYSTEM): Promise<void> {
  const what = { caller, object: { kind: 'account', id: user.id } };
  const own = authEvent(tx, 'account.setup', { ...what, chainId: user.id });
  await tx.audit.record(tx.em, own, authEvent(tx, 'account.setup', what));
}

function demandStrongAdmin({ email, password }: { email: string; password: string }): void {
  try {
    demandStrongPassword(password, { email, name: '' });
  } catch (error) {
    throw error instanceof VaultError ? new ConfigError(`ADMIN_PASSWORD is too weak. ${error.message}`) : error;
  }
}
