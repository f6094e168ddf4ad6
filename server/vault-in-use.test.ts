import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, type Running, run } from '#server/testing/process.ts';
import { spellingsIn } from '#server/testing/spellings.ts';

// The vault as its owner uses it, from outside: a process of its own, HTTP, a restart; and then what it left
// on its disk and in its log, which must hold no secret.

const CANARIES = {
  simple: 'canary-simple-4f1d',
  group: 'canary-group-77aa',
  json: 'canary-json-0b3c',
  ssh: 'Y2FuYXJ5c3NoOTlhYmNkZWZnaGlqa2w',
  file: 'canary-file-d00d',
  recovery: 'canary-recovery-51f2',
  imported: 'canary-imported-9e7e',
  replaced: 'canary-replaced-31c8',
  seed: 'MNQW4YLSPFZWKZLENFXGSYLL',
  password: 'canary password for the owner',
};
const PEM = `-----BEGIN PRIVATE KEY-----\n${CANARIES.ssh}\n-----END PRIVATE KEY-----\n`;

let dataDir = '';
let base = '';
let cookie = '';
let accessKey = '';
let running: Running;
let logs = '';

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kagi-use-'));
  await start();
});
afterAll(async () => {
  running.child.kill('SIGKILL');
  await running.ended();
  await rm(dataDir, { recursive: true });
});

async function start(): Promise<string> {
  const port = await freePort();
  running = run('server/main.ts', [], { KAGI_DATA_DIR: dataDir, PORT: String(port) });
  base = `http://127.0.0.1:${port}`;
  return running.says('is reached as');
}

async function stop(): Promise<void> {
  running.child.kill('SIGTERM');
  const { code, printed } = await running.ended();
  logs += printed;
  expect(code).toBe(0);
}

type Answer = { status: number; text: string; json: Record<string, unknown> };

async function call(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(base + path, { method, ...init, headers: { ...headers, ...type } });
  const setCookie = answer.headers.getSetCookie()[0];
  if (setCookie) cookie = setCookie.split(';')[0] ?? '';
  const text = await answer.text();
  return { status: answer.status, text, json: text.startsWith('{') ? JSON.parse(text) : {} };
}

const asOwner = (method: string, path: string, body?: unknown) =>
  call(method, path, body, { cookie, 'sec-fetch-site': 'same-origin' });
const asProgram = (method: string, path: string, body?: unknown) =>
  call(method, path, body, { authorization: `Bearer ${accessKey}` });

async function created(path: string, body: unknown): Promise<string> {
  const answer = await asOwner('POST', path, body);
  expect(answer.status, answer.text).toBe(201);
  return String(answer.json.id);
}

const ids: Record<string, string> = {};

test('the printed link makes the owner, once', async () => {
  const printed = await running.says(/token=\S+/);
  const token = /token=(\S+)/.exec(printed)?.[1];
  const owner = { token, email: 'owner@example.test', name: 'Owner', password: CANARIES.password };
  expect((await asOwner('POST', '/api/auth/setup', owner)).status).toBe(204);
  expect((await asOwner('POST', '/api/auth/setup', owner)).json.code).toBe('SETUP_DONE');
});

test('every kind of secret goes in', async () => {
  const category = (rest: object) => created('/api/categories', { name: 'Any', ...rest });
  const entry = (categoryId: string, value: unknown) => created('/api/entries', { categoryId, name: 'Shop', value });
  const simple = await category({ keyType: 'simple', envVarName: 'STRIPE_KEY' });
  ids.simple = await entry(simple, CANARIES.replaced);
  expect((await asOwner('PUT', `/api/entries/${ids.simple}`, { value: CANARIES.simple })).status).toBe(200);
  ids.group = await entry(await category({ keyType: 'group' }), { HOST: CANARIES.group });
  ids.json = await entry(await category({ keyType: 'json' }), JSON.stringify({ key: CANARIES.json }));
  ids.ssh = await entry(await category({ keyType: 'ssh' }), PEM);
  ids.twoFactor = await created('/api/2fa', {
    service: 'GitHub',
    secret: CANARIES.seed,
    recoveryCodes: [CANARIES.recovery],
  });
  ids.env = await created('/api/envs', { name: 'Shop' });
  ids.file = await created(`/api/envs/${ids.env}/files`, { fileType: 'env', content: `A=${CANARIES.file}` });
  const text = `# a real file\nexport IMPORTED="${CANARIES.imported}"\nPORT=3000\n`;
  const imported = await asOwner('POST', '/api/entries/import', { text, name: 'Shop', mode: 'apply' });
  expect(imported.json).toMatchObject({ variables: [{ action: 'create' }, { action: 'create' }], problems: [] });
});

test('a key with two scopes reveals, and does nothing else', async () => {
  const body = { name: 'CI', scopes: ['entries:read', 'entries:reveal'] };
  const made = await asOwner('POST', '/api/access-keys', body);
  accessKey = String(made.json.key);
  expect((await asProgram('GET', '/api/entries')).status).toBe(200);
  expect((await asProgram('POST', `/api/entries/${ids.simple}/reveal`)).json.value).toBe(CANARIES.simple);
  expect((await asProgram('GET', '/api/export')).json.code).toBe('AUTH_SCOPE_REQUIRED');
  expect((await asProgram('POST', '/api/access-keys', body)).json.code).toBe('AUTH_SESSION_REQUIRED');
});

test('everything is there after a restart, session and key included', async () => {
  await stop();
  await start();
  expect((await asProgram('POST', `/api/entries/${ids.group}/reveal`)).json.value).toEqual({ HOST: CANARIES.group });
  expect((await asOwner('POST', `/api/entries/${ids.ssh}/reveal`)).json.value).toBe(PEM);
  expect((await asOwner('POST', `/api/2fa/${ids.twoFactor}/reveal`)).json.code).toMatch(/^\d{6}$/);
  const taken = await asOwner('POST', `/api/2fa/${ids.twoFactor}/recovery-code`);
  expect(taken.json).toMatchObject({ recoveryCode: CANARIES.recovery, remaining: 0 });
  const file = await asOwner('POST', `/api/envs/${ids.env}/files/${ids.file}/reveal`);
  expect(file.json.content).toBe(`A=${CANARIES.file}`);
  const { IMPORTED, STRIPE_KEY, HOST, PORT } = parse((await asOwner('GET', '/api/export')).text);
  expect([IMPORTED, STRIPE_KEY, HOST, PORT]).toEqual([CANARIES.imported, CANARIES.simple, CANARIES.group, '3000']);
  const extracted = await asOwner('POST', '/api/ai/extract', { prompt: 'payments with Stripe, and a session secret' });
  expect(parse(extracted.text)).toMatchObject({ STRIPE_KEY: CANARIES.simple, SESSION_SECRET: expect.any(String) });
});

test('the log of it all is whole', async () => {
  expect((await asOwner('POST', '/api/audit/verify')).json).toMatchObject({ brokenAt: null });
});

test('neither disk nor log holds a secret, in any of the usual spellings', async () => {
  await asOwner('POST', '/api/entries', { value: CANARIES.simple, nonsense: CANARIES.group });
  await asOwner('GET', `/api/entries?search=${CANARIES.file}&nonsense=${CANARIES.file}`);
  await stop();
  const secrets = [...Object.values(CANARIES), accessKey, cookie.split('=')[1] ?? ''];
  const found = spellingsIn(secrets, Buffer.from(logs));
  for (const path of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    if (path.isFile()) found.push(...spellingsIn(secrets, await readFile(join(path.parentPath, path.name))));
  }
  expect(found).toEqual([]);
  // The search finds what is there: names are not encrypted, and SECURITY.md says so.
  const files = await readdir(join(dataDir, 'db'), { recursive: true, withFileTypes: true });
  const texts = files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name)));
  expect((await Promise.all(texts)).some((bytes) => bytes.includes('STRIPE_KEY'))).toBe(true);
  await start();
});
