import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { fromPage, type NoteApp, noteApp, noteId, noteUrl, withScopes } from '#server/http/testing/note-app.ts';

const read = withScopes('entries:read');
const write = withScopes('entries:write');
const JSON_TYPE = { 'content-type': 'application/json' };

let notes: NoteApp;
beforeAll(async () => {
  notes = await noteApp();
});
afterAll(() => notes.app.close());

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD' | 'PATCH' | 'OPTIONS';
type Sent = { headers?: Record<string, string>; payload?: string | object | Buffer };

const send = (method: Method, url: string, { headers = {}, payload }: Sent = {}) =>
  notes.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });

const issuesOf = (response: { json(): { issues?: { path: string }[] } }) =>
  response.json().issues?.map(({ path }) => path);

describe('an answer', () => {
  it('is 200 with bare JSON and an ETag of the revision', async () => {
    const response = await send('GET', noteUrl, { headers: read });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.headers.etag).toBe('"mwuhucw0"');
    expect(response.json()).toMatchObject({ text: noteId });
  });

  it('is 201 where something is created', async () => {
    const response = await send('POST', '/api/notes', { headers: write, payload: { text: 'milk' } });
    expect(response.statusCode).toBe(201);
  });

  it('is 204 without body or content type where something is deleted', async () => {
    const response = await send('DELETE', noteUrl, { headers: write });
    expect(response.statusCode).toBe(204);
    expect(response.body).toBe('');
    expect(response.headers['content-type']).toBeUndefined();
  });

  it('is 201 or 200 as the procedure says, with the ETag that it names', async () => {
    const put = (name: string) => send('POST', `${noteUrl}/files`, { headers: write, payload: { name } });
    const [made, replaced] = [await put('new'), await put('old')];
    expect([made.statusCode, replaced.statusCode]).toEqual([201, 200]);
    expect(replaced.headers.etag).toBe('"mwuhucw0"');
  });

  it('is text as it stands, under a file name', async () => {
    const response = await send('GET', '/api/notes/export', { headers: withScopes('export:read') });
    expect(response.body).toBe('A="1"\n');
    expect(response.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(response.headers['content-disposition']).toBe('attachment; filename="notes.env"');
  });

  it('is JSON where the same procedure answers JSON', async () => {
    const response = await send('GET', '/api/notes/export?json=true', { headers: withScopes('export:read') });
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.json()).toHaveLength(1);
  });

  it('follows an Accept header that prefers JSON', async () => {
    const headers = { ...withScopes('export:read'), accept: 'application/json' };
    expect((await send('GET', '/api/notes/export', { headers })).json()).toHaveLength(1);
  });
});

describe('routing', () => {
  it('runs the procedure of the path itself where one with a parameter comes first in the router', async () => {
    expect((await send('GET', '/api/notes/names', { headers: read })).json()).toEqual(['names']);
  });

  it('decodes parameters of the path', async () => {
    const response = await send('GET', '/api/notes/a%20b%2F%C3%A9', { headers: read });
    expect(response.json()).toMatchObject({ text: 'a b/é' });
  });

  it.each(['/api/Notes', '/API/notes', '/api/notes/', '/api//notes', '/api/nothing'])(
    'does not know %s',
    async (url) => {
      const response = await send('GET', url, { headers: read });
      expect(response.statusCode).toBe(404);
      expect(response.json()).toEqual({ error: 'Route not found', code: 'ROUTE_NOT_FOUND' });
    },
  );

  it.each([
    ['PATCH', '/api/notes', 'GET, HEAD, POST'],
    ['OPTIONS', '/api/notes', 'GET, HEAD, POST'],
    ['PUT', '/api/notes/names', 'GET, HEAD'],
    ['GET', `${noteUrl}/reveal`, 'POST'],
    ['HEAD', '/api/notes/export', 'GET'],
  ] as const)('refuses %s on %s and says what is allowed', async (method, url, allow) => {
    const response = await send(method, url);
    expect(response.statusCode).toBe(405);
    expect(response.headers.allow).toBe(allow);
  });

  it('answers HEAD as GET, without the body', async () => {
    const [get, head] = [await send('GET', noteUrl, { headers: read }), await send('HEAD', noteUrl, { headers: read })];
    expect(head.statusCode).toBe(200);
    expect(head.body).toBe('');
    expect(head.headers).toMatchObject({ etag: get.headers.etag, 'content-length': get.headers['content-length'] });
  });
});

describe('the query', () => {
  it('reads numbers and booleans by the type that the schema declares', async () => {
    const response = await send('GET', '/api/notes?limit=1&done=false&search=1', { headers: read });
    const [{ text }] = response.json();
    expect(JSON.parse(text.slice(0, -2))).toEqual({ limit: 1, done: false, search: '1' });
  });

  it('reads a list from one value and from many', async () => {
    const response = await send('GET', `/api/notes?limit=1&ids=${noteId}&ids=${noteId}`, { headers: read });
    expect(response.json()[0].text).toContain(`"ids":["${noteId}","${noteId}"]`);
  });

  it.each([
    ['?limit=ten', ['limit']],
    ['?limit=', ['limit']],
    ['?limit=0x10', ['limit']],
    ['?done=yes', ['done']],
    ['?done=1', ['done']],
    ['?search=a&search=b', ['search']],
    ['?search=%ff', ['search']],
    ['?colour=red', ['colour']],
    ['?__proto__=1', ['__proto__']],
    ['?constructor=1', ['constructor']],
    ['?toString=1&valueOf=2', ['toString', 'valueOf']],
  ])('refuses %s by name', async (query, paths) => {
    const response = await send('GET', `/api/notes${query}`, { headers: read });
    expect(response.statusCode).toBe(400);
    expect(response.json().code).toBe('VALIDATION_ERROR');
    expect(issuesOf(response)).toEqual(paths);
  });

  it.each([
    ['POST', '/api/notes?text=milk', write],
    ['PUT', `${noteUrl}?done=true`, write],
    ['DELETE', `${noteUrl}?force=1`, write],
    ['GET', '/api/notes/names?x=1', read],
    ['GET', `${noteUrl}?id=${noteId}`, read],
  ] as const)('takes nothing on %s %s', async (method, url, headers) => {
    const payload = method === 'POST' || method === 'PUT' ? { text: 'milk' } : undefined;
    const response = await send(method, url, { headers, ...(payload ? { payload } : {}) });
    expect(response.statusCode).toBe(400);
    expect(response.json().issues[0].message).toBe('This field is not known.');
  });
});

describe('the body', () => {
  const post = (payload: string | Buffer, headers: Record<string, string> = JSON_TYPE) =>
    send('POST', '/api/notes', { headers: { ...write, ...headers }, payload });

  it.each(['application/json', 'Application/JSON; charset=UTF-8', 'application/merge-patch+json'])(
    'may be %s',
    async (type) => {
      expect((await post('{"text":"milk"}', { 'content-type': type })).statusCode).toBe(201);
    },
  );

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['multipart/form-data; boundary=x', {}],
    ['application/json; charset=latin1', {}],
    ['nonsense', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('is 415 as %s', async (type, more) => {
    const response = await post('{"text":"milk"}', { 'content-type': type, ...more });
    expect(response.statusCode).toBe(415);
    expect(response.json().code).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  it('is 415 without a content type', async () => {
    const response = await post(Buffer.from('{"text":"milk"}'), {});
    expect(response.statusCode).toBe(415);
  });

  it('may be missing where nothing is asked, with or without a content type', async () => {
    for (const headers of [{}, JSON_TYPE]) {
      const response = await send('POST', `${noteUrl}/reveal`, {
        headers: { ...withScopes('entries:reveal'), ...headers },
      });
      expect(response.statusCode).toBe(200);
    }
  });

  it.each(['{bad', '', '{"text":"a"} x', '{"text":"\\x"}'].filter(Boolean))(
    'is 400 without issues when it is %s',
    async (text) => {
      const response = await post(text);
      expect(response.statusCode).toBe(400);
      expect(response.json()).toEqual({
        error: 'The body is not well-formed JSON in UTF-8.',
        code: 'VALIDATION_ERROR',
      });
    },
  );

  it.each(['[1,2]', '"text"', 'null', '7'])('is 400 when it is %s rather than an object', async (text) => {
    expect((await post(text)).json()).toEqual({ error: 'The body must be a JSON object.', code: 'VALIDATION_ERROR' });
  });

  it('is 400 when its bytes are no UTF-8', async () => {
    expect((await post(Buffer.from('{"text":"\xff"}', 'latin1'))).statusCode).toBe(400);
  });

  it.each([
    ['{"text":"a","colour":1}', ['colour']],
    ['{"text":"a","__proto__":{"done":true}}', ['__proto__']],
    ['{"text":"a","constructor":1}', ['constructor']],
    ['{"text":"a","tags":{"__proto__":"x"}}', ['tags.__proto__']],
  ])('names the unknown field of %s', async (text, paths) => {
    const response = await post(text);
    expect(response.statusCode).toBe(400);
    expect(issuesOf(response)).toEqual(paths);
  });

  it('cannot say which row the path means', async () => {
    const response = await send('PUT', noteUrl, { headers: write, payload: { id: noteId, done: true } });
    expect(response.statusCode).toBe(400);
    expect(issuesOf(response)).toEqual(['id']);
  });

  it('is refused on GET, and on DELETE where it has fields', async () => {
    const get = await send('GET', '/api/notes', { headers: { ...read, ...JSON_TYPE }, payload: '{"search":"x"}' });
    expect([get.statusCode, get.json().error]).toEqual([400, 'A GET request takes no body.']);
    const remove = await send('DELETE', noteUrl, { headers: write, payload: { id: noteId } });
    expect([remove.statusCode, issuesOf(remove)]).toEqual([400, ['id']]);
    expect((await send('DELETE', noteUrl, { headers: write, payload: {} })).statusCode).toBe(204);
  });

  it('has 1 MiB, and 4 MiB where the procedure says so', async () => {
    const text = (bytes: number) => ({ text: 'x'.repeat(bytes) });
    const over1 = await send('POST', '/api/notes', { headers: write, payload: text(1024 * 1024) });
    expect([over1.statusCode, over1.json().code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    const under4 = await send('PUT', noteUrl, { headers: write, payload: text(4 * 1024 * 1024 - 100) });
    expect(under4.statusCode).toBe(200);
    expect((await send('PUT', noteUrl, { headers: write, payload: text(4 * 1024 * 1024) })).statusCode).toBe(413);
  });
});

describe('the order of checks', () => {
  const bad = { 'content-type': 'text/plain' };

  it('is routing, size, caller, origin, right, content type, validation', async () => {
    const ask = async (method: Method, url: string, sent: Sent) => (await send(method, url, sent)).json().code;
    const huge = 'x'.repeat(1024 * 1024 + 1);
    expect(await ask('PUT', '/api/notes', { headers: bad, payload: huge })).toBe('METHOD_NOT_ALLOWED');
    expect(await ask('POST', '/api/nothing', { headers: bad, payload: huge })).toBe('ROUTE_NOT_FOUND');
    expect(await ask('POST', '/api/notes', { headers: bad, payload: huge })).toBe('PAYLOAD_TOO_LARGE');
    expect(await ask('POST', '/api/notes?x=1', { headers: { 'content-type': 'no type' }, payload: 'x' })).toBe(
      'AUTH_REQUIRED',
    );
    expect(await ask('POST', '/api/notes', { headers: { ...bad, authorization: 'Bearer x' }, payload: 'x' })).toBe(
      'AUTH_INVALID_KEY',
    );
    expect(await ask('POST', '/api/notes', { headers: { ...bad, cookie: 'kagi=live' }, payload: 'x' })).toBe(
      'AUTH_ORIGIN_REJECTED',
    );
    expect(await ask('POST', '/api/notes', { headers: { ...bad, ...read }, payload: 'x' })).toBe('AUTH_SCOPE_REQUIRED');
    expect(await ask('POST', '/api/notes', { headers: { ...bad, ...write }, payload: 'x' })).toBe(
      'UNSUPPORTED_MEDIA_TYPE',
    );
    expect(await ask('POST', '/api/notes', { headers: { ...JSON_TYPE, ...write }, payload: 'x' })).toBe(
      'VALIDATION_ERROR',
    );
  });

  it('lets a header decide alone: its cookie is ignored', async () => {
    const headers = { ...fromPage, authorization: 'Bearer nonsense' };
    expect((await send('GET', '/api/notes', { headers })).json().code).toBe('AUTH_INVALID_KEY');
  });

  it('names WWW-Authenticate where a key would help', async () => {
    const response = await send('GET', '/api/notes');
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.json()).toEqual({ error: 'Unauthorized', code: 'AUTH_REQUIRED' });
  });

  it('lets a session read from anywhere, but an export only from this site', async () => {
    const cookie = { cookie: 'kagi=live' };
    expect((await send('GET', '/api/notes', { headers: cookie })).statusCode).toBe(200);
    expect((await send('GET', '/api/notes/export', { headers: cookie })).json().code).toBe('AUTH_ORIGIN_REJECTED');
    expect((await send('GET', '/api/notes/export', { headers: fromPage })).statusCode).toBe(200);
  });

  it('records a refused right', async () => {
    await send('POST', '/api/session/only', { headers: read });
    expect(notes.recorded.at(-1)).toMatchObject({ action: 'session.only', outcome: 'refused' });
  });
});

describe('headers that change what a request does', () => {
  const create = (key: string) =>
    send('POST', '/api/notes', { headers: { ...write, 'idempotency-key': key }, payload: { text: 'milk' } });

  it('hands Idempotency-Key over with the request', async () => {
    const { text } = (await create('k 1')).json();
    expect(JSON.parse(text.slice('milk '.length))).toEqual({
      route: 'notes.create',
      key: 'k 1',
      body: { text: 'milk' },
    });
  });

  it.each(['', 'x'.repeat(256), 'é'])('refuses %j as Idempotency-Key', async (key) => {
    const response = await create(key);
    expect([response.statusCode, issuesOf(response)]).toEqual([400, ['Idempotency-Key']]);
  });

  it('ignores a strange Idempotency-Key where none is heeded', async () => {
    const headers = { ...read, 'idempotency-key': '' };
    expect((await send('GET', noteUrl, { headers })).statusCode).toBe(200);
  });

  it('hands If-Match over', async () => {
    const headers = { ...write, 'if-match': '"abc"' };
    expect((await send('PUT', noteUrl, { headers, payload: { text: 'milk' } })).json().text).toBe('milk "abc"');
  });

  it.each([
    ['*', 'milk null, new'],
    [' * ', 'milk null, new'],
    ['"abc"', 'milk null'],
  ])('takes If-None-Match: %s for what it is', async (condition, text) => {
    const headers = { ...write, 'if-none-match': condition };
    expect((await send('PUT', noteUrl, { headers, payload: { text: 'milk' } })).json().text).toBe(text);
  });
});

describe('a part of a list', () => {
  it('says where the next one is, with the rest of the query kept', async () => {
    const response = await send('GET', '/api/notes?search=a%26b&limit=3', { headers: read });
    expect(response.headers.link).toBe(`</api/notes?search=a%26b&limit=3&cursor=${noteId}>; rel="next"`);
  });

  it('replaces the cursor', async () => {
    const response = await send('GET', `/api/notes?cursor=${noteId.replace('e11', 'e00')}&limit=1`, { headers: read });
    expect(response.headers.link).toBe(`</api/notes?cursor=${noteId}&limit=1>; rel="next"`);
  });

  it('says nothing when no limit was given', async () => {
    expect((await send('GET', '/api/notes', { headers: read })).headers.link).toBeUndefined();
  });
});

test('tRPC still refuses "false" for a boolean after REST has read one', async () => {
  await send('GET', '/api/notes?done=false&limit=2', { headers: read });
  await send('POST', '/api/notes', { headers: write, payload: { text: 'x', done: true } });
  const url = `/trpc/notes.list?input=${encodeURIComponent('{"done":"false","limit":"2"}')}`;
  const response = await send('GET', url, { headers: read });
  expect(response.statusCode).toBe(400);
  const paths = response.json().error.data.kagi.issues.map(({ path }: { path: string }) => path);
  expect(paths.sort()).toEqual(['done', 'limit']);
});

test('the body of a PUT does not turn "false" into true', async () => {
  const response = await send('PUT', noteUrl, { headers: write, payload: { done: 'false' } });
  expect([response.statusCode, issuesOf(response)]).toEqual([400, ['done']]);
});

test('whatever is sent, no answer is a fault', async () => {
  const odd = fc.constantFrom(
    '__proto__',
    'constructor',
    '%00',
    '%ff',
    '..',
    '',
    'limit',
    'id',
    noteId,
    'ü',
    '{}',
    '*',
    '[]',
  );
  const word = fc.oneof(odd, fc.string());
  const request = fc.record({
    method: fc.constantFrom<Method>('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'),
    path: fc.constantFrom(
      '/api/notes',
      noteUrl,
      `${noteUrl}/files`,
      `${noteUrl}/reveal`,
      '/api/session/only',
      '/trpc/notes.create',
      '/trpc/notes.get',
    ),
    more: fc.option(word),
    query: fc.array(fc.tuple(word, word), { maxLength: 3 }),
    type: fc.constantFrom('application/json', 'text/plain', '', 'application/json; charset="utf-8"', ';;', 'a/b/c'),
    body: fc.oneof(fc.json({ maxDepth: 3 }), fc.string(), fc.uint8Array()),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path, more, query, type, body }) => {
      const search = query.map(([name, value]) => `${name}=${value}`).join('&');
      const written = `${path}${more === null ? '' : `/${more}`}?${search}`;
      const url = encodeURI(written).replaceAll('%25', '%').replaceAll('#', '');
      const headers = { ...fromPage, 'content-type': type };
      const { statusCode } = await send(method, url, {
        headers,
        payload: typeof body === 'string' ? body : Buffer.from(body),
      });
      expect(statusCode).toBeLessThan(500);
    }),
    { numRuns: 500 },
  );
});
