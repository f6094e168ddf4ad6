import type { InjectOptions } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newResetLink } from '#server/auth/admin.ts';
import { authenticate } from '#server/auth/authenticate.ts';
import { inTransaction } from '#server/auth/context.ts';
import { newLink } from '#server/auth/links.ts';
import { setupLink } from '#server/auth/setup.ts';
import { ago, PASSWORD, type TestAuth, testAuth } from '#server/auth/testing/auth.ts';
import type { Config } from '#server/config.ts';
import { newId } from '#server/crypto/ids.ts';
import { type Events, openEvents } from '#server/events/events.ts';
import { VaultError } from '#shared/errors.ts';
import { authRoutes } from './auth-routes.ts';
import { contextMaker } from './context.ts';
import { methodGuard } from './methods.ts';
import { bareServer, TIMEOUTS } from './server.ts';
import type { Services } from './services.ts';

type Site = Awaited<ReturnType<typeof siteOf>>;

let auth: TestAuth;
let events: Events;
let site: Site;
beforeAll(async () => {
  auth = await testAuth();
  events = await openEvents(auth.db);
  site = await siteOf({});
});
afterAll(async () => {
  await events.close();
  await auth.db.close();
});

const NEXT = 'quite another lamp, far off';
const OURS = { origin: 'http://127.0.0.1:3000' };
const tokenIn = (url: string | null) => new URL(url ?? '').hash.replace('#token=', '');

async function siteOf(settings: Partial<Config>, state = auth.state) {
  const { db, keyring, audit } = auth;
  const config: Config = { ...auth.config, ...settings };
  // No route of these tests lets a model or the matcher pick.
  const pickers = {} as Services['pickers'];
  const log = pino({ level: 'silent' });
  const services = { config, db, keyring: () => keyring, audit, events, pickers, auth: state, log };
  const app = bareServer(services, TIMEOUTS);
  const guard = methodGuard(app);
  await app.register(authRoutes, { services, makeContext: contextMaker(services, authenticate) });
  guard.close();
  return app;
}

/** What a request is answered: its status, code, body, and the cookie that it sets. */
async function ask(method: 'GET' | 'POST' | 'PUT' | 'OPTIONS', path: string, rest: InjectOptions = {}, at = site) {
  const url = `/api/auth/${path}`;
  const { statusCode, payload, headers, cookies } = await at.inject({ method, url, ...rest });
  const body = payload === '' ? null : JSON.parse(payload);
  return { status: statusCode, code: body?.code ?? null, body, headers, cookie: cookies[0] };
}

const post = (path: string, payload: object, headers: Record<string, string> = {}, at = site) =>
  ask('POST', path, { payload, headers }, at);

async function givenSignedIn(password: string | null = PASSWORD) {
  const user = await auth.givenUser(undefined, password);
  const { id, token } = await auth.givenSession(user.id);
  const cookie = { cookie: `kagi=${token}` };
  return { user, sessionId: id, cookie, headers: { ...cookie, ...OURS } };
}

async function givenInvitation(email = `${newId()}@example.test`) {
  const { id: ownerId } = await auth.givenUser();
  const { url } = await inTransaction(auth.deps(), (tx) => newLink(tx, { kind: 'invitation', ownerId, email }));
  return { email, token: tokenIn(url) };
}

describe('setup', () => {
  test('makes the first owner once, and the page is told whether it is still to do', async () => {
    const providers = { password: true, keycloak: false };
    expect((await ask('GET', 'providers')).body).toEqual({ ...providers, setupRequired: true });
    const owner = { email: 'Owner@Example.test', name: ' Owner ', password: PASSWORD };
    expect(await post('setup', { ...owner, token: 'x'.repeat(43) })).toMatchObject({
      status: 401,
      code: 'SETUP_TOKEN_INVALID',
      cookie: undefined,
    });
    const input = { ...owner, token: tokenIn(await setupLink(auth.deps())) };
    expect(await post('setup', { ...input, password: 'password1234' })).toMatchObject({
      status: 400,
      code: 'PASSWORD_TOO_WEAK',
    });
    const { status, body, cookie } = await post('setup', input);
    expect({ status, body }).toEqual({ status: 204, body: null });
    const session = await ask('GET', 'session', { headers: { cookie: `kagi=${cookie?.value}` } });
    expect(session.body.user).toEqual({ id: expect.any(String), email: 'owner@example.test', name: 'Owner' });
    expect(await post('setup', input)).toMatchObject({ status: 409, code: 'SETUP_DONE' });
    expect((await ask('GET', 'providers')).body).toEqual({ ...providers, setupRequired: false });
  });
});

describe('sign-in', () => {
  test('answers 204 and the cookie, and the session says whose it is', async () => {
    const user = await auth.givenUser();
    const { status, body, cookie, headers } = await post('sign-in', { email: user.email, password: PASSWORD });
    expect({ status, body }).toEqual({ status: 204, body: null });
    expect(headers['cache-control']).toBe('no-store');
    expect(cookie).toEqual({
      name: 'kagi',
      value: expect.stringMatching(/^[\w-]{43}$/),
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      maxAge: 604_800,
    });
    const session = await ask('GET', 'session', { headers: { cookie: `kagi=${cookie?.value}` } });
    expect(session.body).toEqual({
      user: { id: user.id, email: user.email, name: 'Ada' },
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  test('over HTTPS sets a cookie that is bound to this host', async () => {
    const user = await auth.givenUser();
    const https = await siteOf({ publicUrl: new URL('https://kagi.example.com') });
    const { cookie } = await post('sign-in', { email: user.email, password: PASSWORD }, {}, https);
    expect(cookie).toMatchObject({ name: '__Host-kagi', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(cookie?.domain).toBeUndefined();
    const plain = await ask('GET', 'session', { headers: { cookie: `kagi=${cookie?.value}` } }, https);
    expect(plain.status).toBe(401);
    const bound = await ask('GET', 'session', { headers: { cookie: `__Host-kagi=${cookie?.value}` } }, https);
    expect(bound.status).toBe(200);
  });

  test('answers a wrong password and an unknown e-mail with the same bytes, and no cookie', async () => {
    const user = await auth.givenUser();
    const wrong = await post('sign-in', { email: user.email, password: 'not the one that was set' });
    const unknown = await post('sign-in', { email: 'nobody@example.test', password: 'not the one that was set' });
    const error = 'The e-mail or the password is wrong.';
    expect(wrong).toMatchObject({ status: 401, body: { error, code: 'AUTH_INVALID_CREDENTIALS' }, cookie: undefined });
    expect({ status: unknown.status, body: unknown.body }).toEqual({ status: wrong.status, body: wrong.body });
    expect(wrong.headers['www-authenticate']).toBeUndefined();
  });

  test('answers 429 and when to come back after five wrong passwords', async () => {
    const user = await auth.givenUser();
    for (let i = 0; i < 5; i++) await post('sign-in', { email: user.email, password: 'wrong' });
    const { status, code, headers } = await post('sign-in', { email: user.email, password: PASSWORD });
    expect({ status, code }).toEqual({ status: 429, code: 'RATE_LIMITED' });
    expect(Number(headers['retry-after'])).toBeGreaterThan(20);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(30);
  });

  test('answers 503 and when to come back when too many passwords wait', async () => {
    const user = await auth.givenUser();
    const full = () => Promise.reject(new VaultError('UNAVAILABLE', { retryAfterSeconds: 2 }));
    const state = { ...auth.state, passwords: { ...auth.state.passwords, matches: full } };
    const busy = await siteOf({}, state);
    const { status, code, headers } = await post('sign-in', { email: user.email, password: PASSWORD }, {}, busy);
    expect({ status, code, retry: headers['retry-after'] }).toEqual({ status: 503, code: 'UNAVAILABLE', retry: '2' });
  });
});

describe('accept', () => {
  test('answers 204 and the cookie of the new account, once', async () => {
    const { token, email } = await givenInvitation();
    const input = { token, email, name: 'Grace', password: NEXT };
    const { status, cookie } = await post('accept', input);
    expect(status).toBe(204);
    const session = await ask('GET', 'session', { headers: { cookie: `kagi=${cookie?.value}` } });
    expect(session.body.user).toMatchObject({ email, name: 'Grace' });
    expect(await post('accept', input)).toMatchObject({ status: 404, code: 'INVITATION_NOT_FOUND', cookie: undefined });
  });

  test('sets a new password by a link that asks for nothing else', async () => {
    const user = await auth.givenUser();
    const { url } = await newResetLink(auth.deps(), user.email);
    expect((await post('accept', { token: tokenIn(url), password: NEXT })).status).toBe(204);
    expect((await post('sign-in', { email: user.email, password: NEXT })).status).toBe(204);
  });

  test('names the field that is missing, and the e-mail that is taken', async () => {
    const invited = await givenInvitation();
    const nameless = await post('accept', { token: invited.token, password: NEXT });
    expect(nameless).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR', issues: [{ path: 'name' }] } });
    const { email } = await auth.givenUser();
    const taken = await givenInvitation(email);
    const input = { token: taken.token, name: 'Grace', password: NEXT };
    expect(await post('accept', input)).toMatchObject({ status: 409, code: 'EMAIL_IN_USE', cookie: undefined });
  });
});

describe('a session', () => {
  test('ends with sign-out, which clears the cookie and leads nowhere else', async () => {
    const { headers, cookie: credentials, user, sessionId } = await givenSignedIn();
    const { status, body, cookie } = await ask('POST', 'sign-out', { headers });
    expect({ status, body }).toEqual({ status: 200, body: { redirectTo: null } });
    expect(cookie).toMatchObject({ name: 'kagi', value: '', maxAge: 0, path: '/' });
    expect(await ask('GET', 'session', { headers: credentials })).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
    const event = { action: 'session.end', outcome: 'ok', callerLabel: user.email, objectId: sessionId };
    expect(await auth.eventsOf(user.id)).toMatchObject([event]);
  });

  test('becomes fresh by its password, which allows a new password, which ends the others', async () => {
    const { headers, user, sessionId } = await givenSignedIn();
    const other = await auth.givenSession(user.id);
    await auth.moveSession(sessionId, { freshAt: ago(3_600_000) });
    const change = { current: PASSWORD, next: NEXT };
    expect(await post('password', change, headers)).toMatchObject({ status: 403, code: 'AUTH_FRESH_SIGN_IN_REQUIRED' });
    expect(await post('reauthenticate', { password: 'wrong' }, headers)).toMatchObject({
      status: 401,
      code: 'AUTH_INVALID_CREDENTIALS',
    });
    expect(await post('reauthenticate', { password: PASSWORD }, headers)).toMatchObject({ status: 204, body: null });
    expect(await post('password', { ...change, current: 'wrong' }, headers)).toMatchObject({
      status: 401,
      code: 'AUTH_INVALID_CREDENTIALS',
    });
    expect(await post('password', { ...change, next: 'password1234' }, headers)).toMatchObject({
      status: 400,
      code: 'PASSWORD_TOO_WEAK',
    });
    expect(await post('password', change, headers)).toMatchObject({ status: 204, body: null, cookie: undefined });
    expect((await ask('GET', 'session', { headers })).status).toBe(200);
    expect((await ask('GET', 'session', { headers: { cookie: `kagi=${other.token}` } })).status).toBe(401);
    const outcomes = (await auth.eventsOf(user.id)).map(({ action, outcome, reason }) => [action, outcome, reason]);
    expect(outcomes).toEqual([
      ['account.password', 'refused', 'AUTH_FRESH_SIGN_IN_REQUIRED'],
      ['sign-in.reauthenticate', 'failed', 'AUTH_INVALID_CREDENTIALS'],
      ['sign-in.reauthenticate', 'ok', null],
      ['account.password', 'failed', 'AUTH_INVALID_CREDENTIALS'],
      ['account.password', 'ok', null],
    ]);
  });

  test('that was changed past the server is no session', async () => {
    const { headers, sessionId } = await givenSignedIn();
    await auth.forge(`update session set fresh_at = now() + interval '1 hour' where id = '${sessionId}'`);
    expect(await ask('GET', 'session', { headers })).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
  });
});

const OPEN = { setup: {}, 'sign-in': {}, accept: {} };
const OWN = { 'sign-out': {}, reauthenticate: { password: PASSWORD }, password: { current: PASSWORD, next: NEXT } };
const POSTS = Object.keys({ ...OPEN, ...OWN });

describe('where a request comes from', () => {
  test.each(Object.keys(OPEN))('%s takes a program that says nothing, and this site', async (path) => {
    for (const headers of [{}, OURS, { origin: 'http://localhost:3000' }, { 'sec-fetch-site': 'same-origin' }]) {
      expect(await post(path, {}, headers)).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
    }
  });

  test.each(POSTS)('%s refuses another site before it looks at the body', async (path) => {
    const { cookie } = await givenSignedIn();
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { ...OURS, 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of foreign) {
      const answer = await ask('POST', path, { payload: 'nonsense', headers: { ...cookie, ...headers } });
      expect(answer).toMatchObject({ status: 403, code: 'AUTH_ORIGIN_REJECTED' });
    }
  });

  test.each(Object.entries(OWN))('%s refuses a cookie that comes from nowhere', async (path, input) => {
    const { cookie } = await givenSignedIn();
    expect(await post(path, input, cookie)).toMatchObject({ status: 403, code: 'AUTH_ORIGIN_REJECTED' });
    expect((await ask('GET', 'session', { headers: cookie })).status).toBe(200);
  });
});

describe('who is calling', () => {
  test.each([...Object.keys(OWN), 'session'])('%s refuses a stranger, whatever he sends', async (path) => {
    const method = path === 'session' ? 'GET' : 'POST';
    const body = method === 'POST' ? { payload: '<xml/>', headers: { 'content-type': 'text/xml' } } : {};
    const { status, body: answer, headers } = await ask(method, path, body);
    expect({ status, answer }).toEqual({ status: 401, answer: { error: 'Unauthorized', code: 'AUTH_REQUIRED' } });
    expect(headers['www-authenticate']).toBe('Bearer');
  });

  test.each([...Object.keys(OWN), 'session'])('%s refuses an access key, and records it', async (path) => {
    const user = await auth.givenUser();
    const { key } = await auth.givenKey(user.id);
    const method = path === 'session' ? 'GET' : 'POST';
    const answer = await ask(method, path, { headers: { authorization: `Bearer ${key}` } });
    expect(answer).toMatchObject({ status: 403, code: 'AUTH_SESSION_REQUIRED' });
    const event = { outcome: 'refused', callerKind: 'accessKey', reason: 'AUTH_SESSION_REQUIRED' };
    expect(await auth.eventsOf(user.id)).toMatchObject([event]);
  });
});

describe('what a request says', () => {
  test.each(POSTS)(
    '%s refuses what is not JSON in UTF-8, not an object, too large, or said in the address',
    async (path) => {
      const { headers } = await givenSignedIn();
      const json = { ...headers, 'content-type': 'application/json' };
      const refusals: [InjectOptions, number, string][] = [
        [
          { payload: 'a=b', headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } },
          415,
          'UNSUPPORTED_MEDIA_TYPE',
        ],
        [{ payload: '{}', headers }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
        [{ payload: '{"email":', headers: json }, 400, 'VALIDATION_ERROR'],
        [{ payload: '[]', headers: json }, 400, 'VALIDATION_ERROR'],
        [{ payload: `{"token":"${'x'.repeat(1024 * 1024)}"}`, headers: json }, 413, 'PAYLOAD_TOO_LARGE'],
        [{ query: { password: 'x' }, headers }, 400, 'VALIDATION_ERROR'],
      ];
      for (const [request, status, code] of refusals) {
        expect(await ask('POST', path, request)).toMatchObject({ status, code, cookie: undefined });
      }
    },
  );

  test.each(POSTS)('%s refuses a field that it does not know, by its name', async (path) => {
    const { headers } = await givenSignedIn();
    const { status, body } = await post(path, { rememberMe: true }, headers);
    expect(status).toBe(400);
    expect(body.issues).toContainEqual({ path: 'rememberMe', message: 'This field is not known.' });
  });

  test('never repeats a password', async () => {
    const { headers } = await givenSignedIn();
    const secret = 'hunter2 and more of it';
    const answers = [
      await post('sign-in', { email: 'no e-mail', password: secret }),
      await post('password', { current: secret, next: [secret] }, headers),
      await ask('POST', 'sign-in', {
        payload: `{"password":"${secret}`,
        headers: { 'content-type': 'application/json' },
      }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(400);
      expect(JSON.stringify(body)).not.toContain('hunter2');
    }
  });
});

describe('routing', () => {
  test.each([...POSTS, 'providers', 'session'])('%s says which methods it has', async (path) => {
    const isRead = path === 'providers' || path === 'session';
    for (const method of ['PUT', 'OPTIONS', isRead ? 'POST' : 'GET'] as const) {
      const { status, code, headers } = await ask(method, path);
      expect({ status, code, allow: headers.allow }).toEqual({
        status: 405,
        code: 'METHOD_NOT_ALLOWED',
        allow: isRead ? 'GET, HEAD' : 'POST',
      });
    }
  });
});

test('where passwords let nobody in, every way in by password says so', async () => {
  const { headers } = await givenSignedIn();
  const { token } = await givenInvitation();
  const off = await siteOf({ passwordSignIn: false });
  const inputs = {
    setup: { token, email: 'a@example.test', name: 'A', password: NEXT },
    'sign-in': { email: 'a@example.test', password: NEXT },
    accept: { token, name: 'A', password: NEXT },
    reauthenticate: OWN.reauthenticate,
    password: OWN.password,
  };
  for (const [path, input] of Object.entries(inputs)) {
    expect(await post(path, input, headers, off)).toMatchObject({ status: 403, code: 'PASSWORD_SIGN_IN_OFF' });
  }
  const providers = await ask('GET', 'providers', {}, off);
  expect(providers.body).toEqual({ password: false, keycloak: false, setupRequired: false });
});
