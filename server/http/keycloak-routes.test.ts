import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeycloakConfig } from '#server/config.ts';
import { newId } from '#server/crypto/ids.ts';
import { PUBLIC_URL, type TestSites, testSites } from '#server/testing/keycloak.ts';
import { type TestProvider, testProvider } from '#server/testing/provider.ts';
import { keycloakRoutes } from './keycloak-routes.ts';

const LOGIN = `${PUBLIC_URL.origin}/api/auth/login/keycloak`;
const CALLBACK = `${PUBLIC_URL.origin}/api/auth/callback/keycloak`;

let sites: TestSites;
let provider: TestProvider;
/** To which vault the provider delivers its back-channel requests. */
let deliver: typeof fetch;

beforeAll(async () => {
  sites = await testSites();
  provider = await testProvider(PUBLIC_URL, (input, init) => deliver(input, init));
});

afterAll(async () => {
  await provider.close();
  await sites.close();
});

/** Somebody whom Keycloak knows, and who signs in next. */
function givenPerson(claims: Record<string, unknown> = {}): string {
  const subject = newId();
  const email = `${subject}@example.com`;
  provider.people.set(subject, { email, email_verified: true, name: 'Ada', ...claims });
  provider.signsIn(subject);
  return subject;
}

async function givenSite(rules: Partial<KeycloakConfig> = {}) {
  const site = await sites.site({ ...provider.config, ...rules });
  deliver = site.deliver;
  return site;
}

/** Some user, so that the vault is set up. */
async function givenAdmin(): Promise<void> {
  const email = `${givenPerson()}@example.com`;
  const { browser } = await givenSite({ adminEmail: email });
  await browser().goTo(LOGIN);
}

describe('the first user by Keycloak', () => {
  beforeEach(() => sites.empty());

  it('is the admin if KEYCLOAK_ADMIN_EMAIL names him', async () => {
    const subject = givenPerson({ email: 'Boss@Example.com' });
    const { browser } = await givenSite({ adminEmail: 'boss@example.com' });
    expect(await browser().goTo(LOGIN)).toMatchObject({ status: 200, body: 'the app' });
    const [user, ...others] = await sites.users();
    expect(others).toEqual([]);
    expect(user).toMatchObject({ role: 'admin', email: 'boss@example.com', name: 'Ada', passwordHash: null });
    expect(provider.people.has(subject)).toBe(true);
  });

  it.each([
    ['nobody is named', null, {}, 'SETUP_REQUIRED'],
    ['another is named', 'boss@example.com', {}, 'SETUP_REQUIRED'],
    [
      'his address is not verified',
      'boss@example.com',
      { email: 'boss@example.com', email_verified: false },
      'EMAIL_NOT_VERIFIED',
    ],
  ])('is refused while %s', async (_why, adminEmail, claims, reason) => {
    givenPerson(claims);
    const { browser } = await givenSite({ adminEmail });
    expect(await browser().goTo(LOGIN)).toMatchObject({ status: 403 });
    expect(await sites.users()).toEqual([]);
    expect((await sites.eventsOf('sign-in.keycloak')).at(-1)).toMatchObject({ outcome: 'failed', reason });
  });

  it('does not make the next one an admin', async () => {
    await givenAdmin();
    givenPerson();
    await (await givenSite()).browser().goTo(LOGIN);
    expect((await sites.users()).map(({ role }) => role)).toEqual(['admin', 'user']);
  });
});

describe('signing in by Keycloak', () => {
  beforeAll(givenAdmin);

  it('makes an account with a vault of its own, and finds it the next time', async () => {
    const subject = givenPerson();
    const { browser } = await givenSite();
    const before = await sites.users();
    await browser().goTo(LOGIN);
    await browser().goTo(LOGIN);
    const [user, ...others] = (await sites.users()).filter(({ id }) => !before.some((one) => one.id === id));
    expect(others).toEqual([]);
    expect(user).toMatchObject({ role: 'user', email: `${subject}@example.com` });
    const own = (await sites.sessions()).filter(({ ownerId }) => ownerId === user?.id);
    expect(own).toHaveLength(2);
    const events = (await sites.eventsOf('sign-in.keycloak')).filter(({ chainId }) => chainId === user?.id);
    expect(events).toMatchObject(own.map(({ id }) => ({ outcome: 'ok', objectId: id, callerLabel: user?.email })));
    expect((await sites.eventsOf('account.join')).filter(({ objectId }) => objectId === user?.id)).toHaveLength(2);
  });

  it('gives a cookie that no script and no other site gets, and keeps tokens sealed', async () => {
    givenPerson();
    const { browser, app } = await givenSite();
    const visitor = browser();
    const page = await visitor.goTo(LOGIN, CALLBACK);
    const answer = await app.inject({
      url: page.url.pathname + page.url.search,
      headers: { cookie: `kagi-flow=${visitor.cookie(PUBLIC_URL.origin, 'kagi-flow')}` },
    });
    const [flow, session] = [answer.headers['set-cookie']].flat();
    expect(flow).toBe('kagi-flow=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax');
    expect(session).toMatch(/^kagi=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
    const stored = (await sites.sessions()).at(-1);
    expect(stored).toMatchObject({ method: 'keycloak', providerTokens: expect.stringMatching(/^k1\./) });
    expect(stored?.providerSidHash).toMatch(/^[\w-]{43}$/);
  });

  it('uses __Host- cookies over HTTPS', async () => {
    const publicUrl = new URL('https://kagi.example.com');
    const { app } = await sites.site(provider.config, { publicUrl });
    const answer = await app.inject({ url: '/api/auth/login/keycloak' });
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-kagi-flow=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it('leads back to where it began', async () => {
    givenPerson();
    const { browser } = await givenSite();
    const page = await browser().goTo(`${LOGIN}?returnTo=${encodeURIComponent('/projects/Grün?x=1')}`);
    expect(page.url.href).toBe(`${PUBLIC_URL.origin}/projects/Gr%C3%BCn?x=1`);
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/%09/evil.example'])(
    'leads nowhere else: %s',
    async (path) => {
      const { app } = await givenSite();
      const returnTo = path.startsWith('/%') ? path : encodeURIComponent(path);
      const answer = await app.inject({ url: `/api/auth/login/keycloak?returnTo=${returnTo}` });
      expect(answer.statusCode).toBe(400);
      expect(answer.headers['set-cookie']).toBeUndefined();
    },
  );

  it('begins at the public address, as the cookie must come back there', async () => {
    const { app } = await givenSite();
    const answer = await app.inject({
      url: '/api/auth/login/keycloak?returnTo=/a',
      headers: { host: 'localhost:3000' },
    });
    expect(answer.statusCode).toBe(302);
    expect(answer.headers.location).toBe(`${LOGIN}?returnTo=/a`);
  });

  it('never links accounts by their e-mail', async () => {
    const { browser } = await givenSite();
    const before = (await sites.users()).length;
    givenPerson({ email: 'same@example.com' });
    await browser().goTo(LOGIN);
    givenPerson({ email: 'same@example.com' });
    await browser().goTo(LOGIN);
    expect((await sites.users()).length).toBe(before + 2);
  });

  it('makes one account of several first sign-ins at once', async () => {
    const { browser } = await givenSite();
    const before = (await sites.users()).length;
    givenPerson();
    const visitors = Array.from({ length: 5 }, browser);
    const callbacks = await Promise.all(visitors.map(async (one) => (await one.goTo(LOGIN, CALLBACK)).url));
    const pages = await Promise.all(visitors.map((one, at) => one.goTo(callbacks[at] ?? expect.fail())));
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await sites.users()).length).toBe(before + 1);
  });

  it('needs a name no more than Keycloak does', async () => {
    const { browser } = await givenSite();
    givenPerson({ name: ' \u202e ', email: 'plain@example.com' });
    await browser().goTo(LOGIN);
    expect((await sites.users()).at(-1)).toMatchObject({ name: 'plain@example.com' });
  });

  it.each([
    ['without an e-mail', {}, { email: undefined }, 'EMAIL_MISSING'],
    ['who is in no group', { allowedGroups: ['dev'] }, { groups: ['ops', 'sub/dev'] }, 'GROUP_NOT_ALLOWED'],
    ['whose groups nobody says', { allowedGroups: ['dev'] }, {}, 'GROUP_NOT_ALLOWED'],
    ['of another domain', { allowedEmailDomains: ['example.org'] }, {}, 'EMAIL_NOT_ALLOWED'],
    ['of a domain that ends alike', { allowedEmailDomains: ['ample.com'] }, {}, 'EMAIL_NOT_ALLOWED'],
    [
      'of a domain that he only claims',
      { allowedEmailDomains: ['example.com'] },
      { email_verified: false },
      'EMAIL_NOT_VERIFIED',
    ],
  ])('refuses one %s, makes no account, and says so', async (_who, rules, claims, reason) => {
    givenPerson(claims);
    const { browser } = await givenSite(rules);
    const before = [await sites.users(), await sites.sessions()];
    const visitor = browser();
    const page = await visitor.goTo(LOGIN);
    expect(page.status).toBe(403);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.body).not.toMatch(/<script|<style|style=/);
    expect(visitor.cookie(PUBLIC_URL.origin, 'kagi')).toBeUndefined();
    expect([await sites.users(), await sites.sessions()]).toEqual(before);
    expect((await sites.eventsOf('sign-in.keycloak')).at(-1)).toMatchObject({ outcome: 'failed', reason });
  });

  it.each([
    [{ allowedGroups: ['dev'] }, { groups: ['/dev'] }],
    [{ allowedGroups: ['/team/dev'] }, { groups: ['team/dev'] }],
    [{ allowedEmailDomains: ['EXAMPLE.com'] }, {}],
  ])('lets in whom the rules %j name', async (rules, claims) => {
    givenPerson(claims);
    const { browser } = await givenSite(rules);
    expect(await browser().goTo(LOGIN)).toMatchObject({ status: 200 });
  });

  it('is not begun by a HEAD', async () => {
    const { app } = await givenSite();
    const before = await sites.flows();
    await app.inject({ method: 'HEAD', url: '/api/auth/login/keycloak' });
    expect(await sites.flows()).toEqual(before);
  });

  it('has no address where Keycloak is not configured', async () => {
    const { mount } = await givenSite();
    const { services, makeContext } = mount;
    const app = Fastify();
    await app.register(keycloakRoutes, {
      makeContext,
      services: { ...services, auth: { ...services.auth, keycloak: null } },
    });
    for (const url of [
      '/api/auth/login/keycloak',
      '/api/auth/callback/keycloak',
      '/api/auth/reauthenticate/keycloak',
    ]) {
      expect((await app.inject({ url })).statusCode).toBe(404);
    }
  });
});
