import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { query } from '#server/db/query.ts';
import { authenticate } from './authenticate.ts';
import { openDek } from './deks.ts';
import { ensureAdmin, setUp, setupLink } from './setup.ts';
import { signIn } from './sign-in.ts';
import { PASSWORD, type TestAuth, testAuth } from './testing/auth.ts';
import { selectUsers } from './users.ts';

let auth: TestAuth;
beforeAll(async () => {
  auth = await testAuth();
});
// A new vault for each test; making a whole database takes longer.
afterEach(() => auth.forge('truncate user_account, audit_event, audit_head, throttle cascade'));
afterAll(() => auth.db.close());

const tokenIn = (link: string | null) => new URL(link ?? '').hash.replace('#token=', '');
const ada = { email: 'ada@example.test', name: 'Ada', password: PASSWORD };

async function givenInput() {
  return { ...ada, token: tokenIn(await setupLink(auth.deps())) };
}

const users = () => selectUsers(auth.db.fork()).execute();

describe('setUp', () => {
  test('makes the admin with a vault of his own and signs him in, by the link that every replica shows', async () => {
    const link = await setupLink(auth.deps());
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/setup#token=[\w-]{43}$/);
    expect(await setupLink(auth.deps())).toBe(link);
    const { id, token } = await setUp(auth.deps(), await givenInput());
    const { caller } = await authenticate(auth.deps(), { authorization: undefined, cookie: token });
    expect(caller).toMatchObject({ kind: 'session', id, role: 'admin', label: ada.email, isFresh: true });
    const dek = await query(auth.db.fork()).selectFrom('dek').selectAll().executeTakeFirstOrThrow();
    expect(openDek(auth.keyring, dek)).toMatchObject({ ownerId: caller.userId });
    expect(dek).toMatchObject({ active: true, uses: 0 });
    await signIn(auth.deps(), ada);
  });

  test('is recorded with the instance and with the owner', async () => {
    await setUp(auth.deps(), await givenInput());
    const [user] = await users();
    const event = { action: 'account.setup', outcome: 'ok', callerLabel: ada.email, objectId: user?.id };
    expect(await auth.eventsOf()).toMatchObject([event]);
    expect(await auth.eventsOf(user?.id)).toMatchObject([event]);
  });

  test('works once: afterwards there is no link, and the token is worth nothing', async () => {
    const input = await givenInput();
    await setUp(auth.deps(), input);
    expect(await setupLink(auth.deps())).toBeNull();
    const second = setUp(auth.deps(), { ...input, email: 'eve@example.test' });
    await expect(second).rejects.toMatchObject({ code: 'SETUP_DONE' });
    expect(await users()).toHaveLength(1);
  });

  test('by several at once is done by one', async () => {
    const input = await givenInput();
    const all = await Promise.allSettled(
      [1, 2, 3].map((n) => setUp(auth.deps(), { ...input, email: `${n}@example.test` })),
    );
    const refused = all.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toMatchObject([{ code: 'SETUP_DONE' }, { code: 'SETUP_DONE' }]);
    expect(await users()).toMatchObject([{ role: 'admin' }]);
  });

  test.each([
    ['another token', { token: 'x'.repeat(43) }, 'SETUP_TOKEN_INVALID'],
    ['no token', { token: '' }, 'SETUP_TOKEN_INVALID'],
    ['a weak password', { password: 'password1234' }, 'PASSWORD_TOO_WEAK'],
    ['his name as password', { password: 'ada@example.test' }, 'PASSWORD_TOO_WEAK'],
  ])('refuses %s, and makes nobody', async (_what, change, code) => {
    await expect(setUp(auth.deps(), { ...(await givenInput()), ...change })).rejects.toMatchObject({ code });
    expect(await users()).toEqual([]);
    expect(await auth.eventsOf()).toEqual([]);
  });

  test('is off where passwords let nobody in, and no link is shown', async () => {
    const input = await givenInput();
    const deps = { ...auth.deps(), config: { ...auth.config, passwordSignIn: false } };
    expect(await setupLink(deps)).toBeNull();
    await expect(setUp(deps, input)).rejects.toMatchObject({ code: 'PASSWORD_SIGN_IN_OFF' });
  });
});

describe('ensureAdmin', () => {
  const withAdmin = (password: string) => {
    return { ...auth.deps(), config: { ...auth.config, admin: { email: 'Root@example.test', password } } };
  };

  test('makes the admin that the configuration names, once', async () => {
    await ensureAdmin(withAdmin(PASSWORD));
    await ensureAdmin(withAdmin('another good one, later'));
    expect(await users()).toMatchObject([{ email: 'root@example.test', name: 'Root', role: 'admin' }]);
    await signIn(auth.deps(), { email: 'root@example.test', password: PASSWORD });
    const [user] = await users();
    expect((await auth.eventsOf(user?.id))[0]).toMatchObject({ action: 'account.setup', callerKind: 'system' });
  });

  test('by several replicas at once makes one', async () => {
    await Promise.all([1, 2, 3].map(() => ensureAdmin(withAdmin(PASSWORD))));
    expect(await users()).toHaveLength(1);
  });

  test('makes nobody where none is named', async () => {
    await ensureAdmin(auth.deps());
    expect(await users()).toEqual([]);
  });

  test('stops the start with a sentence if the password is weak, without saying it', async () => {
    const attempt = ensureAdmin(withAdmin('password1234'));
    await expect(attempt).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/^ADMIN_PASSWORD is too weak\. /),
    });
    await expect(attempt).rejects.not.toThrow(/password1234/);
    expect(await users()).toEqual([]);
  });
});
