import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import { query } from '#server/db/query.ts';
import { type TestAuth, testAuth } from './testing/auth.ts';
import {
  accountSubject,
  addressSubject,
  forgetOldFailures,
  forgive,
  giveBack,
  personSubject,
  reserve,
  type Subject,
} from './throttle.ts';

let auth: TestAuth;
beforeAll(async () => {
  auth = await testAuth();
});
afterAll(() => auth.db.close());

const someone = () => accountSubject(auth.keyring.instance, `${newId()}@example.test`);
const tryOnce = (...subjects: Subject[]) => reserve(auth.db.fork(), subjects);

async function tryTimes(times: number, subject: Subject) {
  for (let i = 0; i < times; i++) await tryOnce(subject);
}

/** Makes so much time pass for a subject. */
async function wait({ hash }: Subject, seconds: number) {
  const past = sql`make_interval(secs => ${seconds})`;
  const row = sql`since = since - ${past}, blocked_until = blocked_until - ${past}`;
  await sql`update throttle set ${row} where subject_hash = ${hash}`.execute(query(auth.db.fork()));
}

function stored({ hash }: Subject) {
  return query(auth.db.fork()).selectFrom('throttle').selectAll().where('subjectHash', '=', hash).executeTakeFirst();
}

describe('a subject', () => {
  test('is the same account for every spelling of an e-mail, and stands in the database as a keyed hash', async () => {
    const { instance } = auth.keyring;
    expect(accountSubject(instance, 'Ada@Example.test')).toEqual(accountSubject(instance, 'ada@example.test'));
    expect(accountSubject(instance, 'ada@example.test').hash).toMatch(/^[\w-]{43}$/);
    expect(addressSubject(instance, '2001:db8::1')).toEqual(addressSubject(instance, '2001:db8::2'));
    const hashes = [accountSubject(instance, 'x'), addressSubject(instance, 'x'), personSubject(instance, 'x')];
    expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(3);
  });

  test('may fail five times, then must wait for thirty seconds', async () => {
    const subject = someone();
    for (let i = 0; i < 5; i++) expect(await tryOnce(subject)).toBeNull();
    expect(await tryOnce(subject)).toEqual({ retryAfterSeconds: 30, isFirst: true });
    expect(await tryOnce(subject)).toEqual({ retryAfterSeconds: 30, isFirst: false });
    expect(await stored(subject)).toMatchObject({ failures: 5 });
  });

  test('waits twice as long after each failure more, but never longer than a quarter of an hour', async () => {
    const subject = someone();
    await tryTimes(5, subject);
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const refusal = await tryOnce(subject);
      waits.push(refusal?.retryAfterSeconds ?? 0);
      expect(refusal?.isFirst).toBe(true);
      await wait(subject, refusal?.retryAfterSeconds ?? 0);
      expect(await tryOnce(subject)).toBeNull();
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  });

  test('is free again a quarter of an hour after its first failure, if it never had to wait', async () => {
    const subject = someone();
    await tryTimes(4, subject);
    await wait(subject, 15 * 60 - 1);
    expect(await tryOnce(subject)).toBeNull();
    expect(await tryOnce(subject)).toMatchObject({ isFirst: true });
    const other = someone();
    await tryTimes(4, other);
    await wait(other, 15 * 60 + 1);
    for (let i = 0; i < 5; i++) expect(await tryOnce(other)).toBeNull();
  });

  test('is free again a quarter of an hour after it last had to wait, and not before', async () => {
    const subject = someone();
    await tryTimes(5, subject);
    await wait(subject, 30 + 15 * 60 - 1);
    expect(await tryOnce(subject)).toBeNull();
    expect(await tryOnce(subject)).toMatchObject({ retryAfterSeconds: 60 });
    await wait(subject, 60 + 15 * 60 + 1);
    for (let i = 0; i < 5; i++) expect(await tryOnce(subject)).toBeNull();
  });

  test('gets no more tries by making them at once', async () => {
    const subject = someone();
    const refusals = await Promise.all(Array.from({ length: 100 }, () => tryOnce(subject)));
    expect(refusals.filter((refusal) => refusal === null)).toHaveLength(5);
    expect(refusals.filter((refusal) => refusal?.isFirst)).toHaveLength(1);
  });

  test('that proved himself has no failures', async () => {
    const subject = someone();
    await tryTimes(5, subject);
    await forgive(auth.db.fork(), subject);
    expect(await tryOnce(subject)).toBeNull();
    expect(await stored(subject)).toMatchObject({ failures: 1 });
  });

  test('gets a try back that was none', async () => {
    const subject = someone();
    await tryTimes(5, subject);
    await giveBack(auth.db.fork(), [subject]);
    expect(await tryOnce(subject)).toBeNull();
    expect(await tryOnce(subject)).toMatchObject({ retryAfterSeconds: 30 });
  });

  test('keeps the growing wait when a try is given back in the midst of it', async () => {
    // More than once: the next try may come in the very millisecond in which the wait ended.
    for (let time = 0; time < 30; time++) {
      const subject = someone();
      await tryTimes(5, subject);
      await wait(subject, 30);
      await tryOnce(subject);
      await giveBack(auth.db.fork(), [subject]);
      expect(await tryOnce(subject)).toBeNull();
      expect(await tryOnce(subject)).toMatchObject({ retryAfterSeconds: 60 });
    }
  });
});

test('an address may fail fifty times', async () => {
  const subject = addressSubject(auth.keyring.instance, '198.51.100.7');
  await tryTimes(50, subject);
  expect(await tryOnce(subject)).toMatchObject({ retryAfterSeconds: 30 });
});

test('a try that one subject may not make counts for none of them', async () => {
  const [address, account] = [addressSubject(auth.keyring.instance, '198.51.100.8'), someone()];
  await tryTimes(5, account);
  expect(await tryOnce(address, account)).toMatchObject({ isFirst: true });
  expect(await stored(address)).toBeUndefined();
});

test('failures that count no more are forgotten, others stay', async () => {
  const [old, waited, recent] = [someone(), someone(), someone()];
  await tryOnce(old);
  await tryTimes(5, waited);
  await tryOnce(recent);
  await wait(old, 15 * 60 + 1);
  await wait(waited, 15 * 60 + 1);
  await forgetOldFailures(auth.db.fork());
  expect(await stored(old)).toBeUndefined();
  expect(await stored(waited)).toBeDefined();
  expect(await stored(recent)).toBeDefined();
});
