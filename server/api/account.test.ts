import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUser } from '#server/auth/accounts.ts';
import { databaseNow } from '#server/auth/context.ts';
import { identityFields } from '#server/auth/macs.ts';
import { newSession } from '#server/auth/sessions.ts';
import { demandGenuineUser, findById } from '#server/auth/users.ts';
import { newId } from '#server/crypto/ids.ts';
import { rowMac } from '#server/crypto/instance.ts';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';
import { scopeNames } from '#shared/scopes.ts';
import { appRouter } from './router.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
  // The first user is the admin.
  await vault.givenUser();
});
afterAll(() => vault.close());

type User = Awaited<ReturnType<TestVault['givenUser']>>;
type Api = User['api'];

const events = async (api: Api) => (await api.audit.list({})).map(({ action, outcome }) => `${action} ${outcome}`);
const stale = ({ session }: User) => vault.as({ ...session, isFresh: false });

/** Someone who signs in by password. */
async function givenPasswordUser(): Promise<User> {
  const context = await vault.vaultFor();
  const email = `${newId()}@example.test`;
  const user = await context.em.transactional(async (em) => {
    const tx = { ...context, em, now: await databaseNow(em) };
    return createUser(tx, { email, name: 'Test', passwordHash: '$argon2id$' });
  });
  const other = await vault.givenUser();
  const session = { ...other.session, userId: user.id, label: email };
  return { ...other, id: user.id, email, session, api: vault.as(session) };
}

async function givenIdentity(ownerId: string): Promise<void> {
  const row = { id: newId(), ownerId, issuer: 'https://id.example.test/realms/dev', subject: newId() };
  const mac = rowMac(vault.keyring.instance, 'identity', identityFields(row));
  const createdAt = new Date();
  await query(vault.db.fork())
    .insertInto('identity')
    .values({ ...row, mac, createdAt })
    .execute();
}

describe('account.get', () => {
  it('shows who the caller is and how he signs in', async () => {
    const user = await givenPasswordUser();
    await givenIdentity(user.id);
    const account = await user.api.account.get({});
    const { id, email } = user;
    expect(account).toMatchObject({ id, email, name: 'Test', role: 'user', hasPassword: true });
    expect(account.identities).toMatchObject([{ issuer: 'https://id.example.test/realms/dev' }]);
    expect(JSON.stringify(account)).not.toContain('argon2');
  });
});

describe('account.update', () => {
  it('changes name and e-mail, signs the row anew, and records it', async () => {
    const user = await givenPasswordUser();
    const email = `New.${newId()}@Example.test`;
    const changed = await user.api.account.update({ name: ' Ada ', email });
    expect(changed).toMatchObject({ id: user.id, name: 'Ada', email: email.toLowerCase(), hasPassword: true });
    expect(await user.api.account.get({})).toEqual(changed);
    const stored = await findById(vault.db.fork(), user.id);
    expect(stored).toBeDefined();
    if (stored) demandGenuineUser(vault.keyring, stored);
    expect(await user.api.audit.list({})).toMatchObject([
      { action: 'account.update', object: { kind: 'account', id: user.id, label: changed.email } },
    ]);
  });

  it('changes and records nothing when nothing differs', async () => {
    const user = await givenPasswordUser();
    const before = await user.api.account.get({});
    expect(await user.api.account.update({})).toEqual(before);
    expect(await user.api.account.update({ name: before.name, email: before.email })).toEqual(before);
    expect(await events(user.api)).toEqual([]);
  });

  it('asks for a fresh sign-in before another e-mail, and for none before another name', async () => {
    const user = await givenPasswordUser();
    const body = await refused(stale(user).account.update({ name: 'Eve', email: 'eve@example.test' }));
    expect(body.code).toBe('AUTH_FRESH_SIGN_IN_REQUIRED');
    expect(await user.api.account.get({})).toMatchObject({ name: 'Test', email: user.email });
    expect(await stale(user).account.update({ name: 'Ada', email: user.email })).toMatchObject({ name: 'Ada' });
    expect(await events(user.api)).toEqual(['account.update ok', 'account.update refused']);
  });

  it('refuses an e-mail under which somebody signs in by password', async () => {
    const [user, other] = [await givenPasswordUser(), await givenPasswordUser()];
    const body = await refused(user.api.account.update({ email: other.email.toUpperCase() }));
    expect(body.code).toBe('EMAIL_IN_USE');
    expect((await user.api.account.get({})).email).toBe(user.email);
    expect(await events(user.api)).toEqual([]);
  });

  it.each<[string, object]>([
    ['email', { email: 'nobody' }],
    ['name', { name: ' ' }],
    ['role', { role: 'admin' }],
  ])('refuses naming %s, and changes nothing', async (path, change) => {
    const user = await givenPasswordUser();
    const body = await refused(user.api.account.update(change));
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path }] });
    expect(await events(user.api)).toEqual([]);
  });

  it('does not sign what was written past the server', async () => {
    const user = await givenPasswordUser();
    await query(vault.db.fork()).updateTable('user_account').set({ role: 'admin' }).where('id', '=', user.id).execute();
    expect(await refused(user.api.account.update({ name: 'Ada' }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    expect((await user.api.account.get({})).name).toBe('Test');
  });
});

describe('account.unlinkIdentity', () => {
  it('unlinks the caller’s accounts at the provider alone, and is no event where there is none', async () => {
    const [user, other] = [await givenPasswordUser(), await givenPasswordUser()];
    for (const { id } of [user, other]) await givenIdentity(id);
    await user.api.account.unlinkIdentity({});
    await user.api.account.unlinkIdentity({});
    expect((await user.api.account.get({})).identities).toEqual([]);
    expect((await other.api.account.get({})).identities).toHaveLength(1);
    expect(await events(user.api)).toEqual(['account.unlink ok']);
  });

  it('ends the other sessions that the account opened, and no more', async () => {
    const [user, other] = [await givenPasswordUser(), await givenPasswordUser()];
    const context = await vault.vaultFor();
    const now = await databaseNow(context.em);
    const open = ({ id }: User, method: 'password' | 'keycloak') => newSession({ ...context, now }, id, method);
    const [own, byPassword] = [await open(user, 'keycloak'), await open(user, 'password')];
    await open(user, 'keycloak');
    const anothers = await open(other, 'keycloak');
    await givenIdentity(user.id);
    await vault.as({ ...user.session, id: own.id }).account.unlinkIdentity({});
    const ids = async (api: Api) => (await api.sessions.list({})).map(({ id }) => id).sort();
    expect(await ids(user.api)).toEqual([own.id, byPassword.id].sort());
    expect(await ids(other.api)).toEqual([anothers.id]);
  });

  it.each([
    ['there is no password', () => vault.givenUser(), true],
    ['sign-in by password is turned off', givenPasswordUser, false],
  ])('keeps the only way to sign in where %s', async (_, givenOne, passwordSignIn) => {
    const user = await givenOne();
    await givenIdentity(user.id);
    const context = vault.contextFor(user.session);
    const { caller, vault: own } = await context.identify();
    const identify = async () => ({ caller, vault: { ...own, config: { ...own.config, passwordSignIn } } });
    const body = await refused(appRouter.createCaller({ ...context, identify }).account.unlinkIdentity({}));
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', error: expect.stringContaining('only way') });
    expect((await user.api.account.get({})).identities).toHaveLength(1);
    expect(await events(user.api)).toEqual([]);
  });

  it('asks for a fresh sign-in', async () => {
    const user = await givenPasswordUser();
    await givenIdentity(user.id);
    expect(await refused(stale(user).account.unlinkIdentity({}))).toMatchObject({
      code: 'AUTH_FRESH_SIGN_IN_REQUIRED',
    });
    expect((await user.api.account.get({})).identities).toHaveLength(1);
    expect(await events(user.api)).toEqual(['account.unlink refused']);
  });
});

describe('an access key', () => {
  it.each([
    ['get', (api: Api) => api.account.get({})],
    ['update', (api: Api) => api.account.update({ name: 'X' })],
    ['unlink', (api: Api) => api.account.unlinkIdentity({})],
    ['wipe', (api: Api, email: string) => api.account.wipe({ confirm: email })],
  ])('has no part in the account (%s), whatever its scopes, and leaves a trace', async (verb, call) => {
    const user = await vault.givenUser();
    const made = await user.api.envs.create({ name: 'Shop' });
    const body = await refused(call(vault.as(user.key(scopeNames)), user.email));
    expect(body.code).toBe('AUTH_SESSION_REQUIRED');
    expect(await user.api.envs.list({})).toEqual([made]);
    expect((await user.api.account.get({})).name).toBe('Test');
    expect(await events(user.api)).toEqual([`account.${verb} refused`, 'env-project.create ok']);
  });
});
