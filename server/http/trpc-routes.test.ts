import { createTRPCClient, httpBatchLink, httpBatchStreamLink, TRPCClientError } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromPage, type NoteApp, noteApp, noteId, withScopes } from './testing/note-app.ts';
import type { noteRouter } from './testing/note-router.ts';
import { portOf } from './testing/raw-http.ts';

let notes: NoteApp;
let origin: string;
beforeAll(async () => {
  notes = await noteApp();
  origin = `http://127.0.0.1:${await portOf(notes.app)}`;
});
afterAll(() => notes.app.close());

const all = withScopes('entries:read', 'entries:write', 'entries:reveal');

type Sent = { headers?: Record<string, string>; payload?: string | object };

const post = (path: string, { headers = all, payload = {} }: Sent = {}) =>
  notes.app.inject({ method: 'POST', url: `/trpc/${path}`, headers: { ...headers }, payload });

describe('the official client', () => {
  it.each([
    ['in batches', httpBatchLink],
    ['in streamed batches', httpBatchStreamLink],
  ])('asks and changes, %s', async (_, link) => {
    const client = createTRPCClient<typeof noteRouter>({ links: [link({ url: `${origin}/trpc`, headers: all })] });
    const [note, names] = await Promise.all([client.notes.get.query({ id: 'a' }), client.notes.names.query()]);
    expect([note.text, names]).toEqual(['a', ['names']]);
    expect(await client.notes.create.mutate({ text: 'milk' })).toMatchObject({ text: 'milk null' });
  });

  it('is told codes and issues as REST tells them', async () => {
    const client = createTRPCClient<typeof noteRouter>({
      links: [httpBatchLink({ url: `${origin}/trpc`, headers: all })],
    });
    const error = await client.notes.list.query({ limit: 0 }).catch((thrown: unknown) => thrown);
    if (!(error instanceof TRPCClientError)) throw new Error('It was answered.');
    expect(error.data.kagi).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path: 'limit' }] });
  });
});

describe('the wire', () => {
  it.each([
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'text/plain',
    'application/json; charset=utf-16',
  ])('takes no %s', async (type) => {
    const response = await post('notes.create', { headers: { ...all, 'content-type': type }, payload: '{"text":"x"}' });
    expect(response.statusCode).toBe(415);
  });

  it.each(['{bad', '[['.repeat(20) + ']]'.repeat(20), '{"text":"x","__proto__":{}}'])(
    'refuses the body %s',
    async (payload) => {
      const response = await post('notes.create', { headers: { ...all, 'content-type': 'application/json' }, payload });
      expect([response.statusCode, response.json().code]).toEqual([400, 'VALIDATION_ERROR']);
    },
  );

  it('takes ten calls at once, and no more', async () => {
    const batch = (calls: number) => {
      const names = Array.from({ length: calls }, () => 'notes.names').join(',');
      return notes.app.inject({ url: `/trpc/${names}?batch=1&input=${encodeURIComponent('{}')}`, headers: all });
    };
    const [ten, eleven] = [await batch(10), await batch(11)];
    expect(ten.json()).toHaveLength(10);
    expect(eleven.statusCode).toBe(400);
  });

  it('answers other methods with 405', async () => {
    for (const method of ['PUT', 'OPTIONS', 'HEAD', 'DELETE'] as const) {
      const response = await notes.app.inject({ method, url: '/trpc/notes.names', headers: all });
      expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, POST']);
    }
    const wrong = await notes.app.inject({ url: '/trpc/notes.create', headers: all });
    expect([wrong.statusCode, wrong.headers.allow]).toEqual([405, 'POST']);
  });

  it('does not know an unknown procedure', async () => {
    const response = await notes.app.inject({ url: '/trpc/notes.nothing', headers: all });
    expect([response.statusCode, response.json().error.data.kagi.code]).toEqual([404, 'ROUTE_NOT_FOUND']);
  });

  it('survives a host that is none', async () => {
    const response = await notes.app.inject({ url: '/trpc/notes.names', headers: { ...all, host: '[bad' } });
    expect(response.statusCode).toBe(400);
  });

  it('refuses a change by cookie that does not show where it comes from', async () => {
    const response = await post('notes.create', { headers: { cookie: 'kagi=live' }, payload: { text: 'x' } });
    expect([response.statusCode, response.json().error.data.kagi.code]).toEqual([403, 'AUTH_ORIGIN_REJECTED']);
    expect((await post('notes.create', { headers: fromPage, payload: { text: 'x' } })).statusCode).toBe(200);
  });

  it('tells a stranger to bring a key', async () => {
    const response = await notes.app.inject('/trpc/notes.names');
    expect([response.statusCode, response.headers['www-authenticate']]).toEqual([401, 'Bearer']);
  });

  it('compresses a long answer, but not one that carries a secret', async () => {
    const headers = { ...all, 'accept-encoding': 'br' };
    const input = encodeURIComponent('{"limit":100}');
    const list = await notes.app.inject({ url: `/trpc/notes.list?input=${input}`, headers });
    expect(list.headers['content-encoding']).toBe('br');
    const short = await notes.app.inject({ url: '/trpc/notes.names', headers });
    expect(short.headers['content-encoding']).toBeUndefined();
    const secret = await post('notes.reveal', { headers, payload: { id: noteId } });
    expect(secret.body.length).toBeGreaterThan(1024);
    expect(secret.headers['content-encoding']).toBeUndefined();
  });
});

describe('a subscription', () => {
  it('is an event stream that nobody buffers, compresses or keeps, and ends with its reader', async () => {
    const reader = new AbortController();
    const headers = { ...fromPage, 'accept-encoding': 'br, gzip' };
    const response = await fetch(`${origin}/trpc/session.ticks`, { headers, signal: reader.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await textUntil(response, 'tick')).toContain('data: {"tick":1}');
    reader.abort();
  });

  it('tells a stranger so', async () => {
    const response = await fetch(`${origin}/trpc/session.ticks`);
    expect(await response.text()).toContain('AUTH_REQUIRED');
  });
});

async function textUntil({ body }: Response, word: string): Promise<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let chunk = await reader?.read(); chunk?.done === false; chunk = await reader?.read()) {
    text += chunk.value;
    if (text.includes(word)) return text;
  }
  throw new Error('The stream ended.');
}
