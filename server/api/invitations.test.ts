import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUser } from '#server/auth/accounts.ts';
import { databaseNow } from '#server/auth/context.ts';
import { newLink, peekLink } from '#server/auth/links.ts';
import { newId } from '#server/crypto/ids.ts';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';
import { scopeNames } from '#shared/scopes.ts';

let vault: TestVault;
let admin: User;
beforeAll(async () => {
  vault = await testVault();
  admin = await vault.givenUser();
});
afterAll(() => vault.close());

type User = Awaited<ReturnType<TestVault['givenUser']>>;
type Api = User['api'];

const given = (api: Api, email = `${newId()}@example.test`) => api.invitations.create({ email });
const tokenIn = (url: string) => new URL(url).hash.replace('#token=', '');
const newest = async (api: Api) => (await api.audit.list({ limit: 1 }))[0];

describe('invitations.create', () => {
  it('gives a link that works, once, and shows it nowhere else', async () => {
    const email = `Guest.${newId()}@example.test`;
    const { url, ...made } = await admin.api.invitations.create({ email });
    expect(made.email).toBe(email.toLowerCase());
    expect(Date.parse(made.expiresAt)).toBeGreaterThan(Date.parse(made.createdAt));
    expect(await peekLink(await vault.vaultFor(), tokenIn(url))).toMatchObject({ id: made.id, kind: 'invitation' });
    expect((await admin.api.invitations.list({}))[0]).toEqual(made);
    const stored = await query(vault.db.fork()).selectFrom('link').selectAll().where('id', '=', made.id).execute();
    expect(JSON.stringify(stored)).not.toContain(tokenIn(url));
    expect(await newest(admin.api)).toMatchObject({ action: 'account.invite', object: { kind: 'link', id: made.id } });
  });

  it('answers a repeated Idempotency-Key with the same link', async () => {
    const body = { email: `${newId()}@example.test` };
    const twin = vault.as(admin.session, { rest: { idempotencyKey: 'k', input: () => body } });
    const first = await twin.invitations.create(body);
    expect(await twin.invitations.create(body)).toEqual(first);
  });

  it('refuses an e-mail under which somebody signs in by password', async () => {
    const context = await vault.vaultFor();
    const email = `${newId()}@example.test`;
    await context.em.transactional(async (em) => {
      const tx = { ...context, em, now: await databaseNow(em) };
      return createUser(tx, { email, name: 'Test', passwordHash: '$argon2id$' });
    });
    const before = await admin.api.invitations.list({});
    expect(await refused(given(admin.api, email.toUpperCase()))).toMatchObject({ code: 'EMAIL_IN_USE' });
    expect(await admin.api.invitations.list({})).toEqual(before);
  });

  it('refuses what is no e-mail', async () => {
    const body = await refused(given(admin.api, 'nobody'));
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path: 'email' }] });
  });
});

describe('invitations.list', () => {
  it('lists the open ones, newest first', async () => {
    const [old, open] = [await given(admin.api), await given(admin.api)];
    const past = { expiresAt: new Date(0) };
    await query(vault.db.fork()).updateTable('link').set(past).where('id', '=', old.id).execute();
    const listed = (await admin.api.invitations.list({})).map(({ id }) => id);
    expect(listed[0]).toBe(open.id);
    expect(listed).not.toContain(old.id);
  });
});

describe('invitations.delete', () => {
  it('takes it back: the link no longer works', async () => {
    const { id, url } = await given(admin.api);
    await admin.api.invitations.delete({ id });
    const peek = peekLink(await vault.vaultFor(), tokenIn(url));
    await expect(peek).rejects.toMatchObject({ code: 'INVITATION_NOT_FOUND' });
    expect(await newest(admin.api)).toMatchObject({ action: 'account.uninvite', object: { id } });
    const again = await refused(admin.api.invitations.delete({ id }));
    expect(again).toEqual({ error: 'Invitation not found', code: 'INVITATION_NOT_FOUND' });
  });
});

describe('a link of another kind', () => {
  it('is no invitation: it is neither listed nor taken back', async () => {
    const context = await vault.vaultFor();
    const link = await context.em.transactional(async (em) => {
      const tx = { ...context, em, now: await databaseNow(em) };
      return newLink(tx, { kind: 'password-reset', ownerId: admin.id, email: admin.email });
    });
    expect((await admin.api.invitations.list({})).map(({ id }) => id)).not.toContain(link.id);
    expect(await refused(admin.api.invitations.delete({ id: link.id }))).toMatchObject({
      code: 'INVITATION_NOT_FOUND',
    });
    expect(await peekLink(context, tokenIn(link.url))).toMatchObject({ id: link.id });
  });
});

describe('who is not the admin, signed in just now,', () => {
  const calls = [
    ['list-invitations', (api: Api) => api.invitations.list({})],
    ['invite', (api: Api) => given(api)],
    ['uninvite', (api: Api, id: string) => api.invitations.delete({ id })],
  ] as const;

  it.each(calls)('may not %s: a user', async (verb, call) => {
    const [user, made] = [await vault.givenUser(), await given(admin.api)];
    expect(await refused(call(user.api, made.id))).toMatchObject({ code: 'AUTH_ADMIN_REQUIRED' });
    expect((await admin.api.invitations.list({}))[0]?.id).toBe(made.id);
    expect(await user.api.audit.list({})).toMatchObject([{ action: `account.${verb}`, outcome: 'refused' }]);
  });

  it.each(calls)('may not %s: an access key of the admin', async (verb, call) => {
    const made = await given(admin.api);
    expect(await refused(call(vault.as(admin.key(scopeNames)), made.id))).toMatchObject({
      code: 'AUTH_SESSION_REQUIRED',
    });
    expect((await admin.api.invitations.list({}))[0]?.id).toBe(made.id);
    expect(await newest(admin.api)).toMatchObject({ action: `account.${verb}`, outcome: 'refused' });
  });

  it.each(calls.slice(1))('may not %s: the admin who signed in long ago', async (verb, call) => {
    const made = await given(admin.api);
    const stale = vault.as({ ...admin.session, isFresh: false });
    expect(await refused(call(stale, made.id))).toMatchObject({ code: 'AUTH_FRESH_SIGN_IN_REQUIRED' });
    expect((await stale.invitations.list({}))[0]?.id).toBe(made.id);
    expect(await newest(admin.api)).toMatchObject({ action: `account.${verb}`, outcome: 'refused' });
  });
});
