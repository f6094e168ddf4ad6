import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Ask } from './testing/ask.ts';
import { givenCategory, givenServer, type Home, type Served } from './testing/home.ts';

// A model that hangs, never comes to an end or talks nonsense, and the vault beside it.

const isLong = process.env.KAGI_TEST_LONG;
const EXTRACTIONS = 20;
const VALUE = 'sk_live_canary';

const asked: ServerResponse[] = [];
let answerAs: (response: ServerResponse) => void = () => {};
const model = createServer((_request, response) => {
  asked.push(response);
  answerAs(response);
}).listen(0, '127.0.0.1');

let home: Home;
let server: Served;
let ask: Ask;
let categoryId: string;

beforeAll(async () => {
  if (!model.listening) await once(model, 'listening');
  const address = model.address();
  const port = typeof address === 'object' ? address?.port : '';
  const settings = { AI_BASE_URL: `http://127.0.0.1:${port}/v1`, AI_MODEL: 'a-model', AI_API_KEY: 'x' };
  ({ home, server, ask } = await givenServer({}, settings));
  categoryId = await givenCategory(ask);
  await demandRestWorks();
});
afterAll(async () => {
  model.closeAllConnections();
  model.close();
  await home.remove();
});

const extract = () => ask('POST', '/api/ai/extract', { body: { prompt: 'payments with Stripe' } });

function demandRefused({ status, json, headers, text }: Answer): void {
  expect([status, json.code, headers['retry-after']]).toEqual([503, 'AI_UNAVAILABLE', expect.any(String)]);
  expect(text).not.toContain('canary');
}

async function demandRestWorks(): Promise<void> {
  const { json, status } = await ask('POST', '/api/entries', { body: { categoryId, name: 'Shop', value: VALUE } });
  expect(status).toBe(201);
  expect((await ask('POST', `/api/entries/${json.id}/reveal`)).json).toMatchObject({ value: VALUE });
  expect((await ask('PUT', `/api/entries/${json.id}`, { body: { value: `${VALUE}2` } })).status).toBe(200);
  expect((await ask('GET', '/api/export')).text).toContain(VALUE);
  expect((await server.as({})('GET', '/readyz')).status).toBe(200);
}

async function everyoneAsked(count: number): Promise<void> {
  while (asked.length < count) await once(model, 'request');
}

test(`while a model hangs under ${EXTRACTIONS} extractions, all else works; when it is cut off, they are refused`, async () => {
  asked.length = 0;
  answerAs = () => {};
  const hanging = Promise.all(Array.from({ length: EXTRACTIONS }, extract));
  await everyoneAsked(EXTRACTIONS);
  for (let round = 0; round < 3; round++) await demandRestWorks();
  model.closeAllConnections();
  for (const answer of await hanging) demandRefused(answer);
});

test('an answer without an end is given up, though it still comes', async () => {
  answerAs = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = () => response.writable && response.write(' '.repeat(16_384), more);
    more();
  };
  demandRefused(await extract());
  await demandRestWorks();
});

test.each([
  'no JSON',
  '{"choices":[]}',
  '{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"{}"}}]}',
])('nonsense opens nothing: %s', async (nonsense) => {
  answerAs = (response) => response.setHeader('content-type', 'application/json').end(nonsense);
  demandRefused(await extract());
  await demandRestWorks();
});

// It takes the 20 s that a model has, so that once is enough.
test.runIf(isLong || !process.env.KAGI_TEST_POSTGRES_URL)(
  'an answer that trickles is given up in time, or the vault picks itself',
  async () => {
    answerAs = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const trickle = setInterval(() => response.write(' '), 100);
      response.once('close', () => clearInterval(trickle));
    };
    const trickling = extract();
    const body = { prompt: 'payments with Stripe', fallback: true };
    const falling = ask('POST', '/api/ai/extract', { body, headers: { accept: 'application/json' } });
    await demandRestWorks();
    demandRefused(await trickling);
    expect((await falling).json).toMatchObject({ picker: 'offline', env: expect.stringContaining(VALUE) });
  },
);
