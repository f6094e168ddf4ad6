import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HostileProvider, hostileProvider, json, misbehaviours } from '#server/testing/hostile-provider.ts';
import { type KeycloakClient, keycloakClient } from './keycloak.ts';

const publicUrl = new URL('https://kagi.example.com');
const challenge = { state: 'a state', nonce: 'a nonce', codeVerifier: 'v'.repeat(43) };
const UNAVAILABLE = { code: 'KEYCLOAK_UNAVAILABLE', retryAfterSeconds: 30 };

const onFault = () => expect.fail('Every fault has somebody waiting for it.');

let provider: HostileProvider;
let client: KeycloakClient;

beforeEach(async () => {
  provider = await hostileProvider();
  client = keycloakClient(provider.config, publicUrl, { onFault, limitMs: 500, keysCooldownMs: 0 });
});

afterEach(() => provider.close());

describe('the address at Keycloak', () => {
  it('carries state, nonce and the S256 challenge of the verifier, and never the verifier', async () => {
    const url = await client.authorizationUrl(challenge, false);
    expect(url.origin + url.pathname).toBe(`${provider.issuer}/protocol/openid-connect/auth`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'kagi',
      redirect_uri: 'https://kagi.example.com/api/auth/callback/keycloak',
      scope: 'openid email profile',
      state: challenge.state,
      nonce: challenge.nonce,
      code_challenge_method: 'S256',
      // Of 43 times "v", by `printf … | openssl dgst -sha256 -binary | basenc --base64url`.
      code_challenge: '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM',
    });
  });

  it('asks for the password again where that is wanted', async () => {
    const { searchParams } = await client.authorizationUrl(challenge, true);
    expect(searchParams.get('prompt')).toBe('login');
    expect(searchParams.get('max_age')).toBe('0');
  });

  it('is not given while Keycloak does not answer', async () => {
    provider.answers.discovery = misbehaviours['hangs up'] ?? expect.fail();
    await expect(client.authorizationUrl(challenge, false)).rejects.toMatchObject(UNAVAILABLE);
  });

  it('names the realm as Keycloak writes it', () => {
    const config = { ...provider.config, url: 'https://sso.example.com', realm: 'my realm' };
    expect(keycloakClient(config, publicUrl, { onFault }).issuer).toBe('https://sso.example.com/realms/my%20realm');
  });
});

describe('the issuer of an answer (RFC 9207)', () => {
  it('must be the one that was asked', async () => {
    await expect(client.demandIssuer(provider.issuer)).resolves.toBeUndefined();
    await expect(client.demandIssuer('https://evil.example')).rejects.toMatchObject({ reason: 'ISSUER_WRONG' });
  });

  it('must be there where the provider says that it sends it', async () => {
    await expect(client.demandIssuer(null)).rejects.toMatchObject({ reason: 'ISSUER_WRONG' });
  });
});

describe('exchanging a code', () => {
  const exchange = () => client.exchange('a code', challenge.codeVerifier);

  it('proves to be the client, and hands over the tokens', async () => {
    let authorization: string | undefined;
    let body = '';
    provider.answers.token = async (request, response) => {
      authorization = request.headers.authorization;
      for await (const chunk of request) body += chunk;
      response.end(JSON.stringify({ id_token: 'id', refresh_token: 'refresh' }));
    };
    expect(await exchange()).toEqual({ idToken: 'id', refreshToken: 'refresh' });
    expect(authorization).toBe(`Basic ${btoa(`kagi:${provider.config.clientSecret}`)}`);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      grant_type: 'authorization_code',
      code: 'a code',
      code_verifier: challenge.codeVerifier,
      redirect_uri: client.describe().redirect,
    });
  });

  it('says which tokens are missing', async () => {
    provider.gives({});
    expect(await exchange()).toEqual({ idToken: null, refreshToken: null });
  });

  it.each([
    ['invalid_grant', { reason: 'CODE_REFUSED', detail: null }],
    ['invalid_client', { reason: 'CLIENT_REFUSED', detail: 'invalid_client' }],
    ['unauthorized_client', { reason: 'CLIENT_REFUSED', detail: 'unauthorized_client' }],
    ['<script>secret</script>', { reason: 'CLIENT_REFUSED', detail: null }],
  ])('is refused with %s', async (error, refusal) => {
    provider.answers.token = json(() => ({ error, error_description: 'a secret' }), 400);
    await expect(exchange()).rejects.toMatchObject(refusal);
  });

  it.each(Object.keys(misbehaviours))('ends in time with a provider that %s', async (how) => {
    const usual = globalThis.fetch;
    provider.answers.token = misbehaviours[how] ?? expect.fail();
    const begin = performance.now();
    // A list is JSON without tokens, for arctic.
    if (how === 'answers a list') expect(await exchange()).toEqual({ idToken: null, refreshToken: null });
    else await expect(exchange()).rejects.toMatchObject(UNAVAILABLE);
    expect(performance.now() - begin).toBeLessThan(2500);
    expect(globalThis.fetch).toBe(usual);
  });

  it('leaves the fetch of everybody else alone while it runs', async () => {
    const usual = globalThis.fetch;
    provider.gives({ id_token: 'id' });
    const running = exchange();
    expect(globalThis.fetch).toBe(usual);
    await running;
  });
});

describe('keys', () => {
  const verify = async () => {
    const token = await provider.sign(provider.claims({ nonce: 'n' }));
    return client.verifyIdToken(token, new Date(), 'n');
  };

  it('are fetched once, and again when one is unknown: a rotation goes unnoticed', async () => {
    await verify();
    await verify();
    expect(provider.asked.certs).toBe(1);
    await provider.rotate();
    await expect(verify()).resolves.toMatchObject({ subject: 'alice' });
    expect(provider.asked.certs).toBe(2);
  });

  it('are not fetched for every unknown key while the cooldown lasts', async () => {
    const patient = keycloakClient(provider.config, publicUrl, { onFault, limitMs: 1000, keysCooldownMs: 60_000 });
    const token = await provider.sign(provider.claims({ nonce: 'n' }), { kid: 'unknown' });
    for (let tries = 0; tries < 3; tries++) {
      const tried = patient.verifyIdToken(token, new Date(), 'n');
      await expect(tried).rejects.toMatchObject({ detail: 'ERR_JWKS_NO_MATCHING_KEY' });
    }
    expect(provider.asked.certs).toBe(1);
  });

  it.each(Object.keys(misbehaviours))('cannot be had from a provider that %s', async (how) => {
    provider.answers.certs = misbehaviours[how] ?? expect.fail();
    await expect(verify()).rejects.toMatchObject(UNAVAILABLE);
  });
});

describe('signing out', () => {
  it('leads to Keycloak with the hint, and back to a known address', async () => {
    const url = (await client.endSessionUrl('an ID token')) ?? expect.fail();
    expect(url.origin + url.pathname).toBe(`${provider.issuer}/protocol/openid-connect/logout`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'kagi',
      post_logout_redirect_uri: 'https://kagi.example.com/',
      id_token_hint: 'an ID token',
    });
  });

  it('does without a hint', async () => {
    const url = (await client.endSessionUrl(null)) ?? expect.fail();
    expect(url.searchParams.has('id_token_hint')).toBe(false);
  });

  it('leads nowhere where the provider has no such place', async () => {
    const { issuer } = provider;
    const endpoints = { authorization_endpoint: issuer, token_endpoint: issuer, jwks_uri: issuer };
    provider.answers.discovery = json(() => ({ issuer, ...endpoints }));
    expect(await client.endSessionUrl('an ID token')).toBeNull();
  });
});
