import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TIMEOUTS } from './server.ts';
import { type NoteApp, noteApp, withScopes } from './testing/note-app.ts';
import { exchange, open, parse, portOf } from './testing/raw-http.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const IMPATIENT = { ...TIMEOUTS, headersMs: 150, requestMs: 300, checkEveryMs: 20 };

let notes: NoteApp;
let port: number;
beforeAll(async () => {
  notes = await noteApp({}, { timeouts: IMPATIENT });
  port = await portOf(notes.app);
});
afterAll(() => notes.app.close());

const ask = (target: string, head = 'Host: x\r\n') =>
  exchange(port, `GET ${target} HTTP/1.1\r\n${head}Connection: close\r\n\r\n`);

function expectDressed(headers: Map<string, string>): void {
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(headers.get('permissions-policy')).toContain('clipboard-write=(self)');
  expect(headers.get('x-request-id')).toMatch(UUID_V7);
}

describe('every response', () => {
  it.each(['/', '/healthz', '/api/notes', '/api/openapi', '/api/docs', '/nothing', '/api/%ff', '/trpc/x', '*'])(
    'carries the security headers and a request id: %s',
    async (target) => expectDressed((await ask(target)).headers),
  );

  it('has an id of our making, whatever the client sends', async () => {
    const { headers } = await ask('/healthz', 'Host: x\r\nX-Request-Id: mine\r\n');
    expect(headers.get('x-request-id')).toMatch(UUID_V7);
  });

  it('is not kept by caches under /api and /trpc', async () => {
    for (const target of ['/api/notes', '/api/nothing', '/trpc/x', '/trpc/notes.get']) {
      expect((await ask(target)).headers.get('cache-control')).toBe('no-store');
    }
  });

  it('demands HTTPS from then on where the public address has it', async () => {
    const https = await noteApp({ publicUrl: new URL('https://kagi.example.test') });
    const over = (await https.app.inject('/healthz')).headers['strict-transport-security'];
    expect([over, (await ask('/healthz')).headers.get('strict-transport-security')]).toEqual([
      'max-age=31536000; includeSubDomains',
      undefined,
    ]);
    await https.app.close();
  });

  it('opens no door to other sites', async () => {
    const { headers } = await ask('/api/notes', 'Host: x\r\nOrigin: https://evil.example\r\n');
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});

describe('a target that no adapter should see', () => {
  it.each(['*', 'http://x/api/notes', 'http://[bad', '//x:99999999/', '/api/*'])(
    '%s ends as an unknown route',
    async (target) => {
      const { status, body } = await ask(target);
      expect([status, JSON.parse(body).code]).toEqual([404, 'ROUTE_NOT_FOUND']);
    },
  );

  it('with broken percent-encoding is not valid', async () => {
    const { status, body } = await ask('/api/%ff');
    expect([status, JSON.parse(body).code]).toEqual([400, 'VALIDATION_ERROR']);
  });

  it('leaves the server running', async () => {
    await Promise.all(['*', 'http://[bad', '//x:99999999/'].map((target) => ask(target)));
    expect((await ask('/healthz')).status).toBe(200);
  });
});

describe('a request that asks too much', () => {
  it('is 414 with an address over 4 kB', async () => {
    const { status, body } = await ask(`/api/notes?search=${'x'.repeat(4096)}`);
    expect([status, JSON.parse(body).code]).toEqual([414, 'URI_TOO_LONG']);
  });

  it('is served with an address of 4 kB', async () => {
    const query = '/api/notes/';
    expect((await ask(query + 'x'.repeat(4096 - query.length))).status).toBe(401);
  });

  it('is 431 with more than a hundred headers', async () => {
    const headers = (count: number) => Array.from({ length: count }, (_, at) => `X-${at}: 1\r\n`).join('');
    // Host and Connection count as well.
    expect((await ask('/healthz', `Host: x\r\n${headers(98)}`)).status).toBe(200);
    const { status, body } = await ask('/healthz', `Host: x\r\n${headers(99)}`);
    expect([status, JSON.parse(body).code]).toEqual([431, 'HEADERS_TOO_LARGE']);
  });

  it('is 431 with headers over 16 kB, before it is a request at all', async () => {
    const { status, headers, body } = await ask('/healthz', `Host: x\r\nX: ${'x'.repeat(17_000)}\r\n`);
    expect([status, JSON.parse(body).code]).toEqual([431, 'HEADERS_TOO_LARGE']);
    expectDressed(headers);
  });
});

describe('what is not HTTP', () => {
  it.each([
    'nonsense\r\n\r\n',
    'GET x HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET / HTTP/1.1\r\nA b: c\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n',
  ])('is 400 with our error: %j', async (text) => {
    const { status, headers, body } = await exchange(port, text);
    expect([status, JSON.parse(body).code]).toEqual([400, 'VALIDATION_ERROR']);
    expectDressed(headers);
  });

  it('is 400 with two lengths, which is how requests are smuggled', async () => {
    const head = 'Host: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n';
    expect((await exchange(port, `POST /api/notes HTTP/1.1\r\n${head}\r\n0\r\n\r\n`)).status).toBe(400);
  });

  it('is 400 when a request names no host', async () => {
    const { status, body } = await ask('/healthz', '');
    expect([status, JSON.parse(body).error]).toEqual([400, 'The request names no host.']);
  });
});

describe('an odd but legal head', () => {
  it.each(['Expect: the-unexpected', 'Upgrade: websocket', 'Content-Length: 3', 'TE: trailers'])(
    'is served: %s',
    async (header) => {
      const { status, headers } = await ask('/healthz', `Host: x\r\n${header}\r\n`);
      expect(status).toBe(200);
      expectDressed(headers);
    },
  );
});

describe('a slow client', () => {
  it('gets 408 when its headers do not end', async () => {
    const { socket, whole } = open(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
    const { status, headers, body } = parse(await whole);
    expect([status, JSON.parse(body).code]).toEqual([408, 'REQUEST_TIMEOUT']);
    expectDressed(headers);
  });

  it('gets 408 when its body does not end', async () => {
    const { socket, whole } = open(port);
    socket.write('POST /api/notes HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
    expect(parse(await whole).status).toBe(408);
  });

  it('does not keep others waiting', async () => {
    const { socket, whole } = open(port);
    socket.write('POST /api/notes HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
    expect((await ask('/healthz')).status).toBe(200);
    await whole;
  });
});

describe('a method that nobody knows', () => {
  it.each(['TRACE', 'PROPFIND', 'QUERY', 'PURGE'])('is 405 on a path that has routes: %s', async (method) => {
    const { status, headers } = await exchange(
      port,
      `${method} /api/notes HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  it('is 404 on one that has none', async () => {
    expect((await exchange(port, 'PURGE /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).status).toBe(404);
  });
});

describe('compression', () => {
  const get = (url: string, encoding: string, scope: string) =>
    notes.app.inject({ url, headers: { ...withScopes(scope), 'accept-encoding': encoding } });

  it.each(['br', 'gzip'])('is %s for a body over 1 kB, when the client takes it', async (encoding) => {
    const response = await get('/api/notes?limit=100', encoding, 'entries:read');
    expect(response.headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' });
  });

  it('is left out below 1 kB, and where it is not asked for', async () => {
    expect((await get('/api/notes?limit=1', 'br', 'entries:read')).headers['content-encoding']).toBeUndefined();
    expect((await get('/api/notes?limit=100', 'identity', 'entries:read')).headers['content-encoding']).toBeUndefined();
  });

  it('is never used on a body that carries a secret', async () => {
    const response = await notes.app.inject({
      method: 'POST',
      url: '/api/notes/01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e11/reveal',
      headers: { ...withScopes('entries:reveal'), 'accept-encoding': 'br, gzip' },
    });
    expect(response.body.length).toBeGreaterThan(1024);
    expect(response.headers['content-encoding']).toBeUndefined();
  });
});
