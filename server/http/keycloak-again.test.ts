import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createUser } from '#server/auth/accounts.ts';
import { inTransaction } from '#server/auth/context.ts';
import { signOutUrl } from '#server/auth/keycloak-sign-out.ts';
import { query } from '#server/db/query.ts';
import { PUBLIC_URL, type Site, type TestSites, testSites } from '#server/testing/keycloak.ts';
import { type TestProvider, testProvider } from '#server/testing/provider.ts';
import { buildApp } from './app.ts';

const HERE = PUBLIC_URL.origin;
const LOGIN = `${HERE}/api/auth/login/keycloak`;
const AGAIN = `${HERE}/api/auth/reauthenticate/keycloak?returnTo=/settings`;

let sites: TestSites;
let provider: TestProvider;
let site: Site;

beforeAll(async () => {
  sites = await testSites();
  provider = await testProvider(PUBLIC_URL, (input, init) => site.deliver(input, init));
  for (const name of ['alice', 'bob']) {
    provider.people.set(name, { email: `${name}@example.com`, email_verified: true, name });
  }
});

beforeEach(async () => {
  await sites.empty();
  site = await sites.site(provider.config);
  await inTransaction(site.deps(), (tx) => createUser(tx, { email: 'a@example.com', name: 'A', passwordHash: null }));
});

afterAll(async () => {
  await provider.close();
  await sites.close();
});

/** A browser in which somebody signed in by Keycloak. */
async function signedIn(name = 'alice') {
  provider.signsIn(name);
  const visitor = site.browser();
  await visitor.goTo(LOGIN);
  return visitor;
}

const urlOf = async ({ id, ownerId }: { id: string; ownerId: string }) =>
  (await signOutUrl(site.deps(), { id, userId: ownerId })) ?? expect.fail();

const onlySession = async () => (await sites.sessions())[0] ?? expect.fail();

describe('proving again who one is', () => {
  it('makes the session fresh, as its own, and leads back', async () => {
    const visitor = await signedIn();
    const before = await onlySession();
    const page = await visitor.goTo(AGAIN);
    expect(page.url.pathname).toBe('/settings');
    const after = await onlySession();
    expect(after.id).toBe(before.id);
    expect(after.freshAt.getTime()).toBeGreaterThan(before.freshAt.getTime());
    expect(after.mac).not.toBe(before.mac);
    const event = { chainId: after.ownerId, outcome: 'ok', objectId: after.id, callerLabel: 'alice@example.com' };
    expect(await sites.eventsOf('sign-in.reauthenticate')).toMatchObject([event]);
    // Its tokens are the new ones: they end it at Keycloak.
    expect(after.providerTokens).not.toBe(before.providerTokens);
  });

  it('makes nothing fresh that has ended meanwhile', async () => {
    const visitor = await signedIn();
    const { url } = await visitor.goTo(AGAIN, provider.issuer);
    await query(site.deps().em).deleteFrom('session').execute();
    const page = await visitor.goTo(url);
    expect(page.status).toBe(401);
    expect(await sites.sessions()).toEqual([]);
  });

  it('is for those who are signed in', async () => {
    const page = await site.browser().goTo(AGAIN);
    expect(page.status).toBe(401);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await sites.flows()).toEqual([]);
  });

  it('is needed by one whom Keycloak knew since this morning', async () => {
    const visitor = await signedIn();
    // The provider still knows the browser: it asks nobody, and says when he last signed in.
    await visitor.goTo(LOGIN);
    const [first, second] = await sites.sessions();
    expect(second?.freshAt).toEqual(first?.freshAt);
  });
});

describe('signing out', () => {
  it('ends Keycloak’s session too, and comes back', async () => {
    const visitor = await signedIn();
    const page = await visitor.goTo(await urlOf(await onlySession()));
    const end = await visitor.submit(page, { logout: 'yes' });
    expect(end.url.href).toBe(`${HERE}/`);
    // Keycloak asks anew: somebody else can sign in.
    provider.signsIn('bob');
    await visitor.goTo(LOGIN);
    expect((await sites.users()).at(-1)).toMatchObject({ email: 'bob@example.com' });
  });

  it('needs no tokens that open: then Keycloak asks whom it should sign out', async () => {
    await signedIn();
    await query(site.deps().em).updateTable('session').set({ providerTokens: null }).execute();
    expect(await urlOf(await onlySession())).not.toContain('id_token_hint');
  });

  it('leads nowhere from a session that is none of Keycloak’s, or when Keycloak is away', async () => {
    await signedIn();
    const { id, ownerId } = await onlySession();
    const away = await sites.site({ ...provider.config, url: 'http://127.0.0.1:9' });
    expect(await signOutUrl(away.deps(), { id, userId: ownerId })).toBeNull();
    await query(site.deps().em).updateTable('session').set({ method: 'password' }).execute();
    expect(await signOutUrl(site.deps(), { id, userId: ownerId })).toBeNull();
  });
});

describe('the whole server', () => {
  it('knows who signed in by Keycloak, and sends him there when he signs out', async () => {
    const visitor = await signedIn();
    const app = await buildApp(site.mount.services);
    const headers = { cookie: `kagi=${visitor.cookie(HERE, 'kagi')}`, origin: HERE };
    const session = await app.inject({ url: '/api/auth/session', headers });
    expect(session.json()).toMatchObject({ user: { email: 'alice@example.com', name: 'alice' } });
    const out = await app.inject({ method: 'POST', url: '/api/auth/sign-out', headers });
    expect(out.json().redirectTo).toMatch(`${provider.issuer}/protocol/openid-connect/logout?`);
    expect(await sites.sessions()).toEqual([]);
    expect((await app.inject({ method: 'HEAD', url: '/api/auth/login/keycloak' })).statusCode).toBe(405);
    expect((await app.inject({ url: '/api/auth/login/keycloak' })).headers['cache-control']).toBe('no-store');
    await app.close();
  });
});

describe('a back-channel logout', () => {
  const post = (payload: string, type = 'application/x-www-form-urlencoded') =>
    site.app.inject({
      method: 'POST',
      url: '/api/auth/backchannel/keycloak',
      headers: { 'content-type': type },
      payload,
    });

  it('ends the session that Keycloak ended, and no other', async () => {
    const visitor = await signedIn();
    const bystander = await signedIn();
    const [mine, other] = await sites.sessions();
    const page = await visitor.goTo(await urlOf(mine ?? expect.fail()));
    await visitor.submit(page, { logout: 'yes' });
    expect((await sites.sessions()).map(({ id }) => id)).toEqual([other?.id]);
    const ended = { chainId: mine?.ownerId, outcome: 'ok', callerKind: 'system', objectId: mine?.id };
    expect((await sites.eventsOf('session.end')).at(-1)).toMatchObject({ ...ended, reason: 'KEYCLOAK_SIGN_OUT' });
    expect(bystander.cookie(HERE, 'kagi')).toBeDefined();
  });

  it.each([
    ['without a token', 'x=1', 400],
    ['with a token that is none', 'logout_token=x.y.z', 400],
    ['with an empty token', 'logout_token=', 400],
  ])('%s ends nothing', async (_what, payload, status) => {
    await signedIn();
    const answer = await post(payload);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json()).toMatchObject({ code: 'VALIDATION_ERROR' });
    expect(await sites.sessions()).toHaveLength(1);
  });

  it('takes a form and nothing else', async () => {
    expect((await post('{}', 'application/json')).statusCode).toBe(415);
    expect((await post(`logout_token=${'x'.repeat(70_000)}`)).statusCode).toBe(413);
  });
});
