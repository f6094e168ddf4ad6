import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { query } from '#server/db/query.ts';
import { authenticate } from './authenticate.ts';
import { ago, type TestAuth, testAuth } from './testing/auth.ts';
import { stampUses } from './use-stamps.ts';

let auth: TestAuth;
beforeAll(async () => {
  auth = await testAuth();
});
afterAll(() => auth.db.close());
afterEach(() => vi.useRealTimers());

async function givenKey() {
  const user = await auth.givenUser();
  const { id, key } = await auth.givenKey(user.id);
  const use = () => authenticate(auth.deps(), { authorization: `Bearer ${key}`, cookie: undefined });
  return { id, use };
}

async function lastUse(table: 'access_key' | 'session', id: string): Promise<Date | null> {
  const row = await query(auth.db.fork())
    .selectFrom(table)
    .select('lastUsedAt')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.lastUsedAt ?? null;
}

function store(id: string, lastUsedAt: Date) {
  return query(auth.db.fork()).updateTable('access_key').set({ lastUsedAt }).where('id', '=', id).execute();
}

describe('the last use of a key or a session', () => {
  test('is written at the next flush, not by the request', async () => {
    const { id, use } = await givenKey();
    const { now } = await use();
    expect(await lastUse('access_key', id)).toBeNull();
    await auth.state.stamps.flush();
    expect(await lastUse('access_key', id)).toEqual(now);
  });

  test('is written once a minute', async () => {
    const { id, use } = await givenKey();
    const recent = ago(50_000);
    await store(id, recent);
    await use();
    await auth.state.stamps.flush();
    expect(await lastUse('access_key', id)).toEqual(recent);
    await store(id, ago(61_000));
    const { now } = await use();
    await auth.state.stamps.flush();
    expect(await lastUse('access_key', id)).toEqual(now);
  });

  test('is written once by all replicas', async () => {
    const { id, use } = await givenKey();
    const { now } = await use();
    await store(id, ago(1_000));
    const written = await lastUse('access_key', id);
    await auth.state.stamps.flush();
    expect(await lastUse('access_key', id)).toEqual(written);
    expect(written).not.toEqual(now);
  });

  test('of many is one write for each table', async () => {
    const keys = await Promise.all([givenKey(), givenKey(), givenKey()]);
    const user = await auth.givenUser();
    const { id, token } = await auth.givenSession(user.id);
    await auth.moveSession(id, { lastUsedAt: ago(3_600_000) });
    await Promise.all(keys.map(({ use }) => use()));
    const { now } = await authenticate(auth.deps(), { authorization: undefined, cookie: token });
    await auth.state.stamps.close();
    for (const key of keys) expect(await lastUse('access_key', key.id)).not.toBeNull();
    expect(await lastUse('session', id)).toEqual(now);
  });

  test('is written by the clock, and a failure is told and tried again with the next', async () => {
    vi.useFakeTimers();
    const faults: unknown[] = [];
    const { promise: told, resolve } = Promise.withResolvers<void>();
    let fails = true;
    const fork = () => {
      if (fails) throw new Error('away');
      return auth.db.fork();
    };
    const stamps = stampUses(fork, (error) => {
      faults.push(error);
      resolve();
    });
    const { id } = await givenKeyRow();
    stamps.touch('access_key', id, new Date(), null);
    vi.advanceTimersByTime(5_000);
    vi.useRealTimers();
    await told;
    expect(faults).toMatchObject([{ message: 'away' }]);
    fails = false;
    await stamps.flush();
    expect(await lastUse('access_key', id)).not.toBeNull();
  });
});

async function givenKeyRow() {
  vi.useRealTimers();
  const { id } = await givenKey();
  vi.useFakeTimers();
  return { id };
}
