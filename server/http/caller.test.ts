import { describe, expect, it } from 'vitest';
import { prefersJson } from './accept.ts';
import { cookieValue } from './cookie.ts';
import { sameOriginCheck } from './same-origin.ts';
import { fromPage, noteApp, withScopes } from './testing/note-app.ts';

describe('an Accept header', () => {
  it.each([
    ['application/json', true],
    ['application/json, text/plain, */*', true],
    ['text/plain;q=0.5, application/json', true],
    ['TEXT/PLAIN;Q=0.1,APPLICATION/JSON;Q=0.2', true],
    ['text/plain, application/json', false],
    ['text/plain, application/json;q=0.9', false],
    ['application/json;q=0', false],
    ['*/*', false],
    ['application/jsonl', false],
    [undefined, false],
  ])('%s prefers JSON: %s', (header, expected) => {
    expect(prefersJson(header)).toBe(expected);
  });
});

describe('a cookie', () => {
  it.each([
    ['kagi=a', 'a'],
    ['x=1; kagi=a=b; y=2', 'a=b'],
    ['kagi=first; kagi=second', 'first'],
    ['notkagi=a; kagix=b', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('is found in %j', (header, expected) => {
    expect(cookieValue(header, 'kagi')).toBe(expected);
  });

  it('is another one over HTTPS, which plain HTTP cannot set', async () => {
    const { app } = await noteApp({ publicUrl: new URL('https://kagi.example.test') });
    const status = async (cookie: string) => (await app.inject({ url: '/api/notes', headers: { cookie } })).statusCode;
    expect([await status('kagi=live'), await status('__Host-kagi=live')]).toEqual([401, 200]);
    await app.close();
  });
});

describe('a request shows that it comes from this site', () => {
  const local = sameOriginCheck(new URL('http://127.0.0.1:3000'));
  const remote = sameOriginCheck(new URL('https://kagi.example.test/'));

  it.each([
    [local, { 'sec-fetch-site': 'same-origin' }, true],
    [local, { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, true],
    [local, { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1:3000' }, false],
    [local, { 'sec-fetch-site': 'same-site' }, false],
    [local, { 'sec-fetch-site': 'none' }, false],
    [local, { origin: 'http://127.0.0.1:3000' }, true],
    [local, { origin: 'http://localhost:3000' }, true],
    [local, { origin: 'http://[::1]:3000' }, true],
    [local, { origin: 'http://localhost:3001' }, false],
    [local, { origin: 'null' }, false],
    [local, {}, false],
    [remote, { origin: 'https://kagi.example.test' }, true],
    [remote, { origin: 'http://kagi.example.test' }, false],
    [remote, { origin: 'https://kagi.example.test.evil.example' }, false],
    [remote, { origin: 'https://localhost' }, false],
  ])('%#: %j → %s', (check, headers, expected) => {
    expect(check(headers)).toBe(expected);
  });
});

describe('the address of a client', () => {
  /** Where the audit log says that a refused request came from. */
  async function addressOf(trustedProxies: string[], forwarded: string): Promise<string | null | undefined> {
    const { app, recorded } = await noteApp({ trustedProxies });
    const headers = { ...withScopes('none'), 'x-forwarded-for': forwarded, 'user-agent': 'x'.repeat(1000) };
    await app.inject({ url: '/api/notes', headers, remoteAddress: '::ffff:127.0.0.1' });
    await app.close();
    const [event] = recorded;
    expect(event?.origin.userAgent).toHaveLength(256);
    return event?.origin.address;
  }

  it('is its own, whatever it says of itself', async () => {
    expect(await addressOf([], '203.0.113.9')).toBe('127.0.0.1');
  });

  it('is what a trusted proxy says', async () => {
    expect(await addressOf(['127.0.0.0/8'], '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9');
  });

  it('is not what an untrusted proxy says', async () => {
    expect(await addressOf(['10.0.0.0/8'], '203.0.113.9')).toBe('127.0.0.1');
  });
});

describe('the limit of requests', () => {
  it('is per key and session, says when to come back, and stands before every right', async () => {
    const { app } = await noteApp({ rateLimit: 2 });
    const ask = (headers: Record<string, string>) => app.inject({ url: '/api/notes', headers });
    const byKey = withScopes('none');
    expect((await ask(byKey)).statusCode).toBe(403);
    expect((await ask(byKey)).statusCode).toBe(403);
    const refused = await ask(byKey);
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await ask(fromPage)).statusCode).toBe(200);
    await app.close();
  });

  it('is none by default', async () => {
    const { app } = await noteApp();
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async () => (await app.inject({ url: '/api/notes', headers: fromPage })).statusCode),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    await app.close();
  });
});
