import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCheckpoint } from '#server/audit/checkpoint.ts';
import { INSTANCE_CHAIN } from '#server/audit/event.ts';
import { verifyChain } from '#server/audit/verify.ts';
import { readConfig } from '#server/config.ts';
import { newId } from '#server/crypto/ids.ts';
import { query } from '#server/db/query.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';
import { jobsOf } from './jobs.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

/** The job of that name, and what it logs. */
function jobNamed(name: string, env: NodeJS.ProcessEnv = {}) {
  const lines: Record<string, unknown>[] = [];
  const config = readConfig(env);
  const log = pino({ level: config.logLevel }, { write: (line) => lines.push(JSON.parse(line)) });
  const { db, audit, keyring } = vault;
  const job = jobsOf({ config, db, audit, log, keyring: () => keyring }).find((one) => one.name === name);
  return { job, lines };
}

test('witnesses the audit chains in the log, however little else is logged', async () => {
  const { id } = await givenEvent(daysAgo(0));
  const { job, lines } = jobNamed('checkpoint', { LOG_LEVEL: 'error' });
  await job?.run();
  const heads = lines.flatMap(({ checkpoint }) => readCheckpoint(vault.keyring.instance, String(checkpoint)).heads);
  expect(heads).toContainEqual(expect.objectContaining({ chainId: id, sequence: 1 }));
});

test('says nothing when nothing is to be logged', async () => {
  await givenEvent(daysAgo(0));
  const { job, lines } = jobNamed('checkpoint', { LOG_LEVEL: 'silent' });
  await job?.run();
  expect(lines).toEqual([]);
});

test('sweeps answers that were kept for a repeated request, after a day', async () => {
  const { id: ownerId } = await vault.givenUser();
  const row = (key: string, createdAt: Date) => {
    return { id: newId(), ownerId, route: 'entries.create', key, bodyHash: '', envelope: null, createdAt };
  };
  await query(vault.db.fork())
    .insertInto('idempotency')
    .values([row('old', daysAgo(1.01)), row('new', daysAgo(0.99))])
    .execute();
  await jobNamed('sweep').job?.run();
  const left = await query(vault.db.fork())
    .selectFrom('idempotency')
    .select('key')
    .where('ownerId', '=', ownerId)
    .execute();
  expect(left).toEqual([{ key: 'new' }]);
});

test('keeps the audit log for ever unless it is told otherwise', () => {
  expect(jobNamed('forget').job).toBeUndefined();
});

test('forgets events by age, and records that it did', async () => {
  const { id } = await givenEvent(daysAgo(31), daysAgo(30.5), daysAgo(29));
  await jobNamed('forget', { KAGI_AUDIT_KEEP_DAYS: '30' }).job?.run();
  const actions = await query(vault.db.fork())
    .selectFrom('audit_event')
    .select('action')
    .where('chainId', '=', id)
    .execute();
  expect(actions).toHaveLength(2);
  expect(await verifyChain(vault.db.fork(), vault.keyring.instance, id)).toMatchObject({ events: 3, brokenAt: null });
  const told = query(vault.db.fork()).selectFrom('audit_event').select('details').where('chainId', '=', INSTANCE_CHAIN);
  expect(await told.where('action', '=', 'account.forget-audit').execute()).toEqual([
    { details: { count: 2, ids: null, reason: null } },
  ]);
});

/** A chain of its own with an event at each of these moments. */
async function givenEvent(...moments: Date[]): Promise<{ id: string }> {
  const chainId = newId();
  const events = moments.map((at) => ({
    ...({ chainId, at, action: 'entry.reveal', outcome: 'ok', object: null, details: null } as const),
    caller: { kind: 'system', id: null, label: null } as const,
    origin: { requestId: null, address: null, userAgent: null },
  }));
  await vault.db.fork().transactional((em) => vault.audit.record(em, ...events));
  return { id: chainId };
}
