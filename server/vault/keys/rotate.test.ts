import { readFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { INSTANCE_CHAIN } from '#server/audit/event.ts';
import { verifyChain } from '#server/audit/verify.ts';
import { entriesOf, keksOf, newKek } from '#server/crypto/keks.ts';
import { query } from '#server/db/query.ts';
import { openKeyring } from '#server/keyring/keyring.ts';
import { readRingFile, ringPath } from '#server/keyring/keyring-file.ts';
import { type RingVault, ringVault } from '#server/testing/ring.ts';
import type { Replicas, Report } from './context.ts';

const opened: RingVault[] = [];
afterEach(async () => {
  for (const vault of opened.splice(0)) await vault.close();
});

async function given(settings?: Parameters<typeof ringVault>[0]) {
  const vault = await ringVault(settings);
  opened.push(vault);
  return vault;
}

const rotate = (vault: RingVault, replicas?: Replicas) => vault.command({ command: 'keys rotate' }, replicas);
const retire = (vault: RingVault, kekId: string) => vault.command({ command: 'keys retire', kekId });
const status = (vault: RingVault, replicas?: Replicas) => vault.command({ command: 'keys status' }, replicas);

const kekIdsOfDeks = async ({ db }: RingVault) => {
  const rows = await query(db.fork()).selectFrom('dek').select('kekId').distinct().execute();
  return rows.map(({ kekId }) => kekId);
};

const instanceEvents = async ({ db }: RingVault) => {
  const rows = query(db.fork()).selectFrom('audit_event').select(['action', 'outcome', 'objectId', 'details']);
  return rows.where('chainId', '=', INSTANCE_CHAIN).orderBy('sequence').execute();
};

/** Replicas that say this, whatever they are told. */
const stubborn = (...reports: Omit<Report, 'seenAt'>[]): Replicas => ({
  call: async () => {},
  reports: async () => reports.map((report) => ({ ...report, seenAt: new Date() })),
  patienceMs: 0,
});

test('rewraps the instance key and every DEK under a new key, and every secret opens as before', async () => {
  const vault = await given();
  const owners = await Promise.all(['one', 'two', 'three'].map((value) => vault.givenOwner(value)));
  const before = vault.keyring.keks.primary;
  const answer = await rotate(vault);
  const { primary, ids } = vault.keyring.keks;
  expect(answer).toEqual({
    ok: true,
    lines: [
      `3 DEKs and the instance key rewrapped. The primary key is ${primary}.`,
      `Nothing is under ${before} any more: npm run keys -- retire ${before}`,
    ],
  });
  expect(ids).toEqual([primary, before]);
  expect(primary).not.toBe(before);
  expect(await kekIdsOfDeks(vault)).toEqual([primary]);
  expect(await Promise.all(owners.map(({ reveal }) => reveal()))).toEqual(['one', 'two', 'three']);
});

test('rewraps more DEKs than one transaction takes', async () => {
  const vault = await given();
  const owner = await vault.givenOwner('one');
  const row = await query(vault.db.fork()).selectFrom('user_account').selectAll().executeTakeFirstOrThrow();
  for (let count = 0; count < 230; count++) await vault.givenUser();
  expect((await rotate(vault)).lines[0]).toContain('231 DEKs and the instance key rewrapped.');
  expect(await owner.reveal()).toBe('one');
  expect(row.id).toBe(owner.id);
});

test('is recorded in the instance’s own chain, which still fits', async () => {
  const vault = await given();
  await vault.givenOwner('one');
  const before = vault.keyring.keks.primary;
  await rotate(vault);
  await retire(vault, before);
  const { primary } = vault.keyring.keks;
  expect(await instanceEvents(vault)).toMatchObject([
    { action: 'account.rotate-kek', outcome: 'ok', objectId: primary, details: { count: 1 } },
    { action: 'account.retire-kek', outcome: 'ok', objectId: before },
  ]);
  expect(await verifyChain(vault.db.fork(), vault.keyring.instance, INSTANCE_CHAIN)).toMatchObject({ brokenAt: null });
});

test('a second rotation makes another key', async () => {
  const vault = await given();
  await rotate(vault);
  const second = vault.keyring.keks.primary;
  await rotate(vault);
  expect(vault.keyring.keks.ids).toHaveLength(3);
  expect(vault.keyring.keks.ids[1]).toBe(second);
});

test('goes on where it was cut: with the key that had joined, and with what was not yet rewrapped', async () => {
  const vault = await given();
  const owner = await vault.givenOwner('one');
  const waits = stubborn({ name: 'b', kekIds: vault.keyring.keks.ids });
  await rotate(vault, waits);
  const [before = '', joined = ''] = vault.keyring.keks.ids;
  // Had it been killed after the key became primary, before anything was rewrapped:
  await vault.ring.replace(vault.db.fork(), entriesOf(vault.keyring.keks, [joined, before]));
  expect((await rotate(vault)).lines[0]).toContain(`The primary key is ${joined}.`);
  expect(vault.keyring.keks.ids).toEqual([joined, before]);
  expect(await owner.reveal()).toBe('one');
});

test('waits for every replica to have the new key before it becomes primary, and names the one that has not', async () => {
  const vault = await given();
  const before = vault.keyring.keks.ids;
  const { ok, lines } = await rotate(vault, stubborn({ name: 'a', kekIds: before }, { name: 'b', kekIds: before }));
  const [, joined = ''] = vault.keyring.keks.ids;
  expect(ok).toBe(false);
  expect(lines.join()).toMatch(`Server a has not got the key "${joined}" yet. Server b has not got`);
  expect(vault.keyring.keks.primary).toBe(before[0]);
  expect(await kekIdsOfDeks(vault)).toEqual([]);
  const has = stubborn({ name: 'a', kekIds: [joined, ...before] });
  expect(await rotate(vault, has)).toMatchObject({ ok: true });
  expect(vault.keyring.keks.ids).toEqual([joined, ...before]);
});

test('rewraps nothing while a replica would still wrap under the old key', async () => {
  const vault = await given();
  await vault.givenOwner('one');
  const [before = ''] = vault.keyring.keks.ids;
  const all: Replicas = {
    ...stubborn(),
    reports: async () => [{ name: 'b', kekIds: [before, ...vault.keyring.keks.ids], seenAt: new Date() }],
  };
  const { ok, lines } = await rotate(vault, all);
  expect([ok, lines.join()]).toEqual([false, expect.stringContaining('as its primary yet')]);
  expect(await kekIdsOfDeks(vault)).toEqual([before]);
});

test('leaves a DEK that was altered as it is, rewraps all others, says so and records it', async () => {
  const vault = await given();
  const broken = await vault.givenOwner('one');
  const whole = await vault.givenOwner('two');
  const before = vault.keyring.keks.primary;
  const dek = await query(vault.db.fork())
    .updateTable('dek')
    .set({ mac: 'm1.forged' })
    .where('ownerId', '=', broken.id)
    .returning('id')
    .executeTakeFirstOrThrow();
  const { ok, lines } = await rotate(vault);
  expect(ok).toBe(false);
  expect(lines).toContain(`DEK ${dek.id} does not open and stays as it is.`);
  expect(await whole.reveal()).toBe('two');
  expect(await kekIdsOfDeks(vault)).toEqual(expect.arrayContaining([before, vault.keyring.keks.primary]));
  expect(await instanceEvents(vault)).toContainEqual(
    expect.objectContaining({ action: 'account.rotate-kek', outcome: 'failed', objectId: dek.id }),
  );
  expect(await retire(vault, before)).toEqual({
    ok: false,
    lines: [`The key "${before}" still wraps 1 DEK. Rotate first.`],
  });
});

test('a key that was next once is not made primary again by whoever puts its mark back', async () => {
  const vault = await given();
  await rotate(vault, stubborn({ name: 'b', kekIds: vault.keyring.keks.ids }));
  const [before = '', second = ''] = vault.keyring.keks.ids;
  const kept = await query(vault.db.fork()).selectFrom('key_mark').selectAll().executeTakeFirstOrThrow();
  expect(kept).toMatchObject({ kind: 'next', subject: second });
  await rotate(vault);
  await rotate(vault);
  const third = vault.keyring.keks.primary;
  expect([before, second]).not.toContain(third);
  await query(vault.db.fork()).insertInto('key_mark').values(kept).execute();
  await rotate(vault);
  expect([before, second, third]).not.toContain(vault.keyring.keks.primary);
});

test('retires the old key: the ring file has it no more, and a backup of the file opens nothing any more', async () => {
  const vault = await given();
  const owner = await vault.givenOwner('one');
  const old = await readRingFile(vault.dataDir);
  const before = vault.keyring.keks.primary;
  await rotate(vault);
  expect(await retire(vault, before)).toMatchObject({ ok: true });
  expect((await readRingFile(vault.dataDir))?.ids).toEqual([vault.keyring.keks.primary]);
  expect(await readFile(ringPath(vault.dataDir), 'utf8')).not.toContain(before);
  expect(await owner.reveal()).toBe('one');
  if (old === null) throw new Error('There was no ring.');
  const withOld = { ...vault.config(), keks: entriesOf(old, old.ids) };
  await expect(openKeyring(vault.db.fork(), () => withOld)).rejects.toThrow(
    `The key ring (${before}) does not open the database, whose data are under the key "${vault.keyring.keks.primary}".`,
  );
});

test('an older ring file opens older rows for as long as the new one holds its key', async () => {
  const vault = await given();
  const owner = await vault.givenOwner('one');
  const old = await query(vault.db.fork()).selectFrom('dek').selectAll().executeTakeFirstOrThrow();
  await rotate(vault);
  // As if the row came back out of a backup.
  await query(vault.db.fork()).deleteFrom('dek').execute();
  await query(vault.db.fork()).insertInto('dek').values(old).execute();
  expect(await owner.reveal()).toBe('one');
  expect((await status(vault)).lines).toContain('1 left to rewrap: npm run keys -- rotate goes on with it.');
  await rotate(vault);
  expect(await kekIdsOfDeks(vault)).toEqual([vault.keyring.keks.primary]);
});

test('a ring that holds the new key alone, while something is still under the old one, is refused', async () => {
  const vault = await given();
  await vault.givenOwner('one');
  const old = await query(vault.db.fork()).selectFrom('dek').selectAll().executeTakeFirstOrThrow();
  const before = vault.keyring.keks.primary;
  await rotate(vault);
  await query(vault.db.fork()).deleteFrom('dek').execute();
  await query(vault.db.fork()).insertInto('dek').values(old).execute();
  const half = { ...vault.config(), keks: entriesOf(vault.keyring.keks, [vault.keyring.keks.primary]) };
  await expect(openKeyring(vault.db.fork(), () => half)).rejects.toThrow(
    `The key ring lacks the key "${before}", under which data are stored.`,
  );
});

test('the page on encryption shows both keys while a rotation is under way, and its end', async () => {
  const vault = await given();
  const { api } = await vault.givenOwner('one');
  const before = vault.keyring.keks.primary;
  await rotate(vault, stubborn({ name: 'b', kekIds: [before] }));
  const [, joined = ''] = vault.keyring.keks.ids;
  const shown = async () => {
    const { primaryKek, keks, rotation } = await api.encryption.status({});
    return { primaryKek, keks, rotation };
  };
  const counts = (old: number) =>
    expect.arrayContaining([
      { id: before, deks: old },
      { id: joined, deks: 1 - old },
    ]);
  expect(await shown()).toEqual({ primaryKek: before, keks: counts(1), rotation: 'none' });
  await vault.ring.replace(vault.db.fork(), entriesOf(vault.keyring.keks, [joined, before]));
  expect(await shown()).toEqual({ primaryKek: joined, keks: counts(1), rotation: 'pending' });
  await rotate(vault);
  expect(await shown()).toEqual({ primaryKek: joined, keks: counts(0), rotation: 'none' });
});

test('refuses to retire what is needed or unknown, each with a sentence', async () => {
  const vault = await given();
  await vault.givenOwner('one');
  const { primary } = vault.keyring.keks;
  const sentence = async (kekId: string) => (await retire(vault, kekId)).lines;
  expect(await sentence('nobody')).toEqual(['The ring has no key "nobody".']);
  expect(await sentence(primary)).toEqual([`The key "${primary}" is the primary one. Rotate first.`]);
  await rotate(vault, stubborn({ name: 'b', kekIds: [primary] }));
  const [, joined = ''] = vault.keyring.keks.ids;
  expect(await sentence(joined)).toEqual([
    `The key "${joined}" is about to become primary. Finish the rotation first.`,
  ]);
  await vault.ring.replace(vault.db.fork(), entriesOf(vault.keyring.keks, [joined, primary]));
  expect(await sentence(primary)).toEqual([
    `The key "${primary}" still wraps 1 DEK and the instance key. Rotate first.`,
  ]);
  expect(vault.keyring.keks.ids).toEqual([joined, primary]);
});

test('refuses to retire a key that a replica still has as its primary', async () => {
  const vault = await given();
  const before = vault.keyring.keks.primary;
  await rotate(vault);
  const late = stubborn({ name: 'b', kekIds: [before] });
  const { ok, lines } = await vault.command({ command: 'keys retire', kekId: before }, late);
  expect([ok, lines.join()]).toEqual([false, expect.stringContaining(`Server b still has the key "${before}" as its`)]);
  expect(vault.keyring.keks.ids).toContain(before);
});

test('does not start with a retired key as its primary: what it wraps the others could not open', async () => {
  const vault = await given();
  const [old] = entriesOf(vault.keyring.keks, vault.keyring.keks.ids);
  await rotate(vault);
  if (old === undefined) throw new Error('There was no ring.');
  await retire(vault, old.id);
  const keks = [old, ...entriesOf(vault.keyring.keks, vault.keyring.keks.ids)];
  await expect(openKeyring(vault.db.fork(), () => ({ ...vault.config(), keks }))).rejects.toThrow(
    `The key "${old.id}" was retired, but the key ring has it as its primary. Take it out.`,
  );
});

test('where settings give the ring, says what to set at each step, and goes on once it is set', async () => {
  const settings = { keks: [newKek()] };
  const vault = await given(settings);
  const owner = await vault.givenOwner('one');
  const before = vault.keyring.keks.primary;
  const set = async (lines: readonly string[]) => {
    const value = lines.find((line) => line.startsWith('KAGI_ENCRYPTION_KEYS='))?.slice('KAGI_ENCRYPTION_KEYS='.length);
    settings.keks = (value ?? '').split(',').map((item) => {
      const [id = '', hex = ''] = item.split(':');
      return { id, hex };
    });
    await vault.ring.reload(vault.db.fork());
    return keksOf(settings.keks).ids;
  };
  const unheeded = await rotate(vault);
  const first = await rotate(vault);
  expect(first.lines).not.toEqual(unheeded.lines);
  const [primary, joined = ''] = await set(first.lines);
  expect(primary).toBe(before);
  const late = stubborn({ name: 'b', kekIds: [before] });
  expect((await rotate(vault, late)).lines.join()).toContain(`Server b has not got the key "${joined}" yet.`);
  expect(await set((await rotate(vault)).lines)).toEqual([joined, before]);
  expect((await rotate(vault, late)).lines.join()).toContain('as its primary yet');
  expect(await kekIdsOfDeks(vault)).toEqual([before]);
  expect((await rotate(vault)).lines[0]).toContain(`The primary key is ${joined}.`);
  expect(await set((await retire(vault, before)).lines)).toEqual([joined]);
  expect(await owner.reveal()).toBe('one');
});

test('shows every key with what it wraps, and what each server has', async () => {
  const vault = await given();
  await vault.givenOwner('one');
  const before = vault.keyring.keks.primary;
  const replicas = stubborn({ name: 'a', kekIds: ['x', 'y'] });
  expect((await status(vault, replicas)).lines).toEqual([
    `KEK ${before}  primary  1 DEK and the instance key`,
    'Nothing is left to rewrap.',
    'Server a has x, y; primary is x.',
  ]);
  await rotate(vault, stubborn({ name: 'b', kekIds: [before] }));
  const [, joined = ''] = vault.keyring.keks.ids;
  expect((await status(vault, stubborn())).lines).toEqual([
    `KEK ${before}  primary  1 DEK and the instance key`,
    `KEK ${joined}  next  0 DEKs`,
    'Nothing is left to rewrap.',
    'No server runs.',
  ]);
  await rotate(vault);
  expect((await status(vault, stubborn())).lines).toContain(`KEK ${before}  secondary  0 DEKs`);
});

test('lets one command about keys work at a time', async () => {
  const vault = await given();
  const context = vault.context();
  const working = Promise.withResolvers<void>();
  const first = context.keys.alone(() => working.promise);
  await expect(context.keys.alone(async () => {})).rejects.toThrow('Another command about keys is at work.');
  working.resolve();
  await first;
  await context.keys.alone(async () => {});
});
