import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import { accept } from './accept.ts';
import { authenticate } from './authenticate.ts';
import { inTransaction } from './context.ts';
import { newLink } from './links.ts';
import { signIn } from './sign-in.ts';
import { PASSWORD, type TestAuth, testAuth } from './testing/auth.ts';
import type { User } from './users.ts';

/**
 * What somebody tries who has an account of his own and can write to the database: his own rows, with the hashes of
 * what he knows and MACs that the server made, are put in anew as another's. None lets him in, and each is recorded.
 */

const MINE = 'a window on the lamp sill';

let auth: TestAuth;
let admin: User;
let mallory: User;
beforeAll(async () => {
  auth = await testAuth();
});
afterAll(() => auth.db.close());
beforeEach(async () => {
  await auth.forge('truncate user_account, throttle cascade');
  admin = await auth.givenUser('admin@example.test', PASSWORD);
  mallory = await auth.givenUser('mallory@example.test', MINE);
});

/** Puts a row in again, with some columns changed; the old one stays only where it does not stand in the way. */
function putAnew(table: string, id: string, change: object, old: 'stays' | 'goes'): Promise<void> {
  const taken =
    old === 'goes'
      ? `delete from ${table} where id = '${id}' returning *`
      : `select * from ${table} where id = '${id}'`;
  const row = `jsonb_populate_record(null::${table}, to_jsonb(taken) || '${JSON.stringify(change)}')`;
  return auth.forge(`with taken as (${taken}) insert into ${table} select (${row}).* from taken`);
}

async function invited(): Promise<{ id: string; token: string }> {
  const link = { kind: 'invitation', ownerId: admin.id, email: 'guest@example.test' } as const;
  const { id, url } = await inTransaction(auth.deps(), (tx) => newLink(tx, link));
  return { id, token: new URL(url).hash.replace('#token=', '') };
}

const byKey = (key: string) => authenticate(auth.deps(), { authorization: `Bearer ${key}`, cookie: undefined });
const byCookie = (cookie: string) => authenticate(auth.deps(), { authorization: undefined, cookie });
const enter = (email: string) => signIn(auth.elsewhere(), { email, password: MINE });
const take = (token: string) =>
  accept(auth.elsewhere(), { token, email: 'eve@example.test', name: 'Eve', password: MINE });

/** Each writes and tries; it gives the chain in which the try must stand. */
const FORGERIES: [
  what: string,
  refusal: string,
  attempt: () => Promise<{ chainId: string; tried: Promise<unknown> }>,
][] = [
  [
    'a user of his own making, who is an admin',
    'AUTH_INVALID_CREDENTIALS',
    async () => {
      const change = { id: newId(), email: 'eve@example.test', role: 'admin' };
      await putAnew('user_account', mallory.id, change, 'stays');
      return { chainId: change.id, tried: enter(change.email) };
    },
  ],
  [
    'his password in the admin’s row',
    'AUTH_INVALID_CREDENTIALS',
    async () => {
      const hash = `(select password_hash from user_account where id = '${mallory.id}')`;
      await auth.forge(`update user_account set password_hash = ${hash} where id = '${admin.id}'`);
      return { chainId: admin.id, tried: enter(admin.email) };
    },
  ],
  [
    'his whole row under the admin’s id',
    'AUTH_INVALID_CREDENTIALS',
    async () => {
      await auth.forge(`delete from user_account where id = '${admin.id}'`);
      await putAnew('user_account', mallory.id, { id: admin.id, role: 'admin' }, 'goes');
      return { chainId: admin.id, tried: enter(mallory.email) };
    },
  ],
  [
    'his access key as the admin’s',
    'AUTH_INVALID_KEY',
    async () => {
      const { id, key } = await auth.givenKey(mallory.id);
      await putAnew('access_key', id, { id: newId(), owner_id: admin.id }, 'goes');
      return { chainId: admin.id, tried: byKey(key) };
    },
  ],
  [
    'an access key that was limited to environments, without the limit',
    'AUTH_INVALID_KEY',
    async () => {
      const { id, key } = await auth.givenKey(mallory.id, { environments: ['local'] });
      await putAnew('access_key', id, { environments: null }, 'goes');
      return { chainId: mallory.id, tried: byKey(key) };
    },
  ],
  [
    'an access key that has expired, without its end',
    'AUTH_INVALID_KEY',
    async () => {
      const { id, key } = await auth.givenKey(mallory.id, { expiresAt: new Date(Date.now() - 1) });
      await putAnew('access_key', id, { expires_at: null }, 'goes');
      return { chainId: mallory.id, tried: byKey(key) };
    },
  ],
  [
    'his session as the admin’s',
    'AUTH_REQUIRED',
    async () => {
      const { id, token } = await auth.givenSession(mallory.id);
      await putAnew('session', id, { id: newId(), owner_id: admin.id }, 'goes');
      return { chainId: admin.id, tried: byCookie(token) };
    },
  ],
  [
    'an invitation that he was given, for a second guest',
    'INVITATION_NOT_FOUND',
    async () => {
      const { id, token } = await invited();
      await putAnew('link', id, { id: newId(), email: 'eve@example.test' }, 'goes');
      return { chainId: admin.id, tried: take(token) };
    },
  ],
  [
    'an invitation as a link for the admin’s new password',
    'INVITATION_NOT_FOUND',
    async () => {
      const { id, token } = await invited();
      await putAnew('link', id, { kind: 'password-reset', email: admin.email }, 'goes');
      return { chainId: admin.id, tried: take(token) };
    },
  ],
];

test.each(FORGERIES)('%s is refused, and recorded', async (_, refusal, attempt) => {
  const { chainId, tried } = await attempt();
  await expect(tried).rejects.toMatchObject({ code: refusal });
  expect((await auth.eventsOf(chainId)).at(-1)).toMatchObject({ outcome: 'failed', reason: 'INTEGRITY_FAILURE' });
});

test('what he puts in is no forgery where it is his own row, unchanged', async () => {
  const { id, key } = await auth.givenKey(mallory.id);
  await putAnew('access_key', id, {}, 'goes');
  expect((await byKey(key)).caller.userId).toBe(mallory.id);
});
