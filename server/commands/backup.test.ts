import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { databaseOfItsOwn, dropOwn } from '#server/testing/own-database.ts';
import { freePort, type Running, run } from '#server/testing/process.ts';

// Each step starts a process, and most stretch a passphrase: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

// From outside: a server that is written to, the commands beside it, and another server on what was taken back.

const ADMIN = { ADMIN_EMAIL: 'ada@example.test', ADMIN_PASSWORD: 'a horse, a battery, a staple' };
const PASSPHRASE = 'six words that nobody else knows';
const CANARY = 'canary-4f1d-secret';
const NAME = 'canary-77aa-name';

const postgresUrl = process.env.KAGI_TEST_POSTGRES_URL;
const made: { DATABASE_URL?: string }[] = [];
const alive: Running[] = [];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kagi-backup-'));
});
afterEach(async () => {
  for (const { child, ended } of alive.splice(0)) {
    child.kill('SIGKILL');
    await ended();
  }
});
afterAll(async () => {
  for (const own of made) await dropOwn(own);
  await rm(folder, { recursive: true });
});

/** Settings of an instance of its own; its commands are typed in the test's folder, as npm says by INIT_CWD. */
async function instance(name: string): Promise<NodeJS.ProcessEnv> {
  const settings = { KAGI_DATA_DIR: join(folder, name), PORT: String(await freePort()), INIT_CWD: folder };
  const own = await databaseOfItsOwn();
  made.push(own);
  return { ...settings, ...own };
}

function launch(file: string, args: readonly string[], settings: NodeJS.ProcessEnv): Running {
  const running = run(file, args, settings);
  alive.push(running);
  return running;
}

const admin = (settings: NodeJS.ProcessEnv, ...args: string[]) => launch('server/admin.ts', args, settings).ended();
const withPassphrase = (settings: NodeJS.ProcessEnv) => ({ ...settings, KAGI_BACKUP_PASSPHRASE: PASSPHRASE });

async function started(settings: NodeJS.ProcessEnv): Promise<Running> {
  const server = launch('server/main.ts', [], settings);
  await server.says('is reached as');
  return server;
}

async function stopped(server: Running): Promise<void> {
  server.child.kill('SIGTERM');
  expect((await server.ended()).code).toBe(0);
}

async function call({ PORT }: NodeJS.ProcessEnv, path: string, body: object | null, headers: Record<string, string>) {
  const init = body === null ? {} : { method: 'POST', body: JSON.stringify(body) };
  const type: Record<string, string> = body === null ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(`http://127.0.0.1:${PORT}${path}`, { ...init, headers: { ...headers, ...type } });
  const text = await answer.text();
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { status: answer.status, json: text.startsWith('{') ? JSON.parse(text) : {}, cookie };
}

const SAME = { 'sec-fetch-site': 'same-origin' };

async function signedIn(settings: NodeJS.ProcessEnv) {
  const who = { email: ADMIN.ADMIN_EMAIL, password: ADMIN.ADMIN_PASSWORD };
  const { cookie } = await call(settings, '/api/auth/sign-in', who, SAME);
  return (path: string, body: object | null = null) => call(settings, path, body, { ...SAME, cookie });
}

const checkpointIn = (printed: string) => /^c1\/\S+$/m.exec(printed)?.[0] ?? '';

let from: NodeJS.ProcessEnv = {};
let ids = { category: '', entry: '' };
let accessKey = '';
let firstCheckpoint = '';
let identity = '';

test('a server that is written to is backed up whole, into a file of the operator’s own', async () => {
  from = await instance('from');
  const server = await started({ ...from, ...ADMIN });
  const owner = await signedIn(from);
  const category = (await owner('/api/categories', { name: NAME, keyType: 'simple', envVarName: 'CANARY' })).json.id;
  const entry = (await owner('/api/entries', { categoryId: category, name: NAME, value: CANARY })).json.id;
  ids = { category, entry };
  const scopes = ['entries:read', 'entries:reveal'];
  accessKey = (await owner('/api/access-keys', { name: 'CI', scopes })).json.key;

  const backup = admin(withPassphrase(from), 'backup', '--out', 'first.age', '--sheet', 'sheet.txt');
  let isOver = false;
  const ended = backup.finally(() => {
    isOver = true;
  });
  for (let written = 0; !isOver; written++) {
    const body = { categoryId: category, name: `Meanwhile ${written}`, environment: 'local', value: CANARY };
    expect((await owner('/api/entries', body)).status).toBe(201);
  }
  const { code, printed } = await ended;
  expect(printed).toMatch(/rows of \d+ tables are in .*first\.age/);
  expect(code).toBe(0);
  firstCheckpoint = checkpointIn(printed);
  expect((await stat(join(folder, 'first.age'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'sheet.txt'))).mode & 0o777).toBe(0o600);
  expect((await admin(from, 'audit:verify', '--expect', firstCheckpoint)).printed).toContain(
    'what the checkpoints saw',
  );
  await stopped(server);
});

test('the file shows nothing of what is in it, in any form', async () => {
  const file = await readFile(join(folder, 'first.age'));
  const form = (text: string) => Buffer.from(text);
  for (const canary of [CANARY, NAME, ADMIN.ADMIN_EMAIL, 'user_account', accessKey, PASSPHRASE]) {
    const bytes = form(canary);
    const base64 = [0, 1, 2].map((offset) =>
      Buffer.concat([Buffer.alloc(offset), bytes])
        .toString('base64')
        .slice(offset === 0 ? 0 : 4, -4),
    );
    for (const needle of [bytes, Buffer.from(canary, 'utf16le'), form(bytes.toString('hex')), ...base64.map(form)])
      expect(file.includes(needle), canary).toBe(false);
  }
});

test('does not replace a file unless it is told to, and takes a recipient of age’s', async () => {
  const again = await admin(withPassphrase(from), 'backup', '--out', 'first.age');
  expect(again).toMatchObject({ code: 1, printed: expect.stringContaining('is there already; --force replaces it.') });
  identity = await generateX25519Identity();
  await writeFile(join(folder, 'identity.txt'), `# mine\n${identity}\n`);
  const recipient = await identityToRecipient(identity);
  // No server runs now: the vault is opened for it.
  expect((await admin(from, 'backup', '--out', 'second.age', '--recipient', recipient)).code).toBe(0);
  const before = await readFile(join(folder, 'second.age'));
  expect((await admin(from, 'backup', '--out', 'second.age', '--recipient', recipient, '--force')).code).toBe(0);
  expect((await readFile(join(folder, 'second.age'))).equals(before)).toBe(false);
});

test('refuses a passphrase that is short, and to ask for one where nobody can answer', async () => {
  const short = await admin({ ...from, KAGI_BACKUP_PASSPHRASE: 'short' }, 'backup', '--out', 'short.age');
  expect(short).toMatchObject({ code: 1, printed: expect.stringContaining('at least 12 characters') });
  const nobody = await admin(from, 'backup', '--out', 'short.age');
  expect(nobody).toMatchObject({ code: 1, printed: expect.stringContaining('There is no terminal to ask') });
  expect(await readdir(folder)).not.toContain('short.age');
});

let to: NodeJS.ProcessEnv = {};

test('without its keys, its passphrase, or a byte of it, a backup is not taken back, and nothing is made', async () => {
  to = await instance('to');
  const settings = withPassphrase(to);
  const file = await readFile(join(folder, 'second.age'));
  await writeFile(join(folder, 'cut.age'), file.subarray(0, -1));
  for (const [args, sentence] of [
    [['--in', 'first.age'], 'There is no key ring here, and the backup needs'],
    [['--in', 'second.age', '--sheet', 'sheet.txt'], 'The passphrase does not open the file.'],
    [['--in', 'cut.age', '--identity', 'identity.txt', '--sheet', 'sheet.txt'], 'The file was cut or altered.'],
    [['--in', 'none.age', '--sheet', 'sheet.txt'], 'none.age cannot be read (ENOENT).'],
  ] as const) {
    const { code, printed } = await admin(settings, 'restore', ...args);
    expect(printed).toContain(sentence);
    expect(code).toBe(1);
  }
  expect(await readdir(folder)).not.toContain('to');
});

test('is taken back with the sheet alone, and all of it works: sign-in, secrets, keys and the audit log', async () => {
  const { code, printed } = await admin(withPassphrase(to), 'restore', '--in', 'first.age', '--sheet', 'sheet.txt');
  expect(printed).toMatch(/ {2}entry\n/);
  expect(printed).toContain('what the checkpoints saw.');
  expect(checkpointIn(printed)).toBe(firstCheckpoint);
  expect(code).toBe(0);
  const ring = (name: string) => readFile(join(folder, name, 'keyring.json'), 'utf8');
  expect(await ring('to')).toBe(await ring('from'));

  const server = await started(to);
  const reveal = await call(to, `/api/entries/${ids.entry}/reveal`, {}, { authorization: `Bearer ${accessKey}` });
  expect(reveal.json.value).toBe(CANARY);
  const owner = await signedIn(to);
  expect((await owner(`/api/categories/${ids.category}`)).json.name).toBe(NAME);
  expect((await admin(to, 'audit:verify', '--expect', firstCheckpoint)).code).toBe(0);
  const running = await admin(withPassphrase(to), 'restore', '--in', 'first.age');
  expect(running).toMatchObject({ code: 1, printed: expect.stringContaining('A server runs on this data folder') });
  await stopped(server);
});

test('is not taken back into a vault that has users, nor over a ring that has other keys', async () => {
  const again = await admin(withPassphrase(to), 'restore', '--in', 'first.age');
  expect(again).toMatchObject({ code: 1, printed: expect.stringContaining('There are users in this vault already.') });
  const ring = await admin(to, 'restore', '--sheet', 'sheet.txt');
  expect(ring).toMatchObject({ code: 1, printed: expect.stringContaining('a key is never replaced') });
});

test('older rows that are put back whole are noticed by a checkpoint that was kept elsewhere', async () => {
  const server = await started(from);
  const owner = await signedIn(from);
  await owner(`/api/entries/${ids.entry}/reveal`, {});
  const { printed } = await admin(withPassphrase(from), 'backup', '--out', 'third.age');
  await stopped(server);
  // The vault `to` is as it was some time before: who owns the database could have done that to `from`.
  const verdict = await admin(to, 'audit:verify', '--expect', checkpointIn(printed));
  expect(verdict).toMatchObject({ code: 1, printed: expect.stringContaining('is broken at event') });
  expect((await admin(to, 'audit:verify')).code).toBe(0);
});

test('a PostgreSQL that a server works on from another folder is left alone', async ({ skip }) => {
  skip(!postgresUrl, 'the embedded database admits one process');
  const other = await instance('other');
  const server = await started(other);
  const elsewhere = withPassphrase({ ...other, KAGI_DATA_DIR: join(folder, 'elsewhere') });
  const { code, printed } = await admin(elsewhere, 'restore', '--in', 'first.age', '--sheet', 'sheet.txt');
  expect(printed).toContain('A server of Kagi is connected to this database: stop it first.');
  expect(code).toBe(1);
  await stopped(server);
});

test.each([
  'backup',
  'backup --out',
  'backup --out x.age --recipient age1x --passphrase-file p',
  'backup --sheet x.txt --recipient age1x',
  'restore x.age',
  'restore --in x.age --identity i --passphrase-file p',
])('shows how it is typed, for %s', async (words) => {
  expect(await admin(from, ...words.split(' '))).toMatchObject({ code: 2, printed: expect.stringContaining('Usage:') });
});
