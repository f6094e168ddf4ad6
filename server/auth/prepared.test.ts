import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '#server/db/query.ts';
import { prepared } from './prepared.ts';
import { type TestAuth, testAuth } from './testing/auth.ts';

let auth: TestAuth;
beforeAll(async () => {
  auth = await testAuth();
});
afterAll(() => auth.db.close());

test('a prepared query is built once, and finds by each text what it should, or nothing', async () => {
  const [one, other] = [await auth.givenUser(), await auth.givenUser()];
  let built = 0;
  const find = prepared((em, email) => {
    built += 1;
    return query(em).selectFrom('user_account').select(['id', 'createdAt']).where('email', '=', email);
  });
  expect(await find(auth.db.fork(), one.email)).toEqual({ id: one.id, createdAt: expect.any(Date) });
  expect(await find(auth.db.fork(), other.email)).toMatchObject({ id: other.id });
  expect(await find(auth.db.fork(), 'nobody@example.test')).toBeUndefined();
  expect(built).toBe(1);
});

test('a query with another parameter cannot be prepared: it would be asked with the wrong one', async () => {
  const find = prepared((em, email) => {
    return query(em).selectFrom('user_account').select('id').where('email', '=', email).where('role', '=', 'admin');
  });
  await expect(find(auth.db.fork(), 'x')).rejects.toThrow('one parameter');
});
