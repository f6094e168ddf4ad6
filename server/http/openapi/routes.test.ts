import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NoteApp, noteApp } from '#server/http/testing/note-app.ts';

let notes: NoteApp;
beforeAll(async () => {
  notes = await noteApp();
});
afterAll(() => notes.app.close());

const get = (url: string, headers: Record<string, string> = {}) => notes.app.inject({ url, headers });

describe('/api/openapi', () => {
  it('is the document, for anyone, and may be kept for an hour', async () => {
    const response = await get('/api/openapi');
    expect(response.json()).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/api' }] });
    expect(Object.keys(response.json().paths)).toContain('/notes/{id}');
    expect(response.headers['cache-control']).toBe('public, max-age=3600');
  });

  it('comes compressed, each form under an ETag of its own', async () => {
    const plain = await get('/api/openapi');
    const br = await get('/api/openapi', { 'accept-encoding': 'gzip, br' });
    const gzip = await get('/api/openapi', { 'accept-encoding': 'gzip, br;q=0' });
    expect([br.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual(['br', 'gzip']);
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(plain.body);
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body);
    expect(new Set([plain, br, gzip].map(({ headers }) => headers.etag)).size).toBe(3);
    expect(plain.headers.vary).toBe('accept-encoding');
  });

  it('is 304 for whoever has it', async () => {
    const etag = String((await get('/api/openapi')).headers.etag);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await get('/api/openapi', { 'if-none-match': known });
      expect([response.statusCode, response.body, response.headers.etag]).toEqual([304, '', etag]);
    }
    expect((await get('/api/openapi', { 'if-none-match': '"other"' })).statusCode).toBe(200);
  });

  it('answers HEAD, and takes neither query nor change', async () => {
    const head = await notes.app.inject({ method: 'HEAD', url: '/api/openapi' });
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect((await get('/api/openapi?x=1')).json().issues[0].path).toBe('x');
    expect((await notes.app.inject({ method: 'POST', url: '/api/openapi' })).statusCode).toBe(405);
  });
});

describe('/api/docs', () => {
  it('is a page without anything inline, that may write styles and ask nobody else', async () => {
    const response = await get('/api/docs');
    const policy = String(response.headers['content-security-policy']);
    expect(policy).toContain("style-src 'self' 'unsafe-inline'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(response.body).not.toMatch(/<script(?![^>]* src="\/docs-assets\/)/);
    expect(response.body).not.toMatch(/https?:/);
  });

  it('finds every script that it names here, kept by browsers', async () => {
    const { body } = await get('/api/docs');
    const [, start = ''] = /src="([^"]+)"/.exec(body) ?? [];
    const script = await get(start);
    const [, imported = ''] = /from '\.\/([^']+)'/.exec(script.body) ?? [];
    const reference = await get(new URL(imported, `http://x${start}`).pathname);
    for (const found of [script, reference]) {
      expect(found.statusCode).toBe(200);
      expect(found.headers['content-type']).toContain('javascript');
      expect(found.headers['cache-control']).toBe('public, max-age=604800');
    }
  });

  it('hands out scripts alone', async () => {
    for (const file of [
      '%00.js',
      '.hidden.js',
      'a%5c..%5cb.js',
      `${'x'.repeat(300)}.js`,
      'reference',
      'page.html',
      'reference/standalone.esm.js.map',
      'reference/../../package.json',
    ]) {
      expect((await get(`/docs-assets/${file}`)).statusCode).toBe(404);
    }
  });

  it('has no failure of its own for odd headers', async () => {
    const asset = '/docs-assets/start.js';
    expect((await get(asset, { range: 'bytes=99999999-' })).statusCode).toBe(200);
    const changed = await get(asset, { 'if-match': '"other"' });
    expect([changed.statusCode, changed.json().code]).toEqual([412, 'PRECONDITION_FAILED']);
  });
});
