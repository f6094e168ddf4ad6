import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NoteApp, noteApp } from './testing/note-app.ts';

const HTML = { accept: 'text/html,application/xhtml+xml' };
const SCRIPT = 'console.log("kagi");\n'.repeat(100);

describe('without a built web app', () => {
  let notes: NoteApp;
  beforeAll(async () => {
    notes = await noteApp({}, { webRoot: '/nowhere' });
  });
  afterAll(() => notes.app.close());

  it('a page says where the API is', async () => {
    const response = await notes.app.inject('/');
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(response.body).toContain('href="/api/docs"');
  });

  it('a person who goes astray gets that page as 404, a program JSON', async () => {
    const person = await notes.app.inject({ url: '/keys', headers: HTML });
    expect([person.statusCode, person.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    const program = await notes.app.inject('/keys');
    expect([program.statusCode, program.json().code]).toEqual([404, 'ROUTE_NOT_FOUND']);
  });
});

describe('with a built web app', () => {
  const root = mkdtempSync(join(tmpdir(), 'kagi-web-'));
  let notes: NoteApp;
  beforeAll(async () => {
    mkdirSync(join(root, 'assets'));
    writeFileSync(join(root, 'index.html'), '<!doctype html><title>App</title>');
    writeFileSync(join(root, 'door.html'), '<!doctype html><title>Door</title>');
    writeFileSync(join(root, 'favicon.svg'), '<svg/>');
    writeFileSync(join(root, 'assets', 'main-abc.js'), SCRIPT);
    writeFileSync(join(root, 'assets', 'main-abc.js.br'), brotliCompressSync(SCRIPT));
    notes = await noteApp({}, { webRoot: root });
  });
  afterAll(async () => {
    await notes.app.close();
    rmSync(root, { recursive: true });
  });

  const get = (url: string, headers = {}) => notes.app.inject({ url, headers });

  it('every address of the app draws the app, and is asked for anew', async () => {
    for (const url of ['/', '/keys', '/projects/Shop%20%C3%A9', '/audit?action=x']) {
      const response = await get(url, HTML);
      expect([response.statusCode, response.headers['cache-control']]).toEqual([200, 'no-cache']);
      expect(response.body).toContain('<title>App</title>');
    }
  });

  it.each(['/sign-in', '/setup', '/accept', '/sign-in?returnTo=%2Fkeys'])('%s draws the door', async (url) => {
    const response = await get(url, HTML);
    expect([response.statusCode, response.headers['cache-control']]).toEqual([200, 'no-cache']);
    expect(response.body).toContain('<title>Door</title>');
  });

  it.each(['/api/x', '/api', '/trpc/', '/assets/gone.js', '/icons/gone.svg'])(
    '%s is no address of the app',
    async (url) => {
      const response = await get(url, HTML);
      expect([response.statusCode, response.json().code]).toEqual([404, 'ROUTE_NOT_FOUND']);
    },
  );

  it('/apis and the like are', async () => {
    expect((await get('/apis', HTML)).statusCode).toBe(200);
  });

  it('a change is never answered by the page', async () => {
    const response = await notes.app.inject({ method: 'POST', url: '/keys', headers: HTML });
    expect([response.statusCode, response.json().code]).toEqual([404, 'ROUTE_NOT_FOUND']);
  });

  it('assets are kept for good, and come as they were compressed at build', async () => {
    const plain = await get('/assets/main-abc.js');
    expect(plain.body).toBe(SCRIPT);
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const compressed = await get('/assets/main-abc.js', { 'accept-encoding': 'br' });
    expect(compressed.headers['content-encoding']).toBe('br');
    expect(compressed.rawPayload).toEqual(brotliCompressSync(SCRIPT));
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it.each(['/assets/%2e%2e/%2e%2e/package.json', '/..%2fpackage.json'])(
    'nothing else is handed out: %s',
    async (url) => {
      expect((await get(url)).statusCode).toBe(404);
    },
  );
});
