import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import { query } from '#server/db/query.ts';
import type { AcceptInput } from '#shared/sign-in.ts';
import { accept } from './accept.ts';
import { newResetLink, setDisabled } from './admin.ts';
import { authenticate } from './authenticate.ts';
import { inTransaction } from './context.ts';
import { type LinkKind, newLink } from './links.ts';
import { signIn } from './sign-in.ts';
import { PASSWORD, type TestAuth, testAuth } from './testing/auth.ts';
import { findByEmail, type User } from './users.ts';

let auth: TestAuth;
let admin: User;
beforeAll(async () => {
  auth = await testAuth();
  admin = await auth.givenUser('admin@example.test');
});
afterAll(() => auth.db.close());

const NEW = 'quite another lamp, far off';
const tokenIn = (url: string) => new URL(url).hash.replace('#token=', '');
/** The session that a link gives. */
async function tokenOf(input: AcceptInput): Promise<string> {
  const session = await accept(auth.deps(), input);
  if (session === null) throw new Error('The link gave no session.');
  return session.token;
}

const callerOf = (cookie: string) => authenticate(auth.deps(), { authorization: undefined, cookie });

async function givenLink(kind: LinkKind, ownerId = admin.id, email = `${newId()}@example.test`) {
  const link = await inTransaction(auth.deps(), (tx) => newLink(tx, { kind, ownerId, email }));
  return { ...link, token: tokenIn(link.url) };
}

/** How many links there are under this id, and users with this e-mail. */
async function left(link: { id: string; email: string }) {
  const links = await query(auth.db.fork()).selectFrom('link').select('id').where('id', '=', link.id).execute();
  const user = await findByEmail(auth.db.fork(), link.email);
  return { links: links.length, users: user === undefined ? 0 : 1 };
}

describe('an invitation', () => {
  test('lasts a day, stands in the address behind the #, and is stored as a keyed hash', async () => {
    const link = await givenLink('invitation');
    expect(link.url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/accept#token=[\w-]{43}$/);
    expect(link.expiresAt.getTime() - link.createdAt.getTime()).toBe(24 * 3_600_000);
    const rows = await query(auth.db.fork()).selectFrom('link').selectAll().where('id', '=', link.id).execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(link.token);
  });

  test('gives its guest an account and a session, is recorded, and is used up', async () => {
    const link = await givenLink('invitation');
    const token = await tokenOf({ token: link.token, email: link.email, name: 'Grace', password: NEW });
    const { caller } = await callerOf(token);
    expect(caller).toMatchObject({ kind: 'session', role: 'user', label: link.email });
    const event = { action: 'account.accept', outcome: 'ok', callerLabel: link.email, objectId: caller.userId };
    expect(await auth.eventsOf(caller.userId)).toMatchObject([event]);
    expect((await auth.eventsOf()).at(-1)).toMatchObject(event);
    expect(await left(link)).toEqual({ links: 0, users: 1 });
    await signIn(auth.deps(), { email: link.email, password: NEW });
  });

  test('used by several at once serves one', async () => {
    const link = await givenLink('invitation');
    const input = { token: link.token, name: 'Grace', password: NEW };
    const all = await Promise.allSettled([1, 2, 3].map(() => accept(auth.deps(), input)));
    const refused = all.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(refused).toEqual(['INVITATION_NOT_FOUND', 'INVITATION_NOT_FOUND']);
    expect(await left(link)).toEqual({ links: 0, users: 1 });
  });

  test.each([
    ['an unknown token', { token: 'x'.repeat(43) }, 'INVITATION_NOT_FOUND'],
    ['another e-mail', { email: 'eve@example.test' }, 'VALIDATION_ERROR'],
    ['no name', { name: undefined }, 'VALIDATION_ERROR'],
    ['a weak password', { password: 'iloveyou1234' }, 'PASSWORD_TOO_WEAK'],
  ])('refuses %s, and stays', async (_what, change, code) => {
    const link = await givenLink('invitation');
    const input = { token: link.token, name: 'Grace', password: NEW, ...change };
    // A field may be left out, which for the schema is the same as undefined.
    await expect(accept(auth.deps(), input as Parameters<typeof accept>[1])).rejects.toMatchObject({ code });
    expect(await left(link)).toEqual({ links: 1, users: 0 });
  });

  test('refuses an e-mail that signs in already, and stays', async () => {
    const link = await givenLink('invitation', admin.id, admin.email);
    const attempt = accept(auth.deps(), { token: link.token, name: 'Grace', password: NEW });
    await expect(attempt).rejects.toMatchObject({ code: 'EMAIL_IN_USE' });
    expect(await left(link)).toEqual({ links: 1, users: 1 });
  });

  test('is worth nothing once it has expired, or who gave it was disabled', async () => {
    const [old, disowned] = [await givenLink('invitation'), await givenLink('invitation', (await auth.givenUser()).id)];
    await auth.expireLink(old.id);
    await setDisabled(auth.deps(), disowned.ownerId, true);
    for (const link of [old, disowned]) {
      const attempt = accept(auth.deps(), { token: link.token, name: 'Grace', password: NEW });
      await expect(attempt).rejects.toMatchObject({ code: 'INVITATION_NOT_FOUND' });
      expect(await left(link)).toMatchObject({ users: 0 });
    }
  });

  test.each([
    ['a later end', `expires_at = now() + interval '1 year'`],
    ['another e-mail', `email = 'eve@example.test'`],
    ['another kind', `kind = 'password-reset'`],
  ])('is refused and recorded when it was given %s past the server', async (_what, change) => {
    const link = await givenLink('invitation');
    await auth.forge(`update link set ${change} where id = '${link.id}'`);
    const attempt = accept(auth.deps(), { token: link.token, name: 'Eve', password: NEW });
    await expect(attempt).rejects.toMatchObject({ code: 'INVITATION_NOT_FOUND' });
    const forgery = { action: 'account.accept', outcome: 'failed', objectKind: 'link', objectId: link.id };
    expect((await auth.eventsOf(admin.id)).at(-1)).toMatchObject({ ...forgery, reason: 'INTEGRITY_FAILURE' });
  });

  test('is refused where passwords let nobody in', async () => {
    const link = await givenLink('invitation');
    const deps = { ...auth.deps(), config: { ...auth.config, passwordSignIn: false } };
    const attempt = accept(deps, { token: link.token, name: 'Grace', password: NEW });
    await expect(attempt).rejects.toMatchObject({ code: 'PASSWORD_SIGN_IN_OFF' });
  });
});

describe('a link that resets a password', () => {
  test('lasts an hour, and a newer one ends it', async () => {
    const user = await auth.givenUser();
    const older = await newResetLink(auth.deps(), user.email);
    const { url, expiresAt } = await newResetLink(auth.deps(), user.email);
    expect(Math.round((expiresAt.getTime() - Date.now()) / 60_000)).toBe(60);
    const attempt = accept(auth.deps(), { token: tokenIn(older.url), password: NEW });
    await expect(attempt).rejects.toMatchObject({ code: 'INVITATION_NOT_FOUND' });
    await accept(auth.deps(), { token: tokenIn(url), password: NEW });
  });

  test('sets the password, ends all sessions but its own, and lets the throttle forget', async () => {
    const user = await auth.givenUser();
    const old = await auth.givenSession(user.id);
    for (let i = 0; i < 6; i++) {
      await signIn(auth.deps(), { email: user.email, password: 'not the one that was set' }).catch(() => {});
    }
    const { url } = await newResetLink(auth.deps(), user.email);
    const token = await tokenOf({ token: tokenIn(url), password: NEW });
    expect((await callerOf(token)).caller.userId).toBe(user.id);
    await expect(callerOf(old.token)).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
    await signIn(auth.deps(), { email: user.email, password: NEW });
    const event = { action: 'account.password-reset', outcome: 'ok', objectId: user.id, count: 1 };
    expect(await auth.eventsOf(user.id)).toContainEqual(expect.objectContaining(event));
  });

  test('works once, and neither for a disabled user nor with a weak password', async () => {
    const user = await auth.givenUser();
    const token = tokenIn((await newResetLink(auth.deps(), user.email)).url);
    await expect(accept(auth.deps(), { token, password: user.email })).rejects.toMatchObject({
      code: 'PASSWORD_TOO_WEAK',
    });
    await accept(auth.deps(), { token, password: NEW });
    await expect(accept(auth.deps(), { token, password: NEW })).rejects.toMatchObject({ code: 'INVITATION_NOT_FOUND' });
    const other = tokenIn((await newResetLink(auth.deps(), user.email)).url);
    await setDisabled(auth.deps(), user.email, true);
    const attempt = accept(auth.deps(), { token: other, password: PASSWORD });
    await expect(attempt).rejects.toMatchObject({ code: 'INVITATION_NOT_FOUND' });
  });

  test('does not make a user genuine that was changed past the server', async () => {
    const user = await auth.givenUser();
    const token = tokenIn((await newResetLink(auth.deps(), user.email)).url);
    await auth.forge(`update user_account set role = 'admin' where id = '${user.id}'`);
    await expect(accept(auth.deps(), { token, password: NEW })).rejects.toMatchObject({ name: 'IntegrityError' });
  });
});
