import { KeyCloak, OAuth2RequestError, type OAuth2Tokens } from 'arctic';
import { createRemoteJWKSet, customFetch, type RemoteJWKSet } from 'jose';
import type { KeycloakConfig } from '#server/config.ts';
import { detailOf, SignInRefusal } from './keycloak-refusal.ts';
import { lazyDiscovery } from './oidc-discovery.ts';
import { type BoundedFetch, boundedFetch, reach, unreachable } from './oidc-fetch.ts';
import { type IdClaims, type LogoutClaims, verifyIdToken, verifyLogoutToken } from './oidc-tokens.ts';

/** What Keycloak gave at a sign-in or a refresh; a refresh may leave either out. */
export type ProviderTokens = { idToken: string | null; refreshToken: string | null };

/** What is sent along when a browser is sent to Keycloak, and must come back or fit. */
export type Challenge = { state: string; nonce: string; codeVerifier: string };

/** The addresses that the operator enters at Keycloak's client. */
export type KeycloakAddresses = { redirect: string; postLogout: string; backchannelLogout: string };

/**
 * A realm of Keycloak, as an OpenID provider. Every request to it is bounded in time and size.
 * What it is asked @throws {VaultError} KEYCLOAK_UNAVAILABLE while it cannot be reached or answers nonsense.
 */
export type KeycloakClient = {
  /** The one issuer whose tokens count. */
  issuer: string;
  rules: Pick<KeycloakConfig, 'allowedGroups' | 'allowedEmailDomains' | 'adminEmail'>;
  /** Is told why Keycloak could not be asked, where nobody waits for the answer. */
  onFault: (error: unknown) => void;
  describe(): KeycloakAddresses;
  /** Where a browser signs in; `again` asks for the password even of one who is signed in there. */
  authorizationUrl(challenge: Challenge, again: boolean): Promise<URL>;
  /** @throws {SignInRefusal} ISSUER_WRONG if an answer names another issuer, or none where it should (RFC 9207). */
  demandIssuer(issuer: string | null): Promise<void>;
  /** @throws {SignInRefusal} CODE_REFUSED or CLIENT_REFUSED. */
  exchange(code: string, codeVerifier: string): Promise<ProviderTokens>;
  /** @throws {SignInRefusal} CODE_REFUSED if the refresh token is over, CLIENT_REFUSED. */
  refresh(refreshToken: string): Promise<ProviderTokens>;
  /** @throws {SignInRefusal} TOKEN_INVALID */
  verifyIdToken(token: string, now: Date, nonce: string | null): Promise<IdClaims>;
  /** @throws {SignInRefusal} TOKEN_INVALID */
  verifyLogoutToken(token: string, now: Date): Promise<LogoutClaims>;
  /** Where a browser ends Keycloak's session and comes back from, or null where Keycloak has no such place. */
  endSessionUrl(idToken: string | null): Promise<URL | null>;
};

export type KeycloakOptions = {
  onFault: (error: unknown) => void;
  /** How long to wait for one answer. */
  limitMs?: number;
  /** How soon after the keys were read an unknown one may make them be read again. */
  keysCooldownMs?: number;
};

const SCOPES = ['openid', 'email', 'profile'];
const LIMIT_MS = 6_000;
const KEYS_COOLDOWN_MS = 30_000;

/** Makes the client of the configured realm; nothing is asked of it before the first sign-in. */
export function keycloakClient(config: KeycloakConfig, publicUrl: URL, options: KeycloakOptions): KeycloakClient {
  const { clientId, clientSecret } = config;
  const { onFault, limitMs = LIMIT_MS, keysCooldownMs = KEYS_COOLDOWN_MS } = options;
  const issuer = issuerOf(config);
  const addresses = addressesOf(publicUrl);
  const fetchBounded = boundedFetch(limitMs);
  const discovery = lazyDiscovery(issuer, fetchBounded);
  const arctic = new KeyCloak(issuer, clientId, clientSecret, addresses.redirect);
  let remote: RemoteJWKSet | null = null;

  async function issuedAt(now: Date) {
    const { jwksUri } = await discovery.known();
    remote ??= remoteKeys(jwksUri, fetchBounded, { limitMs, keysCooldownMs });
    return { keys: remote, issuer, clientId, now };
  }

  return {
    issuer,
    rules: config,
    onFault,
    describe: () => addresses,
    async authorizationUrl(challenge, again) {
      // Nobody is sent to a Keycloak that does not answer now.
      await discovery.anew();
      return authorizationUrl(arctic, challenge, again);
    },
    async demandIssuer(named) {
      const { sendsIssuer } = await discovery.known();
      if (named === null ? sendsIssuer : named !== issuer) throw new SignInRefusal('ISSUER_WRONG');
    },
    exchange: (code, verifier) => ask(fetchBounded, () => arctic.validateAuthorizationCode(code, verifier)),
    refresh: (refreshToken) => ask(fetchBounded, () => arctic.refreshAccessToken(refreshToken)),
    verifyIdToken: async (token, now, nonce) => verifyIdToken(token, await issuedAt(now), nonce),
    verifyLogoutToken: async (token, now) => verifyLogoutToken(token, await issuedAt(now)),
    async endSessionUrl(idToken) {
      const { endSessionEndpoint } = await discovery.known();
      return endSessionEndpoint && endSessionUrl(endSessionEndpoint, clientId, addresses.postLogout, idToken);
    },
  };
}

/** The issuer that a realm's tokens name. */
export function issuerOf({ url, realm }: Pick<KeycloakConfig, 'url' | 'realm'>): string {
  return `${url}/realms/${encodeURIComponent(realm)}`;
}

/** Where Keycloak and browsers that come from it find the vault that is reached there. */
export function addressesOf({ origin }: URL): KeycloakAddresses {
  return {
    redirect: `${origin}/api/auth/callback/keycloak`,
    postLogout: `${origin}/`,
    backchannelLogout: `${origin}/api/auth/backchannel/keycloak`,
  };
}

function authorizationUrl(arctic: KeyCloak, { state, nonce, codeVerifier }: Challenge, again: boolean): URL {
  const url = arctic.createAuthorizationURL(state, codeVerifier, SCOPES);
  url.searchParams.set('nonce', nonce);
  if (again) url.searchParams.set('prompt', 'login');
  if (again) url.searchParams.set('max_age', '0');
  return url;
}

function remoteKeys(
  jwksUri: URL,
  fetchBounded: BoundedFetch,
  { limitMs, keysCooldownMs }: Required<Pick<KeycloakOptions, 'limitMs' | 'keysCooldownMs'>>,
): RemoteJWKSet {
  return createRemoteJWKSet(jwksUri, {
    timeoutDuration: limitMs,
    cooldownDuration: keysCooldownMs,
    [customFetch]: (url, options) => reach(() => fetchBounded(url, options)),
  });
}

function endSessionUrl(endpoint: URL, clientId: string, postLogout: string, idToken: string | null): URL {
  const url = new URL(endpoint);
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('post_logout_redirect_uri', postLogout);
  // Without the hint Keycloak asks whom it should sign out.
  if (idToken !== null) url.searchParams.set('id_token_hint', idToken);
  return url;
}

async function ask(fetchBounded: BoundedFetch, request: () => Promise<OAuth2Tokens>): Promise<ProviderTokens> {
  try {
    const tokens = await withFetch(fetchBounded, request);
    const idToken = 'id_token' in tokens.data ? tokens.idToken() : null;
    return { idToken, refreshToken: tokens.hasRefreshToken() ? tokens.refreshToken() : null };
  } catch (error) {
    if (!(error instanceof OAuth2RequestError)) throw unreachable(error);
    if (error.code === 'invalid_grant') throw new SignInRefusal('CODE_REFUSED');
    throw new SignInRefusal('CLIENT_REFUSED', detailOf(error.code));
  }
}

/**
 * arctic takes no `fetch`, and its own waits for ever, reads any amount, and follows redirects with the
 * code in hand. But it calls the global one before it first awaits, so whatever stands there during the
 * call is what it uses; nothing else can run in between.
 */
function withFetch<T>(fetchBounded: BoundedFetch, call: () => Promise<T>): Promise<T> {
  const usual = globalThis.fetch;
  globalThis.fetch = fetchBounded;
  try {
    return call();
  } finally {
    globalThis.fetch = usual;
  }
}
