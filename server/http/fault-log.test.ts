import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromPage, type NoteApp, noteApp } from './testing/note-app.ts';

let notes: NoteApp;
beforeAll(async () => {
  notes = await noteApp();
});
afterAll(() => notes.app.close());

async function fail(how: string) {
  notes.lines.length = 0;
  const response = await notes.app.inject({
    method: 'POST',
    url: '/api/notes/fail',
    headers: fromPage,
    payload: { how },
  });
  return { response, log: JSON.stringify(notes.lines), lines: notes.lines };
}

describe('a fault', () => {
  it('is a constant sentence with the id of the request, and its log tells the rest', async () => {
    const { response, log } = await fail('bug');
    const requestId = response.headers['x-request-id'];
    expect(response.statusCode).toBe(500);
    expect(response.json()).toEqual({ error: 'Something went wrong.', code: 'INTERNAL_ERROR', requestId });
    expect(log).toContain('insert into entry');
    expect(log).toContain('note-router.ts');
    expect(log).toContain(String(requestId));
  });

  it.each(['driver', 'parser'])('of a %s is logged without its message, which may quote a secret', async (how) => {
    const { response, log } = await fail(how);
    expect(response.statusCode).toBe(500);
    expect(log).toContain('note-router.ts');
    expect(log).not.toContain('s3cret');
  });

  it('is told on the other wire in the same words', async () => {
    const response = await notes.app.inject({
      method: 'POST',
      url: '/trpc/notes.fail',
      headers: fromPage,
      payload: { how: 'bug' },
    });
    const { error } = response.json();
    expect(response.statusCode).toBe(500);
    expect(error.message).toBe('Something went wrong.');
    expect(error.data.kagi).toEqual({
      error: 'Something went wrong.',
      code: 'INTERNAL_ERROR',
      requestId: response.headers['x-request-id'],
    });
    expect(response.body).not.toContain('insert');
  });

  it('that passes says when to try again, on both wires', async () => {
    const { response, lines } = await fail('busy');
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '7']);
    expect(lines[0]).toMatchObject({ level: 40, code: 'UNAVAILABLE' });
    const url = '/trpc/notes.fail';
    const other = await notes.app.inject({ method: 'POST', url, headers: fromPage, payload: { how: 'busy' } });
    expect([other.statusCode, other.headers['retry-after']]).toEqual([503, '7']);
  });
});

describe('the log of a request', () => {
  it('holds what is listed and nothing else', async () => {
    notes.lines.length = 0;
    const headers = { ...fromPage, 'user-agent': 'secret-agent', 'idempotency-key': 'secret-key' };
    await notes.app.inject({ url: '/api/notes/secret-name?search=secret-search', headers });
    const [line] = notes.lines;
    expect(line).toMatchObject({ msg: 'request', method: 'GET', route: '/api/notes/:id', status: 400 });
    expect(Object.keys(line ?? {}).sort()).toEqual(
      ['caller', 'hostname', 'level', 'method', 'ms', 'msg', 'pid', 'requestId', 'route', 'status', 'time'].sort(),
    );
    expect(line?.caller).toEqual({ kind: 'session', id: expect.any(String) });
    expect(JSON.stringify(line)).not.toContain('secret');
    expect(JSON.stringify(line)).not.toContain('live');
  });

  it('does not name a path that no route has', async () => {
    notes.lines.length = 0;
    await notes.app.inject({ url: '/secret-path', headers: fromPage });
    expect(notes.lines).toMatchObject([{ route: 'unknown', status: 404, caller: null }]);
  });
});
