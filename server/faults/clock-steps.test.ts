import { globSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOwn } from '#server/testing/own-database.ts';
import type { Ask } from './testing/ask.ts';
import { type Home, OWNER, type Owner, ownerOf, type Served, vaultHome } from './testing/home.ts';

// A server whose own clock is days off, on a PostgreSQL whose clock is right. On the embedded database there is one
// clock alone, that of the machine.

const LIBRARY = ['/usr/lib/*/faketime/libfaketimeMT.so.1', '/usr/lib{,64}/faketime/libfaketimeMT.so.1'];
const library = globSync(LIBRARY)[0];
const isPossible = Boolean(process.env.KAGI_TEST_POSTGRES_URL) && library !== undefined;
if (library === undefined) console.log('No clock can be moved here: install faketime.');

/** What makes a process see its clock so far off, and its timers as they are. */
const clockOff = (by: string) => ({ LD_PRELOAD: library, FAKETIME: by, FAKETIME_DONT_FAKE_MONOTONIC: '1' });

let home: Home;
let live: Owner;
let seed = '';
const ended = { session: {}, key: {} };

describe.runIf(isPossible)('a server whose clock is off', () => {
  beforeAll(async () => {
    home = await vaultHome();
    const server = await home.start();
    const idle = await ownerOf(server);
    live = await ownerOf(server);
    // As it is after a day without use.
    const db = await openOwn(home.settings.DATABASE_URL ?? null, '');
    await db
      .fork()
      .execute(
        "update session set last_used_at = now() - interval '1 day' where created_at in (select min(created_at) from session)",
      );
    await db.close();
    ended.session = idle.session;
    ended.key = await keyThatExpires(server, live);
    seed = await turnOnSecondStep(server.as(live.session));
    expect(await server.stop()).toBe(0);
  });
  afterAll(() => home.remove());

  test('takes codes of the time that it sees, and of no other; set back, none that may have been used', async () => {
    const ahead = await home.start(clockOff('+30d'));
    expect(await signInWith(ahead, codeAt(Date.now()))).toEqual([401, 'AUTH_CODE_INVALID']);
    expect(await signInWith(ahead, codeAt(Date.now() + 30 * DAY_MS))).toEqual([204, undefined]);
    expect(await ahead.stop()).toBe(0);
    const back = await home.start(clockOff('-1h'));
    for (const at of [Date.now(), Date.now() - HOUR_MS])
      expect(await signInWith(back, codeAt(at))).toEqual([401, 'AUTH_CODE_INVALID']);
    expect(await back.stop()).toBe(0);
  });

  test.each(['-30d', '-1h', '+30d'])(
    'by %s ends no session and no key before its time, and brings none back',
    async (by) => {
      const server = await home.start(clockOff(by));
      const statusOf = async (who: Record<string, string>) => (await server.as(who)('GET', '/api/entries')).status;
      const shown = Date.parse((await server.as({})('GET', '/healthz')).headers.date ?? '');
      expect(Math.sign(shown - Date.now())).toBe(by.startsWith('-') ? -1 : 1);
      expect([await statusOf(ended.session), await statusOf(ended.key)]).toEqual([401, 401]);
      expect([await statusOf(live.session), await statusOf(live.key)]).toEqual([200, 200]);
      expect(await server.stop()).toBe(0);
    },
  );
});

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const codeAt = (timestamp: number) => TOTP.generate({ secret: Secret.fromBase32(seed), timestamp });

async function turnOnSecondStep(ask: Ask): Promise<string> {
  const { json } = await ask('POST', '/api/account/second-step/seed');
  const secret = String(json.secret);
  const code = TOTP.generate({ secret: Secret.fromBase32(secret) });
  const { status, text } = await ask('POST', '/api/account/second-step', { body: { secret, code } });
  expect(status, text).toBeLessThan(300);
  return secret;
}

async function signInWith({ as }: Served, code: string) {
  const ask = as({ 'sec-fetch-site': 'same-origin' });
  const { status, json } = await ask('POST', '/api/auth/sign-in', { body: { ...OWNER, code } });
  return [status, json.code];
}

/** Makes a key that is good for a moment, and waits until it is over. */
async function keyThatExpires(server: Awaited<ReturnType<Home['start']>>, { session }: Owner) {
  const expiresAt = new Date(Date.now() + 2_000).toISOString();
  const body = { name: 'Short', scopes: ['entries:read'], expiresAt };
  const { json, status, text } = await server.as(session)('POST', '/api/access-keys', { body });
  expect(status, text).toBe(201);
  const key = { authorization: `Bearer ${json.key}` };
  while ((await server.as(key)('GET', '/api/entries')).status === 200) await setImmediate();
  return key;
}
