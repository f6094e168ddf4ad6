import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeycloakConfig } from '#server/config.ts';
import { query } from '#server/db/query.ts';
import { type HostileProvider, hostileProvider, json, misbehaviours } from '#server/testing/hostile-provider.ts';
import { type Site, type TestSites, testSites } from '#server/testing/keycloak.ts';
import { createUser } from './accounts.ts';
import { databaseNow, inTransaction } from './context.ts';
import { standsAtKeycloak } from './keycloak-recheck.ts';
import { keepTokens, openTokens } from './keycloak-tokens.ts';
import { newSession } from './sessions.ts';

let sites: TestSites;
let provider: HostileProvider;

beforeAll(async () => {
  sites = await testSites();
});

beforeEach(async () => {
  await sites.empty();
  provider = await hostileProvider();
  return () => provider.close();
});

afterAll(() => sites.close());

const siteWith = (rules: Partial<KeycloakConfig> = {}) => sites.site({ ...provider.config, ...rules });

/** A session by Keycloak, of `alice`, about which Keycloak was asked six minutes ago. */
async function givenSession(site: Site, kept: { refreshToken?: string | null; issuer?: string } = {}) {
  const tokens = { issuer: provider.issuer, subject: 'alice', idToken: 'first', refreshToken: 'first', ...kept };
  const session = await inTransaction(site.deps(), async (tx) => {
    const user = await createUser(tx, { email: 'alice@example.com', name: 'A', passwordHash: null });
    const made = await newSession(tx, user.id, 'keycloak');
    const ref = { id: made.id, ownerId: user.id };
    await keepTokens(tx, ref, tokens);
    await query(tx.em).updateTable('session').set({ providerCheckedAt: tx.now }).execute();
    return ref;
  });
  await sites.age('session', 'provider_checked_at', '6 minutes');
  return session;
}

/** What a request finds when it comes with that session. */
async function stands(site: Site) {
  const deps = site.deps();
  const [session] = await sites.sessions();
  return standsAtKeycloak(deps, session ?? expect.fail(), await databaseNow(deps.em));
}

async function expectEnded(reason: string) {
  expect(await sites.sessions()).toEqual([]);
  const last = (await sites.eventsOf('session.end')).at(-1);
  expect(last).toMatchObject({ outcome: 'ok', callerKind: 'system', reason });
}

describe('a session that is in use', () => {
  it('goes on with the tokens that Keycloak gives in place of the old ones', async () => {
    const site = await siteWith();
    const session = await givenSession(site);
    const idToken = await provider.sign(provider.claims());
    provider.gives({ id_token: idToken, refresh_token: 'second' });
    expect(await stands(site)).toBe(true);
    expect(await openTokens(site.deps(), session)).toMatchObject({ idToken, refreshToken: 'second', subject: 'alice' });
  });

  it('keeps the tokens for which Keycloak gives none', async () => {
    const site = await siteWith();
    const session = await givenSession(site);
    provider.gives({});
    expect(await stands(site)).toBe(true);
    expect(await openTokens(site.deps(), session)).toMatchObject({ idToken: 'first', refreshToken: 'first' });
  });

  it('is asked about once in five minutes, be it by many requests at once', async () => {
    const site = await siteWith();
    await givenSession(site);
    provider.gives({});
    const [session] = await sites.sessions();
    const asked = session ?? expect.fail();
    const now = await databaseNow(site.deps().em);
    const all = await Promise.all(Array.from({ length: 5 }, () => standsAtKeycloak(site.deps(), asked, now)));
    expect(all).toEqual([true, true, true, true, true]);
    expect(await stands(site)).toBe(true);
    expect(provider.asked.token).toBe(1);
  });

  it('is asked about though its row says that it was asked in the future', async () => {
    const site = await siteWith();
    await givenSession(site);
    await sites.age('session', 'provider_checked_at', '-1 year');
    provider.gives({});
    expect(await stands(site)).toBe(true);
    expect(provider.asked.token).toBe(1);
  });

  it('is not asked about without a refresh token', async () => {
    const site = await siteWith();
    await givenSession(site, { refreshToken: null });
    expect(await stands(site)).toBe(true);
    expect(provider.asked.token).toBe(0);
  });

  it('by password is none of Keycloak’s', async () => {
    const site = await siteWith();
    await givenSession(site);
    await query(site.deps().em).updateTable('session').set({ method: 'password' }).execute();
    expect(await stands(site)).toBe(true);
    expect(provider.asked.token).toBe(0);
  });

  it('is not let in, but not ended, while Keycloak is not configured', async () => {
    const site = await siteWith();
    await givenSession(site);
    const deps = site.deps();
    const [session] = await sites.sessions();
    const without = { ...deps, state: { ...deps.state, keycloak: null } };
    expect(await standsAtKeycloak(without, session ?? expect.fail(), new Date())).toBe(false);
    expect(await sites.sessions()).toHaveLength(1);
  });
});

describe('a session ends when Keycloak', () => {
  const given = (tokens: () => Promise<string>) => async () => provider.gives({ id_token: await tokens() });
  const signed = (replaced: Record<string, unknown>) => () => provider.sign(provider.claims(replaced));

  it.each<[string, () => unknown, string, Partial<KeycloakConfig>?]>([
    [
      'has ended its own or disabled the user',
      () => {
        provider.answers.token = json(() => ({ error: 'invalid_grant' }), 400);
      },
      'CODE_REFUSED',
    ],
    [
      'says that he left the group',
      given(signed({ groups: ['ops'] })),
      'GROUP_NOT_ALLOWED',
      { allowedGroups: ['dev'] },
    ],
    [
      'says that his address is of another domain',
      given(signed({ email: 'alice@example.org' })),
      'EMAIL_NOT_ALLOWED',
      { allowedEmailDomains: ['example.com'] },
    ],
    ['names somebody else', given(signed({ sub: 'mallory' })), 'TOKEN_INVALID: sub'],
    ['vouches for another client', given(signed({ aud: 'shop' })), 'TOKEN_INVALID: aud'],
    [
      'did not sign what came',
      given(() => provider.forge(provider.claims())),
      'TOKEN_INVALID: ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    ],
  ])('%s', async (_what, prepare, reason, rules = {}) => {
    const site = await siteWith(rules);
    await givenSession(site);
    await prepare();
    expect(await stands(site)).toBe(false);
    await expectEnded(reason);
  });

  it('is another realm than the one that made it, which is told nothing', async () => {
    const site = await siteWith();
    await givenSession(site, { issuer: 'https://sso.example.com/realms/old' });
    expect(await stands(site)).toBe(false);
    expect(provider.asked.token).toBe(0);
    await expectEnded('ISSUER_WRONG');
  });
});

describe('a session ends when its tokens', () => {
  it.each([
    ['were taken away', null],
    ['were put there by somebody else', 'k1.01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e11.AAAA'],
  ])('%s', async (_what, providerTokens) => {
    const site = await siteWith();
    await givenSession(site);
    await query(site.deps().em).updateTable('session').set({ providerTokens }).execute();
    expect(await stands(site)).toBe(false);
    await expectEnded('INTEGRITY_FAILURE');
  });

  it('are those of another session', async () => {
    const site = await siteWith();
    const first = await givenSession(site);
    const second = await inTransaction(site.deps(), (tx) => newSession(tx, first.ownerId, 'keycloak'));
    const [{ providerTokens } = expect.fail()] = await sites.sessions();
    await query(site.deps().em).updateTable('session').set({ providerTokens }).where('id', '=', second.id).execute();
    const opened = openTokens(site.deps(), { id: second.id, ownerId: first.ownerId });
    await expect(opened).rejects.toMatchObject({ name: 'IntegrityError', row: { table: 'session', rowId: second.id } });
  });
});

describe('a session goes on, and the operator is told, while Keycloak', () => {
  const badly = Object.keys(misbehaviours).filter((how) => how !== 'answers a list');

  it.each(badly)('%s', async (how) => {
    const site = await siteWith();
    await givenSession(site);
    provider.answers.token = misbehaviours[how] ?? expect.fail();
    expect(await stands(site)).toBe(true);
    expect(await sites.sessions()).toHaveLength(1);
    expect(site.faults).toMatchObject([{ code: 'KEYCLOAK_UNAVAILABLE' }]);
    // And is left in peace for five minutes.
    expect(await stands(site)).toBe(true);
    expect(provider.asked.token).toBe(1);
  });

  it('refuses the vault’s own secret', async () => {
    const site = await siteWith();
    await givenSession(site);
    provider.answers.token = json(() => ({ error: 'invalid_client' }), 401);
    expect(await stands(site)).toBe(true);
    expect(site.faults).toMatchObject([{ reason: 'CLIENT_REFUSED', detail: 'invalid_client' }]);
  });

  it('gives tokens but not the keys to judge them', async () => {
    const site = await siteWith();
    await givenSession(site);
    provider.gives({ id_token: await provider.sign(provider.claims()) });
    provider.answers.certs = misbehaviours.fails ?? expect.fail();
    expect(await stands(site)).toBe(true);
    expect(site.faults).toMatchObject([{ code: 'KEYCLOAK_UNAVAILABLE' }]);
  });
});
