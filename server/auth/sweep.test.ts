import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '#server/db/query.ts';
import { inTransaction } from './context.ts';
import { newLink } from './links.ts';
import { sweep } from './sweep.ts';
import { ago, type TestAuth, testAuth } from './testing/auth.ts';

let auth: TestAuth;
beforeAll(async () => {
  auth = await testAuth();
});
afterAll(() => auth.db.close());

const HOUR_MS = 3_600_000;

const ids = async (table: 'session' | 'link') =>
  (await query(auth.db.fork()).selectFrom(table).select('id').execute()).map(({ id }) => id);

function givenFlow(stateHash: string, expiresAt: Date) {
  const flow = {
    cookieHash: '',
    nonce: '',
    codeVerifier: '',
    returnTo: '/',
    purpose: 'sign-in',
    sessionId: null,
  } as const;
  return query(auth.db.fork())
    .insertInto('sign_in_flow')
    .values({ ...flow, stateHash, expiresAt })
    .execute();
}

test('what has ended by itself is deleted, all else stays', async () => {
  const user = await auth.givenUser();
  const [live, idle, over] = [
    await auth.givenSession(user.id),
    await auth.givenSession(user.id),
    await auth.givenSession(user.id),
  ];
  await auth.moveSession(live.id, { lastUsedAt: ago(12 * HOUR_MS) });
  await auth.moveSession(idle.id, { lastUsedAt: ago(12 * HOUR_MS + 6 * 60_000) });
  await auth.moveSession(over.id, { expiresAt: ago(1) });
  const invite = () =>
    inTransaction(auth.deps(), (tx) => newLink(tx, { kind: 'invitation', ownerId: user.id, email: 'x@example.test' }));
  const [open, used] = [await invite(), await invite()];
  await auth.expireLink(used.id);
  await givenFlow('open', new Date(Date.now() + HOUR_MS));
  await givenFlow('over', ago(1));
  await sweep(auth.db.fork(), auth.config);
  expect(await ids('session')).toEqual([live.id]);
  expect(await ids('link')).toEqual([open.id]);
  expect(await query(auth.db.fork()).selectFrom('sign_in_flow').select('stateHash').execute()).toEqual([
    { stateHash: 'open' },
  ]);
});
