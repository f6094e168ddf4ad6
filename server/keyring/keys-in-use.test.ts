import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';
import { migrate } from '#server/db/migrate.ts';
import { databaseOfItsOwn, dropOwn, openOwn } from '#server/testing/own-database.ts';
import { freePort, type Running, run } from '#server/testing/process.ts';
import { givenCategory, givenEntry, vaultOn } from '#server/testing/vault.ts';
import { openKeyring } from './keyring.ts';
import { ringPath } from './keyring-file.ts';

// Keys change under a vault in use: servers as an operator runs them, two of them where the database is a PostgreSQL,
// with programs that read and write all the while.

const OWNERS = 120;
const ENTRIES = 60;
const REVEALS_A_SECOND = 50;
const WRITES_A_SECOND = 5;
const postgresUrl = process.env.KAGI_TEST_POSTGRES_URL;

let dataDir = '';
let settings: NodeJS.ProcessEnv = {};
let accessKey = '';
const entries: { id: string; value: string }[] = [];
const servers: Running[] = [];
const addresses: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kagi-keys-'));
  settings = { KAGI_DATA_DIR: dataDir, ...(await databaseOfItsOwn()) };
  await seed();
  for (let count = 0; count < (postgresUrl ? 2 : 1); count++) {
    const port = await freePort();
    const server = run('bin/kagi.mjs', [], { ...settings, PORT: String(port) });
    servers.push(server);
    addresses.push(`http://127.0.0.1:${port}`);
    await server.says('Kagi listens on');
  }
}, 120_000);
afterAll(async () => {
  for (const { child, ended } of servers) {
    child.kill('SIGKILL');
    await ended();
  }
  await dropOwn(settings);
  await rm(dataDir, { recursive: true });
});

/** Owners, and one among them whose entries are read and written. */
async function seed(): Promise<void> {
  const db = await openOwn(settings.DATABASE_URL ?? null, dataDir);
  await migrate(db);
  const ring = await openKeyring(db.fork(), () => ({ ...readConfig({}), dataDir }));
  const vault = await vaultOn(db, ring.current());
  for (let count = 1; count < OWNERS; count++) await vault.givenUser();
  const { api } = await vault.givenUser();
  const { id: categoryId } = await givenCategory(api);
  for (let count = 0; count < ENTRIES; count++) {
    const value = `value ${count}`;
    entries.push({ id: (await givenEntry(api, { categoryId, value })).id, value });
  }
  const scopes = ['entries:read', 'entries:reveal', 'entries:write'] as const;
  accessKey = (await api.accessKeys.create({ name: 'CI', scopes: [...scopes] })).key;
  await vault.close();
}

/** Asks all servers in turn, at this pace, until it is stopped; gives how many answers there were, and the wrong ones. */
function asking(perSecond: number, ask: (turn: number) => Promise<string | null>) {
  const asked: Promise<string | null>[] = [];
  const timer = setInterval(() => asked.push(ask(asked.length).catch(String)), 1000 / perSecond);
  return async () => {
    clearInterval(timer);
    const answers = await Promise.all(asked);
    return { count: answers.length, wrong: answers.filter((answer) => answer !== null) };
  };
}

function call(turn: number, method: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${accessKey}`, 'content-type': 'application/json' };
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(`${addresses[turn % addresses.length]}/api${path}`, { method, headers, ...init });
}

/** @returns null if all is right. */
async function reveal(turn: number): Promise<string | null> {
  const entry = entries[(turn * 7) % entries.length];
  const answer = await call(turn, 'POST', `/entries/${entry?.id}/reveal`, {});
  const body = await answer.json();
  return answer.status === 200 && body.value === entry?.value ? null : `${answer.status} ${JSON.stringify(body)}`;
}

/** A value that stays what it was, so that it is sealed anew by the writer while it is read. */
async function writeAgain(turn: number): Promise<string | null> {
  const entry = entries[turn % entries.length];
  const answer = await call(turn + 1, 'PUT', `/entries/${entry?.id}`, { value: entry?.value });
  return answer.status === 200 ? null : `${answer.status} ${await answer.text()}`;
}

async function keys(...args: string[]) {
  return run('server/admin.ts', ['keys', ...args], settings).ended();
}

async function ringIds(): Promise<string[]> {
  const ring: { keys: { id: string }[] } = JSON.parse(await readFile(ringPath(dataDir), 'utf8'));
  return ring.keys.map(({ id }) => id);
}

test(`rotates both kinds of key and retires the old one under ${REVEALS_A_SECOND} reveals a second, none of them wrong`, async () => {
  const [before = ''] = await ringIds();
  const stopReading = asking(REVEALS_A_SECOND, reveal);
  const stopWriting = asking(WRITES_A_SECOND, writeAgain);
  const began = performance.now();
  const rotated = await keys('rotate');
  expect(rotated).toMatchObject({ code: 0, printed: expect.stringContaining(`${OWNERS} DEKs and the instance key`) });
  const [primary = ''] = await ringIds();
  expect(await keys('retire', before)).toMatchObject({ code: 0, printed: expect.stringContaining('out of the ring') });
  expect(await keys('rotate', 'deks')).toMatchObject({ code: 0, printed: expect.stringContaining(`${OWNERS} owners`) });
  const seconds = (performance.now() - began) / 1000;
  const [read, written] = await Promise.all([stopReading(), stopWriting()]);
  expect(read.wrong).toEqual([]);
  expect(written.wrong).toEqual([]);
  // Timers of a busy machine come late; without reads there would be nothing to see.
  expect(read.count).toBeGreaterThan(seconds * 20);
  expect(await ringIds()).toEqual([primary]);
  const { printed } = await keys('status');
  expect(printed).toContain(`KEK ${primary}  primary  ${OWNERS} DEKs and the instance key\n`);
  expect(printed.match(new RegExp(`has ${primary}; primary is ${primary}\\.`, 'g'))).toHaveLength(servers.length);
  console.info(`${read.count} reveals and ${written.count} writes in ${seconds.toFixed(1)} s`);
});

test.each([[], ['retire'], ['status', 'all'], ['rotate', 'everything'], ['retire', 'a', 'b']])(
  'shows its usage for "keys %s %s %s"',
  async (...args) => {
    expect(await keys(...args)).toMatchObject({ code: 2, printed: expect.stringContaining('npm run keys -- rotate') });
  },
);

test('neither the database nor a log holds a KEK, and the folder holds them in the ring alone', async () => {
  const ring: { keys: { key: string }[] } = JSON.parse(await readFile(ringPath(dataDir), 'utf8'));
  const spellings = ring.keys.flatMap(({ key }) => {
    const bytes = Buffer.from(key, 'hex');
    return [bytes, ...(['hex', 'base64', 'base64url'] as const).map((form) => Buffer.from(bytes.toString(form)))];
  });
  const holds = (bytes: Buffer) => spellings.some((spelling) => bytes.includes(spelling));
  expect(servers.some(({ printed }) => holds(Buffer.from(printed())))).toBe(false);
  const files = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const holders = [];
  for (const file of files.filter((each) => each.isFile())) {
    if (holds(await readFile(join(file.parentPath, file.name)))) holders.push(file.name);
  }
  expect(holders).toEqual(['keyring.json']);
  if (settings.DATABASE_URL !== undefined) expect(holds(await dumped(settings.DATABASE_URL))).toBe(false);
});

/** Every row of every table as text. */
async function dumped(url: string): Promise<Buffer> {
  const db = await openOwn(url, dataDir);
  const em = db.fork();
  const tables = await em.execute<{ name: string }[]>(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const dump: string[] = [];
  for (const { name } of tables) {
    const rows = await em.execute<{ row: string }[]>(`select t::text as row from "${name}" t`);
    dump.push(...rows.map(({ row }) => row));
  }
  await db.close();
  expect(dump.some((row) => row.includes('STRIPE_SECRET_KEY'))).toBe(true);
  return Buffer.from(dump.join('\n'));
}

test.runIf(postgresUrl)('a server that stops is reported no more, and the other one rotates without it', async () => {
  const last = servers[1];
  last?.child.kill('SIGTERM');
  expect((await last?.ended())?.code).toBe(0);
  expect((await keys('status')).printed.match(/^Server /gm)).toHaveLength(1);
  expect(await keys('rotate')).toMatchObject({ code: 0 });
});
