import { afterEach, expect, test } from 'vitest';
import { readCheckpoint } from '#server/audit/checkpoint.ts';
import { chainIds, verifyChain } from '#server/audit/verify.ts';
import { demandGenuineUser, findById, userMac } from '#server/auth/users.ts';
import { newId } from '#server/crypto/ids.ts';
import { keksOf, newKek } from '#server/crypto/keks.ts';
import { migrate, migrationsDone, migrationsKnown } from '#server/db/migrate.ts';
import type { Database } from '#server/db/open.ts';
import { freshDatabase } from '#server/testing/database.ts';
import { freshEmbedded } from '#server/testing/embedded.ts';
import { freshPostgres } from '#server/testing/postgres-database.ts';
import { givenEntry, type TestVault, vaultOn } from '#server/testing/vault.ts';
import { openInstance } from '#server/vault/instance-key.ts';
import { contentsOf, restore } from './restore.ts';
import { fill, linesOfBackup, records, rowsIn, storedVault, takeBack } from './testing/vaults.ts';

const url = process.env.KAGI_TEST_POSTGRES_URL;
const embedded = { name: 'embedded', fresh: freshEmbedded };
const postgres = { name: 'PostgreSQL', fresh: () => freshPostgres(url ?? '') };
const WAYS = url
  ? [
      [embedded, postgres],
      [postgres, embedded],
      [postgres, postgres],
    ]
  : [[embedded, embedded]];

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function fresh(make = freshDatabase): Promise<Database> {
  const db = await make();
  opened.push(db);
  return db;
}

/** As a new folder or `create database` gives it. */
async function bare(make = freshDatabase): Promise<Database> {
  const db = await fresh(make);
  await db.fork().execute('drop schema public cascade; create schema public');
  return db;
}

async function stored(db: Database) {
  const vault = await storedVault(db);
  // The database is closed with the others.
  opened.push(vault.events);
  return vault;
}

async function brokenChains({ db, keyring }: Pick<TestVault, 'db' | 'keyring'>, checkpoints: readonly string[] = []) {
  const expected = checkpoints.flatMap((checkpoint) => readCheckpoint(keyring.instance, checkpoint).heads);
  const broken = [];
  for (const id of await chainIds(db.fork())) {
    const ofChain = expected.filter(({ chainId }) => chainId === id);
    const { brokenAt } = await verifyChain(db.fork(), keyring.instance, id, ofChain);
    if (brokenAt !== null) broken.push(id);
  }
  return broken;
}

const withoutReplicas = ({ replica: _, ...rows }: Record<string, string[]>) => rows;
const isEmpty = async (db: Database) => Object.values(await rowsIn(db)).every(({ length }) => length === 0);

test.each(WAYS.map(([from, to]) => ({ from, to, way: `${from?.name} to ${to?.name}` })))(
  'all of a vault comes from $way, and it works there',
  async ({ from, to }) => {
    const vault = await stored(await fresh(from?.fresh));
    const { id, entries, twoFactor, project, file } = await fill(vault);
    const before = await rowsIn(vault.db);
    const db = await bare(to?.fresh);
    const { checkpoints } = await takeBack(db, await linesOfBackup(vault), vault.keks);
    expect(withoutReplicas(await rowsIn(db))).toEqual(withoutReplicas(before));
    expect(Object.values(before).filter(({ length }) => length > 0).length).toBeGreaterThan(10);

    const keyring = await openInstance(db.fork(), vault.keks, () => vault.keks);
    const there = await vaultOn(db, keyring);
    opened.push(there.events);
    expect(await brokenChains(there, checkpoints)).toEqual([]);
    const session = { kind: 'session', id, userId: id, label: '', role: 'admin', isFresh: true } as const;
    const [here, other] = [vault.as(session), there.as(session)];
    for (const entry of entries)
      expect((await other.entries.reveal({ id: entry })).value).toEqual(
        (await here.entries.reveal({ id: entry })).value,
      );
    expect(await other.twoFactor.takeRecoveryCode({ id: twoFactor.id })).toMatchObject({ recoveryCode: 'one' });
    const { content } = await other.envFiles.reveal({ id: project.id, fileId: file.id });
    expect(content).toBe('A="1"\n# ü\n');
    expect(await brokenChains(there, checkpoints)).toEqual([]);
  },
);

test('takes the place of what a server that nobody set up has left', async () => {
  const vault = await stored(await fresh());
  await givenEntry((await vault.givenUser()).api);
  const other = await stored(await fresh());
  await other.db.fork().execute(`insert into throttle values ('x', 1, now(), null)`);
  await takeBack(other.db, await linesOfBackup(vault), vault.keks);
  expect(await rowsIn(other.db)).toEqual(await rowsIn(vault.db));
});

test('refuses a vault with a user, and leaves it as it is', async () => {
  const vault = await stored(await fresh());
  const lines = await linesOfBackup(vault);
  const other = await stored(await fresh());
  await givenEntry((await other.givenUser()).api);
  const before = await rowsIn(other.db);
  await expect(takeBack(other.db, lines, vault.keks)).rejects.toThrow('There are users in this vault already.');
  expect(await rowsIn(other.db)).toEqual(before);
});

test('a ring that does not open it leaves nothing behind', async () => {
  const vault = await stored(await fresh());
  await givenEntry((await vault.givenUser()).api);
  const lines = await linesOfBackup(vault);
  const db = await bare();
  const wrong = keksOf(vault.keks.ids.map((id) => ({ ...newKek(), id })));
  await expect(takeBack(db, lines, wrong)).rejects.toThrow('does not open the database');
  expect(await isEmpty(db)).toBe(true);
  await takeBack(db, lines, vault.keks);
  expect(await rowsIn(db)).toEqual(await rowsIn(vault.db));
});

test('a file that changes between the two readings leaves nothing behind', async () => {
  const vault = await stored(await fresh());
  await givenEntry((await vault.givenUser()).api);
  const lines = await linesOfBackup(vault);
  const db = await bare();
  const { manifest } = await contentsOf(records(lines));
  const cut = records(lines.slice(0, -1));
  await expect(restore(db, manifest, cut, async () => {})).rejects.toThrow('its end is missing');
  expect(await isEmpty(db)).toBe(true);
});

test('a row that the tables refuse leaves nothing behind', async () => {
  const vault = await stored(await fresh());
  await givenEntry((await vault.givenUser()).api);
  const lines = (await linesOfBackup(vault)).map((line) =>
    line.startsWith('["entry",')
      ? line.replace(/"category_id": "[^"]*"/, `"category_id": "${vault.keyring.instance.id}"`)
      : line,
  );
  const db = await bare();
  await expect(takeBack(db, lines, vault.keks)).rejects.toThrow(/entry_category_id_foreign/);
  expect(await isEmpty(db)).toBe(true);
});

test('an older schema is taken back as it was, and then brought up to date', async () => {
  const [first] = migrationsKnown();
  const db = await bare();
  await migrate(db, first);
  expect(await migrationsDone(db.fork())).toEqual([first]);
  const old = await stored(db);
  // As the version of then wrote it: columns that came later are not there yet.
  const row = { id: newId(), email: 'ada@example.test', role: 'user', passwordHash: null, disabledAt: null } as const;
  const mac = userMac(old.keyring, { ...row, secondStepId: null });
  await db
    .fork()
    .execute(
      `insert into user_account (id, email, name, role, created_at, updated_at, mac) values (?, ?, 'Ada', ?, now(), now(), ?)`,
      [row.id, row.email, row.role, mac],
    );
  const lines = await linesOfBackup(old);

  const to = await bare();
  const { migrations } = await takeBack(to, lines, old.keks);
  expect(migrations).toEqual([first]);
  expect(await migrationsDone(to.fork())).toEqual(migrationsKnown());
  const user = await findById(to.fork(), row.id);
  expect(user).toMatchObject({ email: row.email, secondStepId: null });
  if (user) demandGenuineUser(old.keyring, user);
});

test('an older schema is refused by tables that are newer', async () => {
  const [first, ...later] = migrationsKnown();
  const db = await bare();
  await migrate(db, first);
  const old = await stored(db);
  const lines = await linesOfBackup(old);
  await expect(takeBack(await fresh(), lines, old.keks)).rejects.toThrow(
    `set up by a later version of Kagi than the backup (${later.join(', ')}): take a fresh one.`,
  );
});

const manifestWith = (change: object) => async () => {
  const vault = await stored(await fresh());
  const [head = '', ...rest] = await linesOfBackup(vault);
  return [JSON.stringify({ ...JSON.parse(head), ...change }), ...rest];
};

test.each([
  ['a newer schema', { migrations: [...migrationsKnown(), '9999-later'] }, 'by a later version of Kagi (9999-later)'],
  ['a schema that never was', { migrations: migrationsKnown().slice(1) }, 'none that Kagi ever had'],
  ['no schema at all', { migrations: [] }, 'none that Kagi ever had'],
])('refuses %s before it touches anything', async (_, change, sentence) => {
  const lines = await manifestWith(change)();
  await expect(contentsOf(records(lines))).rejects.toThrow(sentence);
});

test('refuses a table that has other columns than the backup knows', async () => {
  const vault = await stored(await fresh());
  const lines = await linesOfBackup(vault);
  const other = await fresh();
  await other.fork().execute('alter table entry add column extra text');
  await expect(takeBack(other, lines, vault.keks)).rejects.toThrow('The table entry is not as the backup knows it.');
  expect(await isEmpty(other)).toBe(true);
});

test('old rows that were put back whole fit by themselves, and not what a later checkpoint saw', async () => {
  const vault = await stored(await fresh());
  const { api } = await vault.givenUser();
  await givenEntry(api, { name: 'Before' });
  const old = await linesOfBackup(vault);
  await givenEntry(api, { name: 'Deleted by who puts the old rows back' });
  const { checkpoints: later } = (await contentsOf(records(await linesOfBackup(vault)))).manifest;

  const db = await bare();
  await takeBack(db, old, vault.keks);
  const there = { db, keyring: vault.keyring };
  expect(await brokenChains(there)).toEqual([]);
  expect(await brokenChains(there, later)).toHaveLength(1);
});
