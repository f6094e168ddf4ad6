import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AdminHandler, type AdminSocket, askServer, askServerForRows, serveAdmin } from './admin-socket.ts';

let folder = '';
const served: AdminSocket[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kagi-admin-'));
});
afterEach(async () => {
  for (const socket of served.splice(0)) await socket.close();
  await rm(folder, { recursive: true });
});

async function serve(handle: AdminHandler): Promise<AdminSocket> {
  const socket = await serveAdmin(folder, handle);
  served.push(socket);
  return socket;
}

const echo: AdminHandler = async (request) => ({ ok: true, lines: [JSON.stringify(request)] });

test('answers a request', async () => {
  await serve(echo);
  expect(await askServer(folder, { command: 'list' })).toEqual({ ok: true, lines: ['{"command":"list"}'] });
});

test('answers several at once, each its own', async () => {
  await serve(echo);
  const answers = await Promise.all([1, 2, 3].map((number) => askServer(folder, number)));
  expect(answers.map((answer) => answer?.lines)).toEqual([['1'], ['2'], ['3']]);
});

test('says that nobody listens', async () => {
  expect(await askServer(folder, {})).toBeNull();
});

test('can be reached by its owner alone', async () => {
  await serve(echo);
  expect((await stat(join(folder, 'admin.sock'))).mode & 0o777).toBe(0o600);
});

test('makes the folder where there is none, for its owner alone', async () => {
  const deep = join(folder, 'not', 'yet');
  served.push(await serveAdmin(deep, echo));
  expect((await stat(deep)).mode & 0o777).toBe(0o700);
  expect((await askServer(deep, 1))?.ok).toBe(true);
});

test('takes the place of a socket that a killed server left', async () => {
  await writeFile(join(folder, 'admin.sock'), '');
  await serve(echo);
  expect((await askServer(folder, 1))?.ok).toBe(true);
});

test('does not take the place of a server that lives', async () => {
  await serve(echo);
  await expect(serveAdmin(folder, echo)).rejects.toThrow('Another server already listens on');
  expect((await askServer(folder, 1))?.ok).toBe(true);
});

test('finishes what it was asked before it closes', async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const socket = await serve(async () => {
    asked.resolve();
    await answer.promise;
    return { ok: true, lines: [] };
  });
  const asking = askServer(folder, 1);
  await asked.promise;
  const closing = socket.close();
  answer.resolve();
  expect(await asking).toEqual({ ok: true, lines: [] });
  await closing;
  expect(await askServer(folder, 1)).toBeNull();
});

test('hangs up on what is no JSON, and goes on', async () => {
  await serve(echo);
  const socket = createConnection(join(folder, 'admin.sock'));
  socket.end('GET / HTTP/1.1\r\n\r\n');
  expect(await text(socket)).toBe('');
  expect((await askServer(folder, 1))?.ok).toBe(true);
});

test('names the folder whose path is too long for a socket', async () => {
  const deep = join(folder, 'x'.repeat(100));
  await expect(serveAdmin(deep, echo)).rejects.toThrow('is too long for a socket.');
  expect(await askServer(deep, {})).toBeNull();
});

async function rowsOf(handle: AdminHandler): Promise<string[]> {
  await serve(handle);
  const reply = await askServerForRows(folder, 1);
  const lines: string[] = [];
  for await (const line of reply?.rows ?? []) lines.push(line);
  return lines;
}

const many = Array.from({ length: 50_000 }, (_, index) => `["entry",{"id": ${index}}]`);

test('rows follow an answer, more than a socket holds at once', async () => {
  const lines = await rowsOf(async () => ({ ok: true, lines: [], rows: Readable.from(many) }));
  expect(lines).toEqual(many);
});

test('rows that break off end early, and the server goes on', async () => {
  async function* broken() {
    yield* many.slice(0, 10);
    throw new Error('The database went away.');
  }
  const lines = await rowsOf(async () => ({ ok: true, lines: [], rows: broken() }));
  expect(lines.length).toBeLessThanOrEqual(10);
  expect((await askServerForRows(folder, 1))?.ok).toBe(true);
});

test('says that a server went away without an answer, and that nobody listens', async () => {
  expect(await askServerForRows(folder, 1)).toBeNull();
  await serve(async () => {
    throw new Error('The database went away.');
  });
  await expect(askServerForRows(folder, 1)).rejects.toThrow('The server went away without an answer.');
});
