import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accept } from './accept.ts';
import { newResetLink } from './admin.ts';
import { authenticate } from './authenticate.ts';
import type { SessionCaller } from './caller.ts';
import { changePassword } from './password-change.ts';
import { signIn } from './sign-in.ts';
import { PASSWORD, type TestAuth, testAuth } from './testing/auth.ts';

let auth: TestAuth;
beforeAll(async () => {
  auth = await testAuth();
});
afterAll(() => auth.db.close());

const NEXT = 'quite another lamp, far off';

async function callerOf(cookie: string): Promise<SessionCaller> {
  const { caller } = await authenticate(auth.deps(), { authorization: undefined, cookie });
  if (caller.kind !== 'session') throw new Error('This is no session.');
  return caller;
}

async function givenCaller(password: string | null = PASSWORD, email?: string) {
  const user = await auth.givenUser(email, password);
  const { token } = await auth.givenSession(user.id);
  return { user, token, caller: await callerOf(token) };
}

describe('changePassword', () => {
  test('tells the open pages of the sessions that end', async () => {
    const { user, caller } = await givenCaller();
    const told = auth.events.of(user.id, AbortSignal.timeout(20_000))[Symbol.asyncIterator]().next();
    await changePassword(auth.deps(), caller, { current: PASSWORD, next: NEXT });
    expect(await told).toEqual({ done: false, value: { noun: 'session', id: null } });
  });

  test('ends all other sessions and open reset links, keeps this one, and is recorded', async () => {
    const { user, token, caller } = await givenCaller();
    const other = await auth.givenSession(user.id);
    const { url } = await newResetLink(auth.deps(), user.email);
    await changePassword(auth.deps(), caller, { current: PASSWORD, next: NEXT });
    expect((await callerOf(token)).id).toBe(caller.id);
    await expect(callerOf(other.token)).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
    const link = new URL(url).hash.replace('#token=', '');
    const attempt = accept(auth.deps(), { token: link, password: 'yet another lamp, far off' });
    await expect(attempt).rejects.toMatchObject({ code: 'INVITATION_NOT_FOUND' });
    await expect(signIn(auth.deps(), { email: user.email, password: PASSWORD })).rejects.toThrow();
    await signIn(auth.deps(), { email: user.email, password: NEXT });
    const event = {
      action: 'account.password',
      outcome: 'ok',
      callerKind: 'session',
      callerLabel: user.email,
      count: 1,
    };
    expect(await auth.eventsOf(user.id)).toContainEqual(expect.objectContaining({ ...event, objectId: user.id }));
  });

  test('refuses a wrong current password, records it, changes nothing, and makes wait after five', async () => {
    const { user, caller } = await givenCaller();
    const other = await auth.givenSession(user.id);
    const wrong = { current: 'not the one that was set', next: NEXT };
    for (let i = 0; i < 5; i++) {
      await expect(changePassword(auth.deps(), caller, wrong)).rejects.toMatchObject({
        code: 'AUTH_INVALID_CREDENTIALS',
      });
    }
    const right = changePassword(auth.deps(), caller, { current: PASSWORD, next: NEXT });
    await expect(right).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect((await callerOf(other.token)).userId).toBe(user.id);
    await signIn(auth.deps(), { email: user.email, password: PASSWORD });
    const failed = { action: 'account.password', outcome: 'failed', callerLabel: user.email };
    expect((await auth.eventsOf(user.id))[0]).toMatchObject({ ...failed, reason: 'AUTH_INVALID_CREDENTIALS' });
  });

  test('refuses a weak password before anything is hashed', async () => {
    const { caller } = await givenCaller();
    const before = auth.state.passwords.computed();
    const attempt = changePassword(auth.deps(), caller, { current: PASSWORD, next: 'password1234' });
    await expect(attempt).rejects.toMatchObject({ code: 'PASSWORD_TOO_WEAK' });
    expect(auth.state.passwords.computed()).toBe(before);
  });

  test('gives someone from Keycloak his first password, unless his e-mail signs in for another', async () => {
    const { user, caller } = await givenCaller(null);
    await changePassword(auth.deps(), caller, { current: '', next: NEXT });
    await signIn(auth.deps(), { email: user.email, password: NEXT });
    const twin = await givenCaller(null, user.email);
    const attempt = changePassword(auth.deps(), twin.caller, { current: '', next: NEXT });
    await expect(attempt).rejects.toMatchObject({ code: 'EMAIL_IN_USE' });
  });

  test('by two at once is done by one: the other gave a password that is current no more', async () => {
    const { user, caller } = await givenCaller();
    const nexts = ['the first of two lamps', 'the second of two lamps'];
    const all = await Promise.allSettled(
      nexts.map((next) => changePassword(auth.deps(), caller, { current: PASSWORD, next })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const index = all.findIndex(({ status }) => status === 'fulfilled');
    await signIn(auth.deps(), { email: user.email, password: nexts[index] ?? '' });
  });

  test('is off where passwords let nobody in', async () => {
    const { caller } = await givenCaller();
    const deps = { ...auth.deps(), config: { ...auth.config, passwordSignIn: false } };
    const attempt = changePassword(deps, caller, { current: PASSWORD, next: NEXT });
    await expect(attempt).rejects.toMatchObject({ code: 'PASSWORD_SIGN_IN_OFF' });
  });
});
