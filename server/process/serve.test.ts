import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { INSTANCE_CHAIN } from '#server/audit/event.ts';
import { query } from '#server/db/query.ts';
import { ringPath } from '#server/keyring/keyring-file.ts';
import { databaseOfItsOwn, dropOwn, openOwn } from '#server/testing/own-database.ts';
import { freePort, type Running, run } from '#server/testing/process.ts';

const ADMIN = { ADMIN_EMAIL: 'ada@example.test', ADMIN_PASSWORD: 'a horse, a battery, a staple' };
const postgresUrl = process.env.KAGI_TEST_POSTGRES_URL;

let dataDir = '';
let settings: NodeJS.ProcessEnv = {};
const alive: Running[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kagi-serve-'));
  settings = { KAGI_DATA_DIR: dataDir, PORT: String(await freePort()), ...(await databaseOfItsOwn()) };
});
afterEach(async () => {
  for (const { child, ended } of alive.splice(0)) {
    child.kill('SIGKILL');
    await ended();
  }
});
afterAll(async () => {
  await dropOwn(settings);
  await rm(dataDir, { recursive: true });
});

function launch(file: string, args: readonly string[] = [], more: NodeJS.ProcessEnv = {}): Running {
  const running = run(file, args, { ...settings, ...more });
  alive.push(running);
  return running;
}

const admin = (...args: string[]) => launch('server/admin.ts', args).ended();
const urlOf = (path: string) => `http://127.0.0.1:${settings.PORT}${path}`;

async function started(more: NodeJS.ProcessEnv = {}): Promise<Running> {
  const server = launch('bin/kagi.mjs', [], more);
  await server.says('Kagi listens on');
  return server;
}

/** Sends a sign-in but for the last byte of its body, and waits until the server has begun to read it. */
async function halfASignIn() {
  const body = JSON.stringify({ email: 'nobody@example.test', password: 'x' });
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    'sec-fetch-site': 'same-origin',
    expect: '100-continue',
  };
  const half = request(urlOf('/api/auth/sign-in'), { method: 'POST', headers });
  half.on('error', () => {});
  half.flushHeaders();
  await once(half, 'continue');
  half.write(body.slice(0, -1));
  const status = once(half, 'response').then(([{ statusCode }]) => statusCode);
  return { status, finish: () => half.end(body.slice(-1)) };
}

test('says where it listens and how the first account is made, and is ready', async () => {
  const server = await started();
  expect(await server.says('/setup#token=')).toContain(`listens on http://127.0.0.1:${settings.PORT},`);
  expect((await fetch(urlOf('/readyz'))).status).toBe(200);
  server.child.kill('SIGTERM');
  expect((await server.ended()).code).toBe(0);
  expect(await readdir(dataDir)).not.toContain('admin.sock');
});

test('makes the admin that the settings name, and then prints no link for another', async () => {
  const server = await started(ADMIN);
  expect((await admin('user', 'list')).printed).toContain('ada@example.test');
  server.child.kill('SIGTERM');
  expect((await server.ended()).printed).not.toContain('/setup#token=');
});

test('says which addresses the client at Keycloak must have', async () => {
  const keycloak = { KEYCLOAK_URL: 'http://127.0.0.1:1', KEYCLOAK_REALM: 'home', KEYCLOAK_CLIENT_ID: 'kagi' };
  const printed = await (await started(keycloak)).says('Backchannel logout URL');
  for (const path of ['/api/auth/callback/keycloak', '/', '/api/auth/backchannel/keycloak']) {
    expect(printed).toContain(` ${urlOf(path)}\n`);
  }
});

test('finishes a request under way when it is told to stop, and takes no other', async () => {
  const server = await started();
  const { status, finish } = await halfASignIn();
  server.child.kill('SIGTERM');
  await server.says('Stopping');
  await expect(fetch(urlOf('/readyz'))).rejects.toThrow();
  finish();
  expect(await status).toBe(401);
  expect((await server.ended()).code).toBe(0);
});

test('ends at once when it is told to stop a second time', async () => {
  const server = await started();
  const { status } = await halfASignIn();
  status.catch(() => {});
  const again = setInterval(() => server.child.kill('SIGINT'), 200);
  expect((await server.ended()).code).toBe(1);
  clearInterval(again);
});

test('takes over after a kill -9, and answers commands while it runs and while it does not', async () => {
  const killed = await started();
  killed.child.kill('SIGKILL');
  await killed.ended();
  const alone = await admin('user', 'reset-password', 'ada@example.test');
  expect(alone).toMatchObject({ code: 0, printed: expect.stringContaining('/accept#token=') });
  await started();
  const served = await admin('user', 'invite', 'bob@example.test');
  expect(served).toMatchObject({ code: 0, printed: expect.stringContaining('/accept#token=') });
  expect(await admin('user', 'disable', 'nobody@example.test')).toMatchObject({
    code: 1,
    printed: 'No user has that e-mail or id.\n',
  });
  expect(await admin('user', 'remove', 'ada@example.test')).toMatchObject({
    code: 2,
    printed: expect.stringContaining('Usage:'),
  });
});

test('names the first broken link of an audit chain, and exits 1', async () => {
  expect(await admin('audit:verify')).toMatchObject({
    code: 0,
    printed: expect.stringMatching(/^All \d+ events in 2 chains fit\.\n$/),
  });
  const db = await openOwn(settings.DATABASE_URL ?? null, dataDir);
  await query(db.fork())
    .updateTable('audit_event')
    .set({ outcome: 'failed' })
    .where('sequence', '=', 2)
    .where('chainId', '!=', INSTANCE_CHAIN)
    .execute();
  await db.close();
  const { code, printed } = await admin('audit:verify');
  expect(code).toBe(1);
  expect(printed).toMatch(/^The chain of user [0-9a-f-]{36} is broken at event 2\.\n$/);
});

test('reads the ring again at SIGHUP, and keeps the old one when the new one is no good', async () => {
  const server = await started();
  const path = ringPath(dataDir);
  const ring = await readFile(path, 'utf8');
  server.child.kill('SIGHUP');
  await server.says('key ring read again');
  await chmod(path, 0o644);
  server.child.kill('SIGHUP');
  await server.says('make it private: chmod 600');
  await chmod(path, 0o600);
  await writeFile(path, ring.replace(/"key": "\w/, '"key": "x'));
  server.child.kill('SIGHUP');
  await server.says('that is not 64 hex digits');
  await writeFile(path, ring);
  expect((await fetch(urlOf('/readyz'))).status).toBe(200);
});

test.each<[string, NodeJS.ProcessEnv, RegExp]>([
  ['a misspelt setting', { KAGI_ENCRYPTON_KEY: 'ab' }, /did you mean KAGI_ENCRYPTION_KEY\?$/],
  [
    'a ring that opens nothing here',
    { KAGI_ENCRYPTION_KEY: 'ab'.repeat(32) },
    /does not open the database, whose data/,
  ],
  [
    'a database that is not there',
    { DATABASE_URL: 'postgresql://ada:hunter2@127.0.0.1:1/kagi' },
    /^The database does not answer/,
  ],
])('does not start with %s, and says why in one sentence', async (_what, more, sentence) => {
  const { code, printed } = await launch('bin/kagi.mjs', [], more).ended();
  expect(code).toBe(1);
  expect(printed.trim().split('\n')).toHaveLength(1);
  expect(printed.replace('Kagi does not start. ', '').trim()).toMatch(sentence);
  expect(printed).not.toContain('hunter2');
});

test('a second server on the same port or folder says who is in the way', async () => {
  const server = await started();
  const second = await launch('bin/kagi.mjs').ended();
  expect(second.code).toBe(1);
  expect(second.printed).toContain(
    postgresUrl ? 'Another program uses the port' : `in use by process ${server.child.pid}`,
  );
});
