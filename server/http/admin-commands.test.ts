import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkpointer } from '#server/audit/checkpoint.ts';
import { INSTANCE_CHAIN } from '#server/audit/event.ts';
import { readConfig } from '#server/config.ts';
import { query } from '#server/db/query.ts';
import { replicasOf } from '#server/process/replicas.ts';
import { givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';
import { type AdminContext, answerAdmin } from './admin-commands.ts';

let vault: TestVault;
beforeEach(async () => {
  vault = await testVault();
});
afterEach(() => vault.close());

function context(): AdminContext {
  const origin = { requestId: null, address: null, userAgent: null };
  const ring = { source: 'settings' as const, replace: async () => {} };
  const keys = { ring, replicas: replicasOf(vault.db), alone: <T>(work: () => Promise<T>) => work() };
  const config = readConfig(vault.db.kind === 'embedded' ? {} : { DATABASE_URL: 'postgresql://kagi@db/kagi' });
  return { em: vault.db.fork(), keyring: vault.keyring, audit: vault.audit, config, origin, keys };
}

const answer = (request: unknown) => answerAdmin(context(), request);
const verify = (...expect: string[]) => answer({ command: 'audit:verify', expect });
const checkpoints = () => checkpointer(() => vault.keyring.instance)(vault.db.fork(), new Date());

/** Somebody with an entry: two events in his chain. */
async function givenOwner(email?: string) {
  const user = await vault.givenUser(email);
  await givenEntry(user.api);
  return user;
}

const actionsIn = async (chainId: string) => {
  const rows = query(vault.db.fork()).selectFrom('audit_event').select(['action', 'callerKind']).orderBy('sequence');
  return rows.where('chainId', '=', chainId).execute();
};

test('refuses what is no command', async () => {
  expect(await answer({ command: 'user promote', who: 'ada@example.test' })).toMatchObject({ ok: false });
});

test('verifies every chain, and that they are what a checkpoint saw', async () => {
  await givenOwner();
  await givenOwner();
  const seen = await checkpoints();
  expect(await verify()).toEqual({ ok: true, lines: ['All 4 events in 2 chains fit.'] });
  expect(await verify(...seen)).toEqual({
    ok: true,
    lines: ['All 4 events in 2 chains fit, and they are what the checkpoints saw.'],
  });
});

test('names the user whose chain is broken, and where', async () => {
  const { id } = await givenOwner();
  await givenOwner();
  await query(vault.db.fork()).deleteFrom('audit_event').where('chainId', '=', id).where('sequence', '=', 1).execute();
  expect(await verify()).toEqual({ ok: false, lines: [`The chain of user ${id} is broken at event 1.`] });
});

test('notices against a checkpoint that a chain is gone with its head', async () => {
  const { id } = await givenOwner();
  const seen = await checkpoints();
  await query(vault.db.fork()).deleteFrom('audit_event').execute();
  await query(vault.db.fork()).deleteFrom('audit_head').execute();
  expect(await verify()).toMatchObject({ ok: true });
  expect(await verify(...seen)).toEqual({ ok: false, lines: [`The chain of user ${id} is broken at event 1.`] });
});

test('refuses a checkpoint of another vault', async () => {
  await givenOwner();
  const [line = ''] = await checkpoints();
  const forged = line.replace(/:\d+:(?=[0-9a-f]{64})/, ':1:');
  expect(await verify(forged)).toMatchObject({
    ok: false,
    lines: [expect.stringContaining('was not signed by this vault')],
  });
});

test('lists users in the order they came', async () => {
  expect(await answer({ command: 'user list' })).toEqual({ ok: true, lines: ['There is no user yet.'] });
  await vault.givenUser('ada@example.test');
  await vault.givenUser('bob@example.test');
  const { lines } = await answer({ command: 'user list' });
  expect(lines).toEqual([
    expect.stringMatching(/ {2}admin {2}enabled {2}ada@example\.test$/),
    expect.stringMatching(/ {2}user {2}enabled {2}bob@example\.test$/),
  ]);
});

test('shuts a user out and lets him in again, and records both', async () => {
  const { id } = await vault.givenUser('ada@example.test');
  const standing = async () => (await answer({ command: 'user list' })).lines.join();
  await answer({ command: 'user disable', who: 'ada@example.test' });
  expect(await standing()).toContain('disabled');
  await answer({ command: 'user enable', who: id });
  expect(await standing()).toContain('enabled');
  expect(await actionsIn(id)).toEqual([
    { action: 'account.disable', callerKind: 'system' },
    { action: 'account.enable', callerKind: 'system' },
  ]);
});

test('makes a link for a new password', async () => {
  await vault.givenUser('ada@example.test');
  const { ok, lines } = await answer({ command: 'user reset-password', who: 'ada@example.test' });
  expect(ok).toBe(true);
  expect(lines.join('\n')).toMatch(/until .+Z:\nhttp:\/\/127\.0\.0\.1:3000\/accept#token=[\w-]{43}$/);
});

test('invites, and records it in the instance’s own chain', async () => {
  await vault.givenUser('ada@example.test');
  const { ok, lines } = await answer({ command: 'user invite', email: 'bob@example.test' });
  expect([ok, lines[1]]).toEqual([true, expect.stringContaining('/accept#token=')]);
  expect(await actionsIn(INSTANCE_CHAIN)).toContainEqual({ action: 'account.invite', callerKind: 'system' });
});

test.each([
  [
    { command: 'user invite', email: 'bob@example.test' },
    'There is no user yet: the first one comes by the setup link.',
  ],
  [{ command: 'user disable', who: 'bob@example.test' }, 'No user has that e-mail or id.'],
])('answers %j with a sentence where it cannot be done, and records nothing', async (request, sentence) => {
  expect(await answer(request)).toEqual({ ok: false, lines: [sentence] });
  expect(await query(vault.db.fork()).selectFrom('audit_event').select('id').execute()).toEqual([]);
});

test('a backup is an event of its own, and is in itself', async () => {
  const { rows } = await answer({ command: 'backup' });
  const lines: string[] = [];
  for await (const line of rows ?? []) lines.push(line);
  expect(lines.filter((line) => line.includes('"action": "account.backup"'))).toHaveLength(1);
  expect(await actionsIn(INSTANCE_CHAIN)).toEqual([{ action: 'account.backup', callerKind: 'system' }]);
});

test('says under which keys anything is stored', async () => {
  await givenOwner();
  expect(await answer({ command: 'backup keys' })).toEqual({ ok: true, lines: [...vault.keyring.keks.ids] });
});
