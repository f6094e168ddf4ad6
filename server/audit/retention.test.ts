import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import { type InstanceKey, newInstanceKey, openInstanceKey } from '#server/crypto/instance.ts';
import { keksOf, newKek } from '#server/crypto/keks.ts';
import type { Database } from '#server/db/open.ts';
import { query } from '#server/db/query.ts';
import { freshDatabase } from '#server/testing/database.ts';
import { checkpointer, readCheckpoint } from './checkpoint.ts';
import type { NewEvent } from './event.ts';
import { type AuditLog, auditLog } from './log.ts';
import { forgetBefore } from './retention.ts';
import { chainIds, verifyChain } from './verify.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = new Date('2026-11-24T12:00:00.000Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

let db: Database;
let instance: InstanceKey;
let audit: AuditLog;
let chainId = '';

beforeAll(async () => {
  db = await freshDatabase();
  const keks = keksOf([newKek()]);
  instance = openInstanceKey(keks, newInstanceKey(keks));
  audit = auditLog(db.fork, () => instance);
});
beforeEach(async () => {
  await query(db.fork()).deleteFrom('audit_event').execute();
  await query(db.fork()).deleteFrom('audit_head').execute();
  chainId = newId();
});
afterAll(() => db.close());

function event(at: Date, chain = chainId): NewEvent {
  return {
    chainId: chain,
    at,
    action: 'entry.reveal',
    outcome: 'ok',
    caller: { kind: 'session', id: newId(), label: 'ada@example.test' },
    object: { kind: 'entry', id: newId() },
    origin: { requestId: newId(), address: '127.0.0.1', userAgent: 'vitest' },
    details: null,
  };
}

/** A chain with one event for each age in days. */
async function givenChain(...ages: number[]): Promise<void> {
  const events = ages.map((age) => event(daysAgo(age)));
  await db.fork().transactional((em) => audit.record(em, ...events));
}

const rows = () => query(db.fork()).selectFrom('audit_event').selectAll().orderBy('sequence').execute();
const verify = () => verifyChain(db.fork(), instance, chainId);
const forget = (days: number) => forgetBefore(db.fork(), instance, daysAgo(days));

test('forgets what is older, and the rest still proves itself', async () => {
  await givenChain(40, 35, 31, 20, 1);
  const before = await verify();
  expect(await forget(30)).toBe(3);
  expect((await rows()).map(({ sequence, action }) => [sequence, action])).toEqual([
    [3, 'account.forget-audit'],
    [4, 'entry.reveal'],
    [5, 'entry.reveal'],
  ]);
  expect(await verify()).toEqual(before);
});

test('empties the event that stays as the base of what it told', async () => {
  await givenChain(40, 1);
  await forget(30);
  const [base] = await rows();
  const told = [base?.callerId, base?.callerLabel, base?.objectId, base?.requestId, base?.address, base?.userAgent];
  expect(told).toEqual([null, null, null, null, null, null]);
});

test('forgets again, past an earlier base, and appends go on', async () => {
  await givenChain(40, 20, 10);
  await forget(30);
  expect(await forget(15)).toBe(2);
  expect(await forget(15)).toBe(0);
  await givenChain(0);
  expect(await verify()).toMatchObject({ events: 4, brokenAt: null });
});

test('may forget a whole chain but its base', async () => {
  await givenChain(40, 31);
  expect(await forget(30)).toBe(2);
  expect(await verify()).toMatchObject({ events: 2, brokenAt: null });
});

test('takes no other hand’s word for a forgotten beginning', async () => {
  await givenChain(40, 35, 20);
  await query(db.fork()).deleteFrom('audit_event').where('sequence', '=', 1).execute();
  await query(db.fork())
    .updateTable('audit_event')
    .set({ action: 'account.forget-audit', details: { count: null, ids: null, reason: 'm1.forged' } })
    .where('sequence', '=', 2)
    .execute();
  expect(await verify()).toMatchObject({ brokenAt: 1 });
});

test('takes a base for the beginning alone, not for a gap', async () => {
  await givenChain(40, 35, 20);
  await forget(30);
  const [base] = await rows();
  await givenChain(1, 0);
  await query(db.fork()).deleteFrom('audit_event').where('sequence', '=', 3).execute();
  await query(db.fork())
    .updateTable('audit_event')
    .set({ action: 'account.forget-audit', details: base?.details ?? null })
    .where('sequence', '=', 4)
    .execute();
  expect(await verify()).toMatchObject({ brokenAt: 3 });
});

test('says how every chain stands, then only of those that changed', async () => {
  const other = newId();
  await givenChain(2, 1);
  await db.fork().transactional((em) => audit.record(em, event(NOW, other)));
  const next = checkpointer(() => instance);
  const chainsIn = (lines: string[]) => lines.flatMap((line) => readCheckpoint(instance, line).heads);
  const first = chainsIn(await next(db.fork(), NOW));
  expect(first.map((head) => [head.chainId, head.sequence]).sort()).toEqual(
    [
      [chainId, 2],
      [other, 1],
    ].sort(),
  );
  expect(await next(db.fork(), NOW)).toEqual([]);
  await givenChain(0);
  expect(chainsIn(await next(db.fork(), NOW))).toMatchObject([{ chainId, sequence: 3 }]);
});

test('cuts what it says into lines of a hundred chains', async () => {
  const events = Array.from({ length: 250 }, () => event(NOW, newId()));
  await db.fork().transactional((em) => audit.record(em, ...events));
  const lines = await checkpointer(() => instance)(db.fork(), NOW);
  expect(lines.map((line) => readCheckpoint(instance, line).heads.length)).toEqual([100, 100, 50]);
});

test('a checkpoint shows a chain that was rolled back with its head, and one that was deleted whole', async () => {
  await givenChain(3, 2);
  const heads = await query(db.fork()).selectFrom('audit_head').selectAll().execute();
  await givenChain(1);
  const [line = ''] = await checkpointer(() => instance)(db.fork(), NOW);
  const { heads: expected } = readCheckpoint(instance, line);
  await query(db.fork()).deleteFrom('audit_event').where('sequence', '=', 3).execute();
  await query(db.fork())
    .updateTable('audit_head')
    .set({ ...heads[0] })
    .execute();
  expect(await verify()).toMatchObject({ brokenAt: null });
  expect(await verifyChain(db.fork(), instance, chainId, expected)).toMatchObject({ brokenAt: 3 });
  await query(db.fork()).deleteFrom('audit_event').execute();
  await query(db.fork()).deleteFrom('audit_head').execute();
  expect(await chainIds(db.fork())).toEqual([]);
  expect(await verifyChain(db.fork(), instance, chainId, expected)).toMatchObject({ brokenAt: 1 });
});

test('does not call a chain broken that grows between its end and its head being read', async () => {
  await givenChain(2, 1);
  let isGrown = false;
  const grow = async () => {
    if (!isGrown) await givenChain(0);
    isGrown = true;
  };
  const verdict = await verifyChain(beforeHead(db.fork(), grow), instance, chainId);
  expect(verdict).toMatchObject({ events: 3, brokenAt: null });
});

/** Wraps an entity manager, and whatever queries come from it: `work` is done before the head, a single row, is read. */
function beforeHead<T extends object>(wrapped: T, work: () => Promise<void>): T {
  return new Proxy(wrapped, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        if (name === 'executeTakeFirst') return work().then(() => member.apply(target, args));
        const result: unknown = member.apply(target, args);
        const isQuery = typeof result === 'object' && result !== null && !(result instanceof Promise);
        return isQuery ? beforeHead(result, work) : result;
      };
    },
  });
}
