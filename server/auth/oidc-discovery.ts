import { z } from 'zod';
import { type BoundedFetch, reach } from './oidc-fetch.ts';

/** What a provider says of itself, as far as it is used (OpenID Connect Discovery 1.0, 3). */
export type Discovery = {
  jwksUri: URL;
  /** Where a browser is sent to end the provider's own session, if it can be. */
  endSessionEndpoint: URL | null;
  /** Whether the provider names itself in every answer (RFC 9207), so that a missing name is a refusal. */
  sendsIssuer: boolean;
};

const document = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  end_session_endpoint: z.url().optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});

/**
 * The provider's document. What is asked @throws {VaultError} KEYCLOAK_UNAVAILABLE while it cannot be had or
 * does not fit.
 */
export type DiscoveryOf = {
  /** As it was last read; it is read when it is first needed. */
  known(): Promise<Discovery>;
  /** As it is read now, which tells whether the provider is there. */
  anew(): Promise<Discovery>;
};

/** Makes it. Concurrent callers share one request, and a failure is not kept. */
export function lazyDiscovery(issuer: string, fetchBounded: BoundedFetch): DiscoveryOf {
  let known: Discovery | null = null;
  let asking: Promise<Discovery> | null = null;
  async function ask(): Promise<Discovery> {
    try {
      known = await reach(() => discover(issuer, fetchBounded));
      return known;
    } finally {
      asking = null;
    }
  }
  const anew = () => {
    asking ??= ask();
    return asking;
  };
  return { known: async () => known ?? anew(), anew };
}

async function discover(issuer: string, fetchBounded: BoundedFetch): Promise<Discovery> {
  const response = await fetchBounded(`${issuer}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`The discovery document answered with status ${response.status}.`);
  const found = document.parse(await response.json());
  if (found.issuer !== issuer) {
    throw new Error(`KEYCLOAK_URL and KEYCLOAK_REALM say ${issuer}, but Keycloak calls itself ${found.issuer}.`);
  }
  const here = (address: string) => onOrigin(address, new URL(issuer).origin);
  here(found.authorization_endpoint);
  here(found.token_endpoint);
  return {
    jwksUri: here(found.jwks_uri),
    endSessionEndpoint: found.end_session_endpoint === undefined ? null : here(found.end_session_endpoint),
    sendsIssuer: found.authorization_response_iss_parameter_supported ?? false,
  };
}

/** The document may not send tokens, codes or people to another host. */
function onOrigin(address: string, origin: string): URL {
  const url = new URL(address);
  if (url.origin !== origin) throw new Error(`Keycloak names the endpoint ${url.origin}, which is not at ${origin}.`);
  return url;
}
