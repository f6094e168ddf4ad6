import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import type { KeycloakConfig } from '#server/config.ts';

/** What the provider's ID tokens say of somebody besides his subject. */
export type Person = Record<string, unknown>;

export type TestProvider = {
  /** Settings under which the vault is the provider's client. */
  config: KeycloakConfig;
  issuer: string;
  /** By subject. Who is taken out is refused from then on, at sign-in and at refresh. */
  people: Map<string, Person>;
  /** Who answers the provider's next question for a name and a password. */
  signsIn(subject: string): void;
  close(): Promise<void>;
};

const REALM = 'dev';
const MOUNT = `/realms/${REALM}`;
const PROTOCOL = '/protocol/openid-connect';
const CLIENT = { clientId: 'kagi', clientSecret: 'client-secret-of-the-tests' };

/**
 * Starts a certified OpenID provider on loopback, laid out as Keycloak lays out a realm. It asks nobody
 * anything: whoever `signsIn` named is signed in. `deliver` carries its back-channel requests to the vault.
 */
export async function testProvider(publicUrl: URL, deliver: typeof fetch = fetch): Promise<TestProvider> {
  const people = new Map<string, Person>();
  let next = 'alice';
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an address with a port.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = url + MOUNT;
  const provider = new Provider(issuer, await configuration(publicUrl, people, deliver));
  const protocol = provider.callback();

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    if (path.startsWith(`${MOUNT}/interaction/`)) return void interact(provider, request, response, next);
    // oidc-provider finds its own address from the one that was asked for.
    Object.assign(request, { originalUrl: path, url: path.slice(MOUNT.length) || '/' });
    protocol(request, response);
  }

  return {
    config: { url, realm: REALM, ...CLIENT, allowedGroups: [], allowedEmailDomains: [], adminEmail: null },
    issuer,
    people,
    signsIn: (subject) => {
      next = subject;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse, accountId: string) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    const result = { login: { accountId } };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
  const owner = { accountId: session?.accountId ?? accountId, clientId: params.client_id };
  const grant = (grantId && (await provider.Grant.find(grantId))) || new provider.Grant(owner);
  grant.addOIDCScope('openid email profile');
  const result = { consent: { grantId: await grant.save() } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

async function configuration({ origin }: URL, people: ReadonlyMap<string, Person>, deliver: typeof fetch) {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const signingKey = { ...(await exportJWK(privateKey)), kid: 'first', use: 'sig' };
  return {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [`${origin}/api/auth/callback/keycloak`],
        post_logout_redirect_uris: [`${origin}/`],
        backchannel_logout_uri: `${origin}/api/auth/backchannel/keycloak`,
        backchannel_logout_session_required: true,
        // Keycloak says in every ID token when its user signed in.
        require_auth_time: true,
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    routes: {
      authorization: `${PROTOCOL}/auth`,
      token: `${PROTOCOL}/token`,
      jwks: `${PROTOCOL}/certs`,
      end_session: `${PROTOCOL}/logout`,
    },
    claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    conformIdTokenClaims: false,
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    findAccount: async (_context: unknown, accountId: string) => {
      const person = people.get(accountId);
      return person && { accountId, claims: async () => ({ ...person, sub: accountId }) };
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `${MOUNT}/interaction/${uid}` },
    cookies: { keys: ['of the tests'] },
    jwks: { keys: [signingKey] },
    ttl: {
      Interaction: 60,
      Session: 600,
      Grant: 600,
      AccessToken: 60,
      AuthorizationCode: 60,
      RefreshToken: 600,
      IdToken: 60,
    },
    // Its own dispatcher refuses loopback.
    fetch: (url: string, { dispatcher: _, ...rest }: RequestInit & { dispatcher?: unknown }) => deliver(url, rest),
  };
}
