import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';
import { eventHash, type NewEvent } from './event.ts';
import { auditLog } from './log.ts';
import { verifyChain } from './verify.ts';

let vault: TestVault;
let chainId: string;
beforeAll(async () => {
  vault = await testVault();
});
beforeEach(() => {
  chainId = newId();
});
afterAll(() => vault.close());

const em = () => vault.db.fork();
const verify = () => verifyChain(em(), vault.keyring.instance, chainId);

function event(change: Partial<NewEvent> = {}): NewEvent {
  return {
    chainId,
    at: new Date('2026-11-24T09:00:00.123Z'),
    action: 'entry.reveal',
    outcome: 'ok',
    caller: { kind: 'session', id: newId(), label: 'a@example.test' },
    object: { kind: 'entry', id: newId() },
    origin: { requestId: 'r', address: '127.0.0.1', userAgent: 'curl' },
    details: { count: 2, ids: ['a', 'b'], reason: null },
    ...change,
  };
}

const record = (...events: NewEvent[]) => em().transactional((tx) => vault.audit.record(tx, ...events));
const rows = () =>
  query(em()).selectFrom('audit_event').selectAll().where('chainId', '=', chainId).orderBy('sequence').execute();

describe('record', () => {
  it('chains events in order', async () => {
    await record(event(), event());
    await record(event());
    expect(await verify()).toEqual({ events: 3, head: expect.any(String), brokenAt: null });
    const [first, second] = await rows();
    expect(second?.previousHash).toBe(first?.hash);
  });

  it('leaves nothing when its transaction fails', async () => {
    const failing = em().transactional(async (tx) => {
      await vault.audit.record(tx, event());
      throw new Error('the write failed');
    });
    await expect(failing).rejects.toThrow('the write failed');
    expect(await verify()).toEqual({ events: 0, head: null, brokenAt: null });
  });
});

describe('recordAhead', () => {
  it('keeps chains linear under many callers at once, and shares commits', async () => {
    let commits = 0;
    const counting = auditLog(
      () => {
        commits += 1;
        return em();
      },
      () => vault.keyring.instance,
    );
    await Promise.all(Array.from({ length: 200 }, () => counting.recordAhead(em(), event())));
    expect(await verify()).toMatchObject({ events: 200, brokenAt: null });
    expect(commits).toBeLessThan(20);
  });

  it('refuses to wait inside a transaction', async () => {
    const inside = em().transactional(async (tx) => vault.audit.recordAhead(tx, event()));
    await expect(inside).rejects.toThrow('inside a transaction');
    expect(await verify()).toMatchObject({ events: 0 });
  });

  it('says that it could not record, when it could not', async () => {
    await em().execute('alter table audit_event rename to audit_event_gone');
    try {
      expect(await refused(vault.audit.recordAhead(em(), event()))).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
      const { api } = await vault.givenUser();
      expect(await refused(api.exports.read({}))).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    } finally {
      await em().execute('alter table audit_event_gone rename to audit_event');
    }
    await vault.audit.recordAhead(em(), event());
    expect(await verify()).toMatchObject({ events: 1, brokenAt: null });
  });
});

describe('verify', () => {
  const edits: Record<string, [sql: string, brokenAt: number]> = {
    'an edited action': [`update audit_event set action = 'entry.list' where sequence = 2 and chain_id = ?`, 2],
    'an edited caller': [`update audit_event set caller_label = 'b' where sequence = 3 and chain_id = ?`, 3],
    'an edited time': [`update audit_event set at = at + interval '1 ms' where sequence = 1 and chain_id = ?`, 1],
    'edited details': [
      `update audit_event set details = '{"count":1,"ids":["a","b"],"reason":null}' where sequence = 2 and chain_id = ?`,
      2,
    ],
    'a removed event': [`delete from audit_event where sequence = 2 and chain_id = ?`, 2],
    'a removed end': [`delete from audit_event where sequence = 4 and chain_id = ?`, 4],
    'a removed beginning': [`delete from audit_event where sequence = 1 and chain_id = ?`, 1],
    'everything removed': [`delete from audit_event where chain_id = ?`, 1],
    'a removed head': [`delete from audit_head where chain_id = ?`, 5],
    'a forged head': [`update audit_head set sequence = 3 where chain_id = ?`, 5],
    'two events that changed places': [
      `update audit_event set sequence = case sequence when 2 then 1003 when 3 then 1002 else sequence end where chain_id = ?`,
      2,
    ],
  };
  for (const [what, [sql, brokenAt]] of Object.entries(edits)) {
    it(`names the first broken link after ${what}`, async () => {
      await record(event(), event(), event(), event());
      await em().execute(sql, [chainId]);
      expect(await verify()).toMatchObject({ brokenAt });
    });
  }

  it('still notices an edit whose hashes and head were made to fit, once events have followed it', async () => {
    await record(event(), event());
    const [, second] = await rows();
    if (second === undefined) throw new Error('There is no second event.');
    const edited = { ...second, action: 'entry.list' };
    const hash = eventHash(edited);
    await query(em())
      .updateTable('audit_event')
      .set({ action: 'entry.list', hash })
      .where('id', '=', second.id)
      .execute();
    await query(em()).updateTable('audit_head').set({ hash }).where('chainId', '=', chainId).execute();
    await record(event());
    await vault.audit.recordAhead(em(), event());
    expect(await verify()).toMatchObject({ brokenAt: 3 });
    expect((await rows()).map(({ action, outcome }) => [action, outcome])).toEqual([
      ['entry.reveal', 'ok'],
      ['entry.list', 'ok'],
      ['account.audit-forged', 'failed'],
      ['entry.reveal', 'ok'],
      ['entry.reveal', 'ok'],
    ]);
  });

  it('notices an event that was put before the first', async () => {
    await record(event(), event());
    const [first] = await rows();
    if (first)
      await query(em())
        .insertInto('audit_event')
        .values({ ...first, id: newId(), sequence: -1, previousHash: 'x' })
        .execute();
    expect(await verify()).toMatchObject({ brokenAt: 1 });
  });

  it('notices an end that was cut off together with its head, against a head seen before', async () => {
    await record(event(), event());
    const old = await query(em())
      .selectFrom('audit_head')
      .selectAll()
      .where('chainId', '=', chainId)
      .executeTakeFirstOrThrow();
    await record(event());
    const { hash = '' } = (await rows())[2] ?? {};
    await em().execute('delete from audit_event where sequence = 3 and chain_id = ?', [chainId]);
    await query(em()).updateTable('audit_head').set(old).where('chainId', '=', chainId).execute();
    expect(await verify()).toMatchObject({ events: 2, brokenAt: null });
    const expected = [{ chainId, sequence: 3, hash }];
    expect(await verifyChain(em(), vault.keyring.instance, chainId, expected)).toMatchObject({ brokenAt: 3 });
  });
});
