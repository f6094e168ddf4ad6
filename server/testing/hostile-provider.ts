import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import type { KeycloakConfig } from '#server/config.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
export type Endpoint = 'discovery' | 'certs' | 'token';

/** A provider that does as a test tells it: it answers honestly until an answer is replaced. */
export type HostileProvider = {
  config: KeycloakConfig;
  issuer: string;
  answers: Record<Endpoint, Handler>;
  /** How often each endpoint was asked. */
  asked: Record<Endpoint, number>;
  /** Answers the next exchanges and refreshes with these fields. */
  gives(tokens: Record<string, unknown>): void;
  /** Claims of an honest ID token for `alice`, with some replaced; `undefined` leaves one out. */
  claims(replaced?: Record<string, unknown>): JWTPayload;
  /** Signs as an honest provider does; the header can lie. */
  sign(claims: JWTPayload, header?: { kid?: string; typ?: string }): Promise<string>;
  signUnsecured(claims: JWTPayload): string;
  /** Signs with HS256 and the published key as the secret. */
  signWithPublicKey(claims: JWTPayload): Promise<string>;
  /** Signs by a key that nobody published, under the published one's id. */
  forge(claims: JWTPayload): Promise<string>;
  /** Replaces the signing key by a new one with an id of its own. */
  rotate(): Promise<void>;
  close(): Promise<void>;
};

type SigningKey = { kid: string; privateKey: CryptoKey; publicKey: CryptoKey };

const MOUNT = '/realms/dev';

/** Where redirects lead: to an answer that would do, if anybody followed. */
const ELSEWHERE = '/elsewhere';
const elsewhere = json(() => ({ keys: [], id_token: 'x', refresh_token: 'x' }));

const CLIENT = { clientId: 'kagi', clientSecret: 'client-secret-of-the-tests' };

/** Starts the provider on loopback. */
export async function hostileProvider(): Promise<HostileProvider> {
  let key = await newKey('first');
  const asked = { discovery: 0, certs: 0, token: 0 };
  const server = createServer((request, response) => {
    if (request.url === ELSEWHERE) return elsewhere(request, response);
    const endpoint = endpointOf(request.url ?? '');
    asked[endpoint] += 1;
    answers[endpoint](request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an address with a port.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = url + MOUNT;
  const answers: Record<Endpoint, Handler> = {
    discovery: json(() => discoveryOf(issuer)),
    certs: json(async () => ({ keys: [{ ...(await exportJWK(key.publicKey)), kid: key.kid, use: 'sig' }] })),
    token: json(() => ({})),
  };
  const header = () => ({ alg: 'ES256', kid: key.kid, typ: 'JWT' });
  return {
    config: { url, realm: 'dev', ...CLIENT, allowedGroups: [], allowedEmailDomains: [], adminEmail: null },
    issuer,
    answers,
    asked,
    gives: (tokens) => {
      answers.token = json(() => ({ token_type: 'Bearer', access_token: 'opaque', ...tokens }));
    },
    claims: (replaced = {}) => ({ ...honestClaims(issuer), ...replaced }),
    sign: (claims, lies = {}) => new SignJWT(claims).setProtectedHeader({ ...header(), ...lies }).sign(key.privateKey),
    signUnsecured: (claims) => new UnsecuredJWT(claims).encode(),
    signWithPublicKey: async (claims) => {
      const secret = new TextEncoder().encode(await exportSPKI(key.publicKey));
      return new SignJWT(claims).setProtectedHeader({ ...header(), alg: 'HS256' }).sign(secret);
    },
    forge: async (claims) => new SignJWT(claims).setProtectedHeader(header()).sign((await newKey('x')).privateKey),
    rotate: async () => {
      key = await newKey('second');
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Ways in which a server fails its client. */
export const misbehaviours: Record<string, Handler> = {
  'never answers': () => {},
  'hangs up': (request) => request.destroy(),
  'sends without end': (_request, response) => {
    const chunk = 'x'.repeat(64 * 1024);
    const push = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', push);
    push();
  },
  'trickles without end': (_request, response) => {
    const timer = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(timer));
  },
  redirects: (_request, response) => response.writeHead(307, { location: ELSEWHERE }).end(),
  'answers two megabytes': json(() => ({ id_token: 'x'.repeat(2 * 1024 * 1024) })),
  'answers what is no JSON': (_request, response) => void response.writeHead(200).end('<html>'),
  'answers a list': json(() => []),
  fails: (_request, response) => response.writeHead(500).end('{}'),
};

/** Answers with JSON. */
export function json(content: () => unknown, status = 200): Handler {
  return async (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(await content()));
  };
}

async function newKey(kid: string): Promise<SigningKey> {
  return { kid, ...(await generateKeyPair('ES256', { extractable: true })) };
}

function endpointOf(url: string): Endpoint {
  if (url.includes('/.well-known/')) return 'discovery';
  return url.endsWith('/certs') ? 'certs' : 'token';
}

function discoveryOf(issuer: string) {
  const at = (name: string) => `${issuer}/protocol/openid-connect/${name}`;
  return {
    issuer,
    authorization_endpoint: at('auth'),
    token_endpoint: at('token'),
    jwks_uri: at('certs'),
    end_session_endpoint: at('logout'),
    authorization_response_iss_parameter_supported: true,
  };
}

function honestClaims(iss: string): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  const person = { sub: 'alice', email: 'alice@example.com', email_verified: true, name: 'Alice' };
  return {
    iss,
    aud: CLIENT.clientId,
    azp: CLIENT.clientId,
    ...person,
    sid: 's1',
    auth_time: now,
    iat: now,
    exp: now + 300,
  };
}
