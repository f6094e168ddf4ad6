import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createUser } from '#server/auth/accounts.ts';
import { inTransaction } from '#server/auth/context.ts';
import { freshen, newSession } from '#server/auth/sessions.ts';
import type { User } from '#server/auth/users.ts';
import { query } from '#server/db/query.ts';
import { PUBLIC_URL, type Site, type TestSites, testSites } from '#server/testing/keycloak.ts';
import { type TestProvider, testProvider } from '#server/testing/provider.ts';

const HERE = PUBLIC_URL.origin;
const LOGIN = `${HERE}/api/auth/login/keycloak`;
const LINK = '/api/auth/link/keycloak';
const OURS = { origin: HERE, 'sec-fetch-site': 'same-origin' };

let sites: TestSites;
let provider: TestProvider;
let site: Site;
let owner: User;

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
  owner = await inTransaction(site.deps(), (tx) =>
    createUser(tx, { email: 'alice@example.com', name: 'A', passwordHash: null }),
  );
  provider.signsIn('alice');
});

afterAll(async () => {
  await provider.close();
  await sites.close();
});

/** A browser in which the owner has signed in, by password. */
async function ownBrowser(user: User = owner) {
  const { token, id } = await inTransaction(site.deps(), (tx) => newSession(tx, user.id, 'password'));
  const visitor = site.browser();
  visitor.setCookie(HERE, 'kagi', token);
  return { visitor, id };
}

type Visitor = ReturnType<Site['browser']>;

/** What the button in the settings does. */
async function ask(
  visitor: Visitor,
  headers: Record<string, string> = OURS,
  payload: object = { returnTo: '/settings' },
) {
  const cookie = `kagi=${visitor.cookie(HERE, 'kagi')}`;
  const response = await site.app.inject({ method: 'POST', url: LINK, headers: { ...headers, cookie }, payload });
  for (const { name, value } of response.cookies) visitor.setCookie(HERE, name, value);
  return response;
}

async function link(visitor: Visitor) {
  const response = await ask(visitor);
  expect(response.statusCode).toBe(200);
  return visitor.goTo(response.json().redirectTo);
}

const identities = () => query(site.deps().em).selectFrom('identity').select(['ownerId', 'subject']).execute();

describe('linking an account of Keycloak’s', () => {
  it('lets it sign in as the one who linked it, and is recorded', async () => {
    const { visitor } = await ownBrowser();
    const page = await link(visitor);
    expect(page.url.pathname).toBe('/settings');
    expect(await identities()).toEqual([{ ownerId: owner.id, subject: 'alice' }]);
    const event = { chainId: owner.id, outcome: 'ok', objectId: owner.id, callerLabel: 'alice@example.com' };
    expect((await sites.eventsOf('account.link')).at(-1)).toMatchObject(event);
    await site.browser().goTo(LOGIN);
    expect((await sites.sessions()).map(({ ownerId, method }) => [ownerId, method])).toEqual([
      [owner.id, 'password'],
      [owner.id, 'keycloak'],
    ]);
    expect(await sites.users()).toHaveLength(1);
  });

  it('has Keycloak ask who it is, even in a browser that it knows', async () => {
    const { visitor } = await ownBrowser();
    const { redirectTo } = (await ask(visitor)).json();
    expect(new URL(redirectTo).searchParams.get('prompt')).toBe('login');
  });

  it('changes nothing where it is linked already', async () => {
    const { visitor } = await ownBrowser();
    await link(visitor);
    expect((await link(visitor)).url.pathname).toBe('/settings');
    expect(await identities()).toHaveLength(1);
  });

  it('never takes an account that has a vault of its own', async () => {
    await site.browser().goTo(LOGIN);
    const [, guest] = await sites.users();
    const page = await link((await ownBrowser()).visitor);
    expect(page.status).toBe(409);
    expect(page.body).toContain('<h1>Not linked</h1>');
    expect(page.body).toContain('has a vault of its own');
    expect(await identities()).toEqual([{ ownerId: guest?.id, subject: 'alice' }]);
    const event = { chainId: owner.id, outcome: 'failed', reason: 'IDENTITY_TAKEN' };
    expect((await sites.eventsOf('account.link')).at(-1)).toMatchObject(event);
  });

  it('links one account, not two', async () => {
    await link((await ownBrowser()).visitor);
    provider.signsIn('bob');
    const page = await link((await ownBrowser()).visitor);
    expect(page.status).toBe(409);
    expect(page.body).toContain('Unlink it first');
    expect(await identities()).toHaveLength(1);
  });

  it('links to one of two who ask at once for the same account', async () => {
    const other = await inTransaction(site.deps(), (tx) =>
      createUser(tx, { email: 'o@example.com', name: 'O', passwordHash: null }),
    );
    const browsers = [await ownBrowser(), await ownBrowser(other)];
    const pages = await Promise.all(browsers.map(({ visitor }) => link(visitor)));
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await identities()).toHaveLength(1);
  });

  it('asks for a session that is fresh', async () => {
    const { visitor, id } = await ownBrowser();
    const anyone = await site.app.inject({ method: 'POST', url: LINK, headers: OURS, payload: {} });
    expect(anyone.statusCode).toBe(401);
    await inTransaction(site.deps(), async (tx) => {
      await freshen({ ...tx, now: new Date(tx.now.getTime() - 11 * 60_000) }, id);
    });
    const response = await ask(visitor);
    expect([response.statusCode, response.json().code]).toEqual([403, 'AUTH_FRESH_SIGN_IN_REQUIRED']);
    expect(await sites.flows()).toEqual([]);
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a page that does not say where it is from', {}],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }],
  ])('is not begun by %s', async (_who, headers: Record<string, string>) => {
    const response = await ask((await ownBrowser()).visitor, headers);
    expect([response.statusCode, response.json().code]).toEqual([403, 'AUTH_ORIGIN_REJECTED']);
    expect(await sites.flows()).toEqual([]);
  });

  it('leads back into this site alone', async () => {
    const response = await ask((await ownBrowser()).visitor, OURS, { returnTo: '//evil.example' });
    expect([response.statusCode, response.json().code]).toEqual([400, 'VALIDATION_ERROR']);
  });

  it('links nothing once the session that asked for it is over', async () => {
    const { visitor } = await ownBrowser();
    const { redirectTo } = (await ask(visitor)).json();
    await query(site.deps().em).deleteFrom('session').execute();
    const page = await visitor.goTo(redirectTo);
    expect(page.status).toBe(401);
    expect(await identities()).toEqual([]);
  });

  it('links nothing to a session that was written past the server', async () => {
    const other = await inTransaction(site.deps(), (tx) =>
      createUser(tx, { email: 'o@example.com', name: 'O', passwordHash: null }),
    );
    const { visitor } = await ownBrowser();
    const { redirectTo } = (await ask(visitor)).json();
    await query(site.deps().em).updateTable('session').set({ ownerId: other.id }).execute();
    const page = await visitor.goTo(redirectTo);
    expect(page.status).toBe(500);
    expect(await identities()).toEqual([]);
  });
});
