import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Em } from '#server/db/query.ts';
import type { VaultError } from '#shared/errors.ts';
import { authenticate } from './authenticate.ts';
import { inTransaction } from './context.ts';
import { signOut } from './sign-in.ts';
import { ago, type TestAuth, testAuth } from './testing/auth.ts';
import { changeUser, lockUser } from './users.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

let auth: TestAuth;
beforeAll(async () => {
  auth = await testAuth({ sessionIdleHours: 12, sessionMaxHours: 168 });
});
afterAll(() => auth.db.close());

const byKey = (key: string) => authenticate(auth.deps(), { authorization: `Bearer ${key}`, cookie: undefined });
const byCookie = (cookie: string) => authenticate(auth.deps(), { authorization: undefined, cookie });

/** The code of the refusal; an answer fails the test. */
async function codeOf(call: Promise<unknown>): Promise<string> {
  const error: VaultError = await call.then(
    () => Promise.reject(new Error('The call was answered.')),
    (thrown) => thrown,
  );
  return error.code ?? String(error);
}

/** An entity manager that counts the queries it is asked for; building one for later counts too, once. */
function counting(em: Em): { em: Em; asked: () => number } {
  let asked = 0;
  const counted = new Proxy(em, {
    get(target, property) {
      if (property === 'getKysely') asked += 1;
      const value = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { em: counted, asked: () => asked };
}

function disable(userId: string) {
  return inTransaction(auth.deps(), async (tx) => {
    const user = await lockUser(tx, userId);
    if (user) await changeUser(tx, user, { disabledAt: tx.now });
  });
}

describe('an access key', () => {
  test('says whose it is and what it may, by the clock of the database', async () => {
    const { id: userId } = await auth.givenUser();
    const limits = { scopes: ['entries:read', 'entries:reveal'], names: ['Shop'], environments: ['local'] };
    const { id, key } = await auth.givenKey(userId, limits);
    const { caller, now } = await byKey(key);
    expect(caller).toEqual({ kind: 'accessKey', id, userId, label: key.slice(0, 9), ...limits });
    expect(Math.abs(now.getTime() - Date.now())).toBeLessThan(10_000);
  });

  test('counts under any spelling of the scheme, and costs one query', async () => {
    const { id } = await auth.givenUser();
    const { key } = await auth.givenKey(id);
    await byKey(key);
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const { em, asked } = counting(auth.db.fork());
      await authenticate({ ...auth.deps(), em }, { authorization: `${scheme} ${key}`, cookie: undefined });
      expect(asked()).toBe(1);
    }
  });

  test('is counted, and not asked for, if its form or its checksum is wrong', async () => {
    const { id } = await auth.givenUser();
    const { key } = await auth.givenKey(id);
    const wrong = [
      '',
      'Bearer',
      key,
      `Basic ${key}`,
      'Bearer kagi_',
      `Bearer ${key}x`,
      `Bearer ${key} ${key}`,
      `Bearer ${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`,
      `Bearer ${key.replace('kagi_', 'KAGI_')}`,
    ];
    for (const authorization of wrong) {
      const { em, asked } = counting(auth.db.fork());
      const before = auth.state.counters.unknownKeys;
      const call = authenticate({ ...auth.deps(), em }, { authorization, cookie: undefined });
      expect(await codeOf(call)).toBe('AUTH_INVALID_KEY');
      expect(asked()).toBe(0);
      expect(auth.state.counters.unknownKeys - before).toBe(1);
    }
  });

  test('alone decides: a good cookie beside a bad key is ignored', async () => {
    const { id } = await auth.givenUser();
    const { token: cookie } = await auth.givenSession(id);
    expect(await codeOf(authenticate(auth.deps(), { authorization: 'Bearer nonsense', cookie }))).toBe(
      'AUTH_INVALID_KEY',
    );
  });

  test('is refused from the next request on when it is unknown, revoked, expired, or its user disabled', async () => {
    const { id } = await auth.givenUser();
    const revoked = await auth.givenKey(id);
    const expired = await auth.givenKey(id, { expiresAt: ago(1) });
    const live = await auth.givenKey(id, { expiresAt: new Date(Date.now() + HOUR_MS) });
    await byKey(revoked.key);
    await auth.forge(`delete from access_key where id = '${revoked.id}'`);
    expect(await codeOf(byKey(revoked.key))).toBe('AUTH_INVALID_KEY');
    expect(await codeOf(byKey(expired.key))).toBe('AUTH_INVALID_KEY');
    expect((await byKey(live.key)).caller.userId).toBe(id);
    await disable(id);
    expect(await codeOf(byKey(live.key))).toBe('AUTH_INVALID_KEY');
    expect(await auth.eventsOf(id)).toEqual([]);
  });

  test.each([
    ['more scopes', `update access_key set scopes = array['entries:read', 'export:read']`],
    ['fewer limits', 'update access_key set names = null'],
    ['another limit', `update access_key set names = array['Bank']`],
    ['a later end', `update access_key set expires_at = now() + interval '1 year'`],
    ['another owner', `update access_key set owner_id = (select id from user_account where id <> owner_id limit 1)`],
    ['a MAC of its own making', `update access_key set mac = 'm1.x.y'`],
    ['a user who was made admin', `update user_account set role = 'admin' where id =`],
    ['a user who was enabled again', 'update user_account set disabled_at = null where id ='],
  ])('is refused and recorded when it was given %s past the server', async (_what, statement) => {
    const { id: userId } = await auth.givenUser();
    const { id, key } = await auth.givenKey(userId, { names: ['Shop'], expiresAt: new Date(Date.now() + HOUR_MS) });
    if (statement.includes('disabled_at')) await disable(userId);
    const isOfUser = statement.endsWith('where id =');
    await auth.forge(isOfUser ? `${statement} '${userId}'` : `${statement} where id = '${id}'`);
    expect(await codeOf(byKey(key))).toBe('AUTH_INVALID_KEY');
    const owner = statement.includes('set owner_id') ? await ownerOf('access_key', id) : userId;
    expect((await auth.eventsOf(owner)).at(-1)).toEqual({
      action: 'access-key.use',
      outcome: 'failed',
      callerKind: 'anonymous',
      callerLabel: null,
      objectKind: isOfUser ? 'account' : 'access-key',
      objectId: isOfUser ? userId : id,
      reason: 'INTEGRITY_FAILURE',
      count: null,
    });
  });

  test('is refused and recorded when a stronger one was put under its hash', async () => {
    const { id: userId } = await auth.givenUser();
    const [weak, strong] = [await auth.givenKey(userId), await auth.givenKey(userId, { scopes: ['export:read'] })];
    await auth.forge(`create table taken as select token_hash from access_key where id = '${weak.id}'`);
    await auth.forge(`delete from access_key where id = '${weak.id}'`);
    await auth.forge(`update access_key set token_hash = (select token_hash from taken) where id = '${strong.id}'`);
    expect(await codeOf(byKey(weak.key))).toBe('AUTH_INVALID_KEY');
    const forgery = { action: 'access-key.use', objectId: strong.id, reason: 'INTEGRITY_FAILURE' };
    expect(await auth.eventsOf(userId)).toMatchObject([forgery]);
  });
});

async function ownerOf(table: string, id: string): Promise<string> {
  const [row] = await auth.db
    .fork()
    .execute<{ owner_id: string }[]>(`select owner_id from ${table} where id = '${id}'`);
  return row?.owner_id ?? '';
}

describe('a session', () => {
  test('says who is signed in, with one query', async () => {
    const user = await auth.givenUser();
    const { id, token } = await auth.givenSession(user.id);
    await byCookie(token);
    const { em, asked } = counting(auth.db.fork());
    const { caller } = await authenticate({ ...auth.deps(), em }, { authorization: undefined, cookie: token });
    expect(caller).toEqual({ kind: 'session', id, userId: user.id, label: user.email, role: user.role, isFresh: true });
    expect(asked()).toBe(1);
  });

  test('is fresh for ten minutes', async () => {
    const { id: userId } = await auth.givenUser();
    const { id, token } = await auth.givenSession(userId);
    await auth.moveSession(id, { freshAt: ago(9 * 60_000) });
    expect((await byCookie(token)).caller).toMatchObject({ isFresh: true });
    await auth.moveSession(id, { freshAt: ago(10 * 60_000) });
    expect((await byCookie(token)).caller).toMatchObject({ isFresh: false });
  });

  test('is asked of nobody if there is no credential, or a cookie that cannot be one', async () => {
    for (const cookie of [undefined, '', 'x', 'y'.repeat(44), `${'z'.repeat(42)}=`]) {
      const { em, asked } = counting(auth.db.fork());
      const call = authenticate({ ...auth.deps(), em }, { authorization: undefined, cookie });
      expect(await codeOf(call)).toBe('AUTH_REQUIRED');
      expect(asked()).toBe(0);
    }
  });

  test.each([
    ['unknown', async () => 'A'.repeat(43)],
    ['over its absolute limit', (id: string) => auth.moveSession(id, { expiresAt: ago(1) })],
    ['idle for longer than it may', (id: string) => auth.moveSession(id, { lastUsedAt: ago(12 * HOUR_MS + 120_000) })],
    ['one of a disabled user', async (_id: string, userId: string) => disable(userId)],
  ])('is refused when it is %s', async (_what, spoil) => {
    const { id: userId } = await auth.givenUser();
    const { id, token } = await auth.givenSession(userId);
    expect((await byCookie(token)).caller.id).toBe(id);
    const other = await spoil(id, userId);
    expect(await codeOf(byCookie(typeof other === 'string' ? other : token))).toBe('AUTH_REQUIRED');
    expect(await auth.eventsOf(userId)).toEqual([]);
  });

  test('is not refused for the minute that its stored last use may be behind', async () => {
    const { id: userId } = await auth.givenUser();
    const { id, token } = await auth.givenSession(userId);
    await auth.moveSession(id, { lastUsedAt: ago(12 * HOUR_MS + 30_000) });
    expect((await byCookie(token)).caller.id).toBe(id);
  });

  test('is refused from the next request on when it was signed out', async () => {
    const { id: userId } = await auth.givenUser();
    const { token } = await auth.givenSession(userId);
    const { caller } = await byCookie(token);
    if (caller.kind === 'session') await signOut(auth.deps(), caller);
    expect(await codeOf(byCookie(token))).toBe('AUTH_REQUIRED');
    expect(await auth.eventsOf(userId)).toMatchObject([{ action: 'session.end', outcome: 'ok', objectId: caller.id }]);
  });

  test.each([
    ['a later end', `update session set expires_at = now() + interval '1 year'`, 'session'],
    ['a fresh sign-in', 'update session set fresh_at = now()', 'session'],
    ['another method', `update session set method = 'keycloak'`, 'session'],
    ['another owner', `update session set owner_id = (select id from user_account limit 1)`, 'session'],
    ['a user who was made admin', `update user_account set role = 'admin'`, 'account'],
    ['a user with another e-mail', `update user_account set email = 'eve@example.test'`, 'account'],
    ['a user with another password', `update user_account set password_hash = 'x'`, 'account'],
  ])('is refused and recorded when it was given %s past the server', async (_what, statement, objectKind) => {
    const { id: userId } = await auth.givenUser();
    const { id, token } = await auth.givenSession(userId);
    await auth.moveSession(id, { expiresAt: new Date(Date.now() + DAY_MS), freshAt: ago(HOUR_MS) });
    const objectId = objectKind === 'account' ? userId : id;
    await auth.forge(`${statement} where id = '${objectId}'`);
    expect(await codeOf(byCookie(token))).toBe('AUTH_REQUIRED');
    const events = await auth.eventsOf(await ownerOf('session', id));
    const forgery = { action: 'session.use', outcome: 'failed', callerKind: 'anonymous', reason: 'INTEGRITY_FAILURE' };
    expect(events.at(-1)).toMatchObject({ ...forgery, objectKind, objectId });
  });

  test('is refused and recorded when its whole row was written past the server', async () => {
    const { id: userId } = await auth.givenUser();
    const { id, token } = await auth.givenSession(userId);
    await auth.forge(`create table stolen as select * from session where id = '${id}'`);
    await auth.forge(`delete from session where id = '${id}'`);
    await auth.forge(`update stolen set id = gen_random_uuid(), expires_at = now() + interval '1 year'`);
    await auth.forge('insert into session select * from stolen');
    expect(await codeOf(byCookie(token))).toBe('AUTH_REQUIRED');
    expect(await auth.eventsOf(userId)).toMatchObject([{ action: 'session.use', reason: 'INTEGRITY_FAILURE' }]);
  });
});
