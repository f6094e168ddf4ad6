import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listUsers, newResetLink, setDisabled } from './admin.ts';
import { authenticate } from './authenticate.ts';
import { signIn } from './sign-in.ts';
import { PASSWORD, type TestAuth, testAuth } from './testing/auth.ts';

let auth: TestAuth;
beforeAll(async () => {
  auth = await testAuth();
});
afterAll(() => auth.db.close());

describe('the command line', () => {
  test('lists users in the order they came, without what lets them in', async () => {
    const [first, second] = [await auth.givenUser('first@example.test'), await auth.givenUser('second@example.test')];
    const listed = await listUsers(auth.db.fork());
    expect(listed).toMatchObject([
      { id: first.id, email: 'first@example.test', role: 'admin', disabledAt: null },
      { id: second.id, email: 'second@example.test', role: 'user', disabledAt: null },
    ]);
    expect(Object.keys(listed[0] ?? {}).sort()).toEqual(['createdAt', 'disabledAt', 'email', 'id', 'name', 'role']);
  });

  test('shuts a user out at once, ends his sessions, and lets him in again', async () => {
    const user = await auth.givenUser();
    const { token: cookie } = await auth.givenSession(user.id);
    const { key } = await auth.givenKey(user.id);
    const byKey = () => authenticate(auth.deps(), { authorization: `Bearer ${key}`, cookie: undefined });
    await setDisabled(auth.deps(), user.email.toUpperCase(), true);
    await setDisabled(auth.deps(), user.email, true);
    await expect(byKey()).rejects.toMatchObject({ code: 'AUTH_INVALID_KEY' });
    await setDisabled(auth.deps(), user.id, false);
    expect((await byKey()).caller.userId).toBe(user.id);
    const bySession = authenticate(auth.deps(), { authorization: undefined, cookie });
    await expect(bySession).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
    await signIn(auth.deps(), { email: user.email, password: PASSWORD });
    const events = [
      { action: 'account.disable', callerKind: 'system', objectId: user.id },
      { action: 'account.enable', callerKind: 'system', objectId: user.id },
    ];
    expect((await auth.eventsOf(user.id)).slice(0, 2)).toMatchObject(events);
    expect((await auth.eventsOf()).slice(-2)).toMatchObject(events);
  });

  test('records that a link for a new password was made', async () => {
    const user = await auth.givenUser();
    await newResetLink(auth.deps(), user.email);
    const event = { action: 'account.password-link', callerKind: 'system', objectId: user.id };
    expect(await auth.eventsOf(user.id)).toMatchObject([event]);
  });

  test('refuses a name that no user has, or several, and a link for a disabled one', async () => {
    const shared = 'shared@example.test';
    const [one] = [await auth.givenUser(shared), await auth.givenUser(shared, null)];
    await expect(newResetLink(auth.deps(), 'nobody@example.test')).rejects.toThrow('No user has that e-mail or id.');
    await expect(newResetLink(auth.deps(), shared)).rejects.toThrow('Give the id');
    await newResetLink(auth.deps(), one.id);
    await setDisabled(auth.deps(), one.id, true);
    await expect(newResetLink(auth.deps(), one.id)).rejects.toThrow('disabled');
  });

  test('does not make a user genuine that was changed past the server', async () => {
    const user = await auth.givenUser();
    await auth.forge(`update user_account set role = 'admin' where id = '${user.id}'`);
    await expect(setDisabled(auth.deps(), user.id, true)).rejects.toMatchObject({ name: 'IntegrityError' });
  });
});
