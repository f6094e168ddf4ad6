import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditLog } from '#server/audit/log.ts';
import { createUser } from '#server/auth/accounts.ts';
import { inTransaction } from '#server/auth/context.ts';
import { readConfig } from '#server/config.ts';
import { newId } from '#server/crypto/ids.ts';
import { migrate } from '#server/db/migrate.ts';
import { query } from '#server/db/query.ts';
import { verifyChains } from '#server/http/admin-commands.ts';
import { templateFolder } from '#server/testing/embedded.ts';
import { databaseOfItsOwn, dropOwn, openOwn } from '#server/testing/own-database.ts';
import { run } from '#server/testing/process.ts';
import { givenCategory, givenEntry, vaultOn } from '#server/testing/vault.ts';
import { openKeyring } from './keyring.ts';

// A command about keys is killed at random points, again and again; whatever it left must open, and it must go on
// from there. KAGI_TEST_LONG=1 does it 20 times each.

const KILLS = process.env.KAGI_TEST_LONG ? 20 : 5;
const OWNERS = 400;
const ENTRIES = 100;
const postgresUrl = process.env.KAGI_TEST_POSTGRES_URL;

let dataDir = '';
let settings: NodeJS.ProcessEnv = {};
const values = Array.from({ length: ENTRIES }, (_, number) => `value ${number}`);

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kagi-killed-'));
  settings = { KAGI_DATA_DIR: dataDir, ...(await databaseOfItsOwn()) };
  if (!postgresUrl) await cp(await templateFolder(), join(dataDir, 'db'), { recursive: true });
  await seed();
}, 120_000);
afterAll(async () => {
  await dropOwn(settings);
  await rm(dataDir, { recursive: true });
});

type Standing = Awaited<ReturnType<typeof look>>;

async function withVault<T>(work: (vault: Awaited<ReturnType<typeof vaultOn>>) => Promise<T>): Promise<T> {
  const db = await openOwn(settings.DATABASE_URL ?? null, dataDir);
  const ring = await openKeyring(db.fork(), () => ({ ...readConfig({}), dataDir }));
  const vault = await vaultOn(db, ring.current());
  try {
    return await work(vault);
  } finally {
    await vault.close();
  }
}

let owner: Awaited<ReturnType<Awaited<ReturnType<typeof vaultOn>>['givenUser']>>['session'];

/** Many owners in one transaction each, and one with entries. */
async function seed(): Promise<void> {
  const db = await openOwn(settings.DATABASE_URL ?? null, dataDir);
  await migrate(db);
  await db.close();
  await withVault(async (vault) => {
    const { api, session } = await vault.givenUser();
    owner = session;
    const { id: categoryId } = await givenCategory(api);
    for (const value of values) await givenEntry(api, { categoryId, value });
    const context = {
      em: vault.db.fork(),
      keyring: vault.keyring,
      audit: auditLog(vault.db.fork, () => vault.keyring.instance),
    };
    const rest = { config: readConfig({}), origin: { requestId: null, address: null, userAgent: null } };
    await inTransaction({ ...context, ...rest }, async (tx) => {
      for (let count = 1; count < OWNERS; count++)
        await createUser(tx, { email: `${newId()}@example.test`, name: 'Test', passwordHash: null });
    });
  });
}

/** Opens the vault with what the killed command left, and reads everything. */
function look() {
  return withVault(async ({ db, keyring, as }) => {
    const exported = await as(owner).exports.read({ format: 'json' });
    const deks = await query(db.fork()).selectFrom('dek').select(['kekId', 'active']).execute();
    const marks = await query(db.fork()).selectFrom('key_mark').select('kind').execute();
    const audit = await verifyChains({ em: db.fork(), keyring }, []);
    return {
      values: Array.isArray(exported) ? exported.map(({ value }) => value).toSorted() : exported,
      kekIds: new Set(deks.map(({ kekId }) => kekId)),
      resting: deks.filter(({ active }) => !active).length,
      marks: marks.map(({ kind }) => kind),
      isAuditWhole: audit.ok,
      ring: keyring.keks.ids,
    };
  });
}

const command = (name: string) => run('server/testing/keys-command.ts', [name], settings);

/** How long it says that it took, or null if it did not get to say so. */
function msOf(printed: string): number | null {
  const ms = /ended after (\d+) ms/.exec(printed)?.[1];
  return ms === undefined ? null : Number(ms);
}

/** Lets it run to its end. @returns how long it took. */
async function finish(name: string): Promise<number> {
  const { code, printed } = await command(name).ended();
  expect([code, printed]).toEqual([0, expect.stringContaining('ended after')]);
  return msOf(printed) ?? 0;
}

/** Kills it within a time. @returns null, or how long it took if it was faster. */
async function kill(name: string, withinMs: number): Promise<number | null> {
  const running = command(name);
  await running.says('begins');
  await setTimeout(Math.random() * withinMs);
  running.child.kill('SIGKILL');
  return msOf((await running.ended()).printed);
}

async function killAgainAndAgain(name: string): Promise<{ cut: number; seen: Standing[] }> {
  let needed = await finish(name);
  const seen: Standing[] = [];
  let cut = 0;
  while (cut < KILLS) {
    const ms = await kill(name, needed);
    // What goes on from where it was cut needs less than all of it, and a machine is not always equally busy.
    if (ms === null) cut += 1;
    else needed = Math.max(ms, needed / 2);
    const standing = await look();
    expect(standing).toMatchObject({ values: values.toSorted(), isAuditWhole: true });
    seen.push(standing);
  }
  await finish(name);
  return { cut, seen };
}

test(`a rotation that is killed ${KILLS} times goes on each time, and all opens at every point`, {
  timeout: 600_000,
}, async () => {
  const { cut, seen } = await killAgainAndAgain('keys rotate');
  const { kekIds, ring, marks, values: opened } = await look();
  expect([cut, [...kekIds], marks, opened]).toEqual([KILLS, [ring[0]], [], values.toSorted()]);
  // A key that had joined when it was killed is the one that the next run goes on with.
  for (const standing of seen) expect(standing.ring.length).toBeLessThanOrEqual(ring.length);
  const inFolder = (await readdir(dataDir)).filter((name) => name.startsWith('keyring'));
  expect(inFolder).toEqual(['keyring.json']);
});

test(`a rotation of DEKs that is killed ${KILLS} times goes on each time, and all opens at every point`, {
  timeout: 600_000,
}, async () => {
  const { cut } = await killAgainAndAgain('keys rotate deks');
  const { resting, marks, values: opened } = await look();
  expect([cut, resting, marks, opened]).toEqual([KILLS, 0, [], values.toSorted()]);
});
