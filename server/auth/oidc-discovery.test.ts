import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HostileProvider, hostileProvider, json, misbehaviours } from '#server/testing/hostile-provider.ts';
import { lazyDiscovery } from './oidc-discovery.ts';
import { boundedFetch } from './oidc-fetch.ts';

describe('discovery', () => {
  let provider: HostileProvider;

  beforeEach(async () => {
    provider = await hostileProvider();
  });

  afterEach(() => provider.close());

  const discovery = () => lazyDiscovery(provider.issuer, boundedFetch(500));

  it('asks nothing before it is needed, then once for all callers', async () => {
    const discover = discovery();
    expect(provider.asked.discovery).toBe(0);
    const [first, second] = await Promise.all([discover.known(), discover.known()]);
    expect(await discover.known()).toBe(first);
    expect(second).toBe(first);
    expect(provider.asked.discovery).toBe(1);
    expect(first.jwksUri.href).toBe(`${provider.issuer}/protocol/openid-connect/certs`);
    expect(first.endSessionEndpoint?.href).toBe(`${provider.issuer}/protocol/openid-connect/logout`);
    expect(first.sendsIssuer).toBe(true);
  });

  it('asks again after a failure', async () => {
    const honest = provider.answers.discovery;
    const discover = discovery();
    provider.answers.discovery = json(() => ({}), 503);
    await expect(discover.known()).rejects.toMatchObject({ code: 'KEYCLOAK_UNAVAILABLE' });
    provider.answers.discovery = honest;
    await expect(discover.known()).resolves.toMatchObject({ sendsIssuer: true });
  });

  it('tells whether the provider is there now, and keeps what it said while it was', async () => {
    const discover = discovery();
    const first = await discover.known();
    provider.answers.discovery = json(() => ({}), 503);
    await expect(discover.anew()).rejects.toMatchObject({ code: 'KEYCLOAK_UNAVAILABLE' });
    expect(await discover.known()).toBe(first);
    expect(provider.asked.discovery).toBe(2);
  });

  it.each(Object.keys(misbehaviours))('cannot be had from a provider that %s', async (how) => {
    provider.answers.discovery = misbehaviours[how] ?? expect.fail();
    await expect(discovery().known()).rejects.toMatchObject({ code: 'KEYCLOAK_UNAVAILABLE' });
  });

  const document = (replaced: Record<string, unknown>) => ({
    issuer: provider.issuer,
    authorization_endpoint: `${provider.issuer}/auth`,
    token_endpoint: `${provider.issuer}/token`,
    jwks_uri: `${provider.issuer}/certs`,
    ...replaced,
  });

  it('does without an end-session endpoint and without RFC 9207', async () => {
    provider.answers.discovery = json(() => document({}));
    expect(await discovery().known()).toMatchObject({ endSessionEndpoint: null, sendsIssuer: false });
  });

  it('refuses a document of another issuer and names both to the operator', async () => {
    provider.answers.discovery = json(() => document({ issuer: 'https://sso.example.com/realms/dev' }));
    const cause = { message: expect.stringMatching(/KEYCLOAK_URL.*127\.0\.0\.1.*https:\/\/sso\.example\.com/) };
    await expect(discovery().known()).rejects.toMatchObject({ code: 'KEYCLOAK_UNAVAILABLE', cause });
  });

  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'end_session_endpoint'])(
    'refuses a document whose %s is at another origin',
    async (endpoint) => {
      provider.answers.discovery = json(() => document({ [endpoint]: 'https://elsewhere.example/x' }));
      const cause = { message: expect.stringContaining('https://elsewhere.example') };
      await expect(discovery().known()).rejects.toMatchObject({ code: 'KEYCLOAK_UNAVAILABLE', cause });
    },
  );
});
