import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import { keyedHash } from '#server/crypto/instance.ts';
import { query } from '#server/db/query.ts';
import { inTransaction } from './context.ts';
import { reauthenticate, signIn, signOut } from './sign-in.ts';
import type { AuthDeps } from './state.ts';
import { ago, PASSWORD, type TestAuth, testAuth } from './testing/auth.ts';
import { addressSubject } from './throttle.ts';
import { changeUser, lockUser } from './users.ts';

let auth: TestAuth;
beforeAll(async () => {
  auth = await testAuth();
});
afterAll(() => auth.db.close());

const WRONG = 'not the one that was set';

describe('signIn', () => {
  test('makes a session of its own, and records it', async () => {
    const user = await auth.givenUser();
    const { id, token, expiresAt } = await signIn(auth.elsewhere(), { email: user.email, password: PASSWORD });
    expect(await auth.sessionBy(token)).toMatchObject({ id, userId: user.id, isFresh: true });
    expect(Math.round((expiresAt.getTime() - Date.now()) / 3_600_000)).toBe(168);
    const signedIn = { action: 'sign-in.password', outcome: 'ok', callerKind: 'session', callerLabel: user.email };
    expect(await auth.eventsOf(user.id)).toMatchObject([{ ...signedIn, objectKind: 'session', objectId: id }]);
    const again = await signIn(auth.elsewhere(), { email: user.email.toUpperCase(), password: PASSWORD });
    expect(again.token).not.toBe(token);
    expect(again.id).not.toBe(id);
  });

  test('stores of the cookie a keyed hash alone, with the address and the browser', async () => {
    const user = await auth.givenUser();
    const { id, token } = await signIn(auth.deps({ address: '203.0.113.200', userAgent: 'Lynx' }), {
      email: user.email,
      password: PASSWORD,
    });
    const row = await query(auth.db.fork())
      .selectFrom('session')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.tokenHash).toBe(keyedHash(auth.keyring.instance, 'session', token));
    expect(row).toMatchObject({ method: 'password', address: '203.0.113.200', userAgent: 'Lynx' });
    expect(JSON.stringify(row)).not.toContain(token);
  });

  test('refuses a wrong password and an unknown e-mail alike, at the price of one hash each', async () => {
    const user = await auth.givenUser();
    const errors: unknown[] = [];
    for (const email of [user.email, `${newId()}@example.test`]) {
      const before = auth.state.passwords.computed();
      errors.push(await signIn(auth.elsewhere(), { email, password: WRONG }).catch((error: unknown) => error));
      expect(auth.state.passwords.computed() - before).toBe(1);
    }
    expect(errors[0]).toMatchObject({ code: 'AUTH_INVALID_CREDENTIALS' });
    expect(errors[1]).toEqual(errors[0]);
  });

  test('records a wrong password with its owner, and an unknown e-mail with the instance, which learns no e-mail', async () => {
    const user = await auth.givenUser();
    const before = (await auth.eventsOf()).length;
    await expect(signIn(auth.elsewhere(), { email: user.email, password: WRONG })).rejects.toThrow();
    await expect(signIn(auth.elsewhere(), { email: 'nobody@example.test', password: WRONG })).rejects.toThrow();
    const failed = { action: 'sign-in.password', outcome: 'failed', callerKind: 'anonymous', callerLabel: null };
    const reason = 'AUTH_INVALID_CREDENTIALS';
    expect(await auth.eventsOf(user.id)).toMatchObject([
      { ...failed, objectKind: 'account', objectId: user.id, reason },
    ]);
    expect((await auth.eventsOf()).slice(before)).toMatchObject([{ ...failed, objectKind: null, reason }]);
  });

  test('says nothing else of a user who has no password, is disabled, or was changed past the server', async () => {
    const keycloak = await auth.givenUser(undefined, null);
    const disabled = await auth.givenUser();
    await inTransaction(auth.deps(), async (tx) => {
      await changeUser(tx, (await lockUser(tx, disabled.id)) ?? disabled, { disabledAt: tx.now });
    });
    const swapped = await auth.givenUser();
    const known = await auth.state.passwords.hash('known to the attacker');
    await auth.forge(`update user_account set password_hash = '${known}' where id = '${swapped.id}'`);
    const tries = [
      { email: keycloak.email, password: PASSWORD },
      { email: disabled.email, password: PASSWORD },
      { email: swapped.email, password: 'known to the attacker' },
    ];
    for (const input of tries) {
      const before = auth.state.passwords.computed();
      await expect(signIn(auth.elsewhere(), input)).rejects.toMatchObject({ code: 'AUTH_INVALID_CREDENTIALS' });
      expect(auth.state.passwords.computed() - before).toBe(1);
    }
    expect(await auth.eventsOf(keycloak.id)).toEqual([]);
    expect(await auth.eventsOf(disabled.id)).toMatchObject([{ outcome: 'failed', reason: 'ACCOUNT_DISABLED' }]);
    expect(await auth.eventsOf(swapped.id)).toMatchObject([{ outcome: 'failed', reason: 'INTEGRITY_FAILURE' }]);
  });

  test('is off where the configuration says so, and then counts and records nothing', async () => {
    const user = await auth.givenUser();
    const deps = { ...auth.elsewhere(), config: { ...auth.config, passwordSignIn: false } };
    const before = auth.state.passwords.computed();
    await expect(signIn(deps, { email: user.email, password: PASSWORD })).rejects.toMatchObject({
      code: 'PASSWORD_SIGN_IN_OFF',
    });
    expect(auth.state.passwords.computed()).toBe(before);
    expect(await auth.eventsOf(user.id)).toEqual([]);
  });

  test('refuses a password that was changed while it was being checked', async () => {
    const user = await auth.givenUser();
    const { matches } = auth.state.passwords;
    const changing: AuthDeps['state']['passwords'] = {
      ...auth.state.passwords,
      async matches(stored, password) {
        const isRight = await matches(stored, password);
        await inTransaction(auth.deps(), async (tx) => {
          await changeUser(tx, (await lockUser(tx, user.id)) ?? user, { passwordHash: 'another' });
        });
        return isRight;
      },
    };
    const deps = { ...auth.elsewhere(), state: { ...auth.state, passwords: changing } };
    await expect(signIn(deps, { email: user.email, password: PASSWORD })).rejects.toMatchObject({
      code: 'AUTH_INVALID_CREDENTIALS',
    });
    const sessions = await query(auth.db.fork())
      .selectFrom('session')
      .select('id')
      .where('ownerId', '=', user.id)
      .execute();
    expect(sessions).toEqual([]);
  });
});

describe('a flood of wrong passwords', () => {
  test.each(['known', 'unknown'])('at a %s e-mail is hashed five times, however parallel', async (who) => {
    const user = await auth.givenUser();
    const email = who === 'known' ? user.email : `${newId()}@example.test`;
    const before = auth.state.passwords.computed();
    const tries = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) =>
        signIn(auth.deps({ address: `198.51.100.${i}` }), { email, password: WRONG }),
      ),
    );
    const codes = tries.map((result) => (result.status === 'rejected' ? result.reason.code : 'answered'));
    expect(codes.filter((code) => code === 'AUTH_INVALID_CREDENTIALS')).toHaveLength(5);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(95);
    expect(auth.state.passwords.computed() - before).toBe(5);
  });

  test('is recorded once when it is held up, and leaves live sessions alone', async () => {
    const user = await auth.givenUser();
    const { token } = await auth.givenSession(user.id);
    for (let i = 0; i < 9; i++)
      await expect(signIn(auth.elsewhere(), { email: user.email, password: WRONG })).rejects.toThrow();
    await expect(signIn(auth.elsewhere(), { email: user.email, password: PASSWORD })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: expect.closeTo(30, -1),
    });
    const reasons = (await auth.eventsOf(user.id)).map(({ reason }) => reason);
    expect(reasons).toEqual([...Array.from({ length: 5 }, () => 'AUTH_INVALID_CREDENTIALS'), 'RATE_LIMITED']);
    expect(await auth.sessionBy(token)).toMatchObject({ userId: user.id });
    await reauthenticate(auth.elsewhere(), await auth.sessionBy(token), { password: PASSWORD });
  });

  test('from one address over many e-mails is held up after fifty, and that stops no other address', async () => {
    const user = await auth.givenUser();
    const deps = auth.deps({ address: '198.51.100.250' });
    for (let i = 0; i < 50; i++) {
      await expect(signIn(deps, { email: `${i}@example.test`, password: WRONG })).rejects.toMatchObject({
        code: 'AUTH_INVALID_CREDENTIALS',
      });
    }
    const input = { email: user.email, password: PASSWORD };
    await expect(signIn(deps, input)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect((await signIn(auth.elsewhere(), input)).token).toHaveLength(43);
  });

  test('does not count right passwords, however parallel', async () => {
    const user = await auth.givenUser();
    const input = { email: user.email, password: PASSWORD };
    const deps = auth.elsewhere();
    const sessions = await Promise.all(Array.from({ length: 20 }, () => signIn(deps, input)));
    expect(new Set(sessions.map(({ token }) => token)).size).toBe(20);
    const { hash } = addressSubject(auth.keyring.instance, deps.origin.address ?? '');
    const counted = query(auth.db.fork()).selectFrom('throttle').select('failures').where('subjectHash', '=', hash);
    expect(await counted.execute()).toEqual([{ failures: 0 }]);
  });

  test('is forgotten for the account when its password is right', async () => {
    const user = await auth.givenUser();
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++)
        await expect(signIn(auth.elsewhere(), { email: user.email, password: WRONG })).rejects.toThrow();
      await signIn(auth.elsewhere(), { email: user.email, password: PASSWORD });
    }
  });

  test('does not count a try for which the password queue had no room', async () => {
    const user = await auth.givenUser();
    const full = { ...auth.state.passwords, matches: () => Promise.reject(new Error('full')) };
    for (let i = 0; i < 6; i++) {
      const deps = { ...auth.elsewhere(), state: { ...auth.state, passwords: full } };
      await expect(signIn(deps, { email: user.email, password: PASSWORD })).rejects.toThrow('full');
    }
    expect((await signIn(auth.elsewhere(), { email: user.email, password: PASSWORD })).token).toHaveLength(43);
  });
});

describe('reauthenticate', () => {
  test('makes a session fresh again, and records it', async () => {
    const user = await auth.givenUser();
    const { id, token } = await auth.givenSession(user.id);
    await auth.moveSession(id, { freshAt: ago(3_600_000) });
    const stale = await auth.sessionBy(token);
    expect(stale.isFresh).toBe(false);
    await reauthenticate(auth.elsewhere(), stale, { password: PASSWORD });
    expect((await auth.sessionBy(token)).isFresh).toBe(true);
    expect(await auth.eventsOf(user.id)).toMatchObject([
      { action: 'sign-in.reauthenticate', outcome: 'ok', objectId: id },
    ]);
  });

  test('refuses a wrong password, records it, and after five makes wait', async () => {
    const user = await auth.givenUser();
    const { id, token } = await auth.givenSession(user.id);
    await auth.moveSession(id, { freshAt: ago(3_600_000) });
    const stale = await auth.sessionBy(token);
    for (let i = 0; i < 5; i++) {
      await expect(reauthenticate(auth.elsewhere(), stale, { password: WRONG })).rejects.toMatchObject({
        code: 'AUTH_INVALID_CREDENTIALS',
      });
    }
    await expect(reauthenticate(auth.elsewhere(), stale, { password: PASSWORD })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
    expect((await auth.sessionBy(token)).isFresh).toBe(false);
    const failed = {
      action: 'sign-in.reauthenticate',
      outcome: 'failed',
      callerKind: 'session',
      callerLabel: user.email,
    };
    expect((await auth.eventsOf(user.id))[0]).toMatchObject({ ...failed, reason: 'AUTH_INVALID_CREDENTIALS' });
    expect((await signIn(auth.elsewhere(), { email: user.email, password: PASSWORD })).token).toHaveLength(43);
  });

  test('refuses someone who has no password, and a session that has ended', async () => {
    const keycloak = await auth.givenUser(undefined, null);
    const { token } = await auth.givenSession(keycloak.id);
    await expect(
      reauthenticate(auth.elsewhere(), await auth.sessionBy(token), { password: 'anything' }),
    ).rejects.toMatchObject({
      code: 'AUTH_INVALID_CREDENTIALS',
    });
    const user = await auth.givenUser();
    const caller = await auth.sessionBy((await auth.givenSession(user.id)).token);
    await signOut(auth.deps(), caller);
    await expect(reauthenticate(auth.elsewhere(), caller, { password: PASSWORD })).rejects.toMatchObject({
      code: 'AUTH_REQUIRED',
    });
  });

  test('does not make a session genuine that was changed past the server', async () => {
    const user = await auth.givenUser();
    const { id, token } = await auth.givenSession(user.id);
    const caller = await auth.sessionBy(token);
    await auth.forge(`update session set expires_at = now() + interval '1 year' where id = '${id}'`);
    await expect(reauthenticate(auth.elsewhere(), caller, { password: PASSWORD })).rejects.toMatchObject({
      name: 'IntegrityError',
    });
    await expect(auth.sessionBy(token)).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
  });
});

test('signOut ends one session alone, and a second time is nothing', async () => {
  const user = await auth.givenUser();
  const [one, other] = [await auth.givenSession(user.id), await auth.givenSession(user.id)];
  const caller = await auth.sessionBy(one.token);
  await signOut(auth.deps(), caller);
  await signOut(auth.deps(), caller);
  expect((await auth.sessionBy(other.token)).id).toBe(other.id);
  expect(await auth.eventsOf(user.id)).toMatchObject([{ action: 'session.end', objectId: one.id }]);
});
