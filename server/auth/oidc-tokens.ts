import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { sameText } from '#server/crypto/instance.ts';
import { text } from '#shared/text.ts';
import { SignInRefusal } from './keycloak-refusal.ts';
import { unreachable } from './oidc-fetch.ts';

/** Whom a verified ID token names, and what it says of him. */
export type IdClaims = {
  subject: string;
  email: string | null;
  isEmailVerified: boolean;
  name: string | null;
  groups: readonly string[];
  /** The provider's session, by which a back-channel logout names it. */
  sid: string | null;
  /** When he last proved to the provider who he is. */
  authenticatedAt: Date | null;
};

/** A verified logout token: a session of the provider, or all of somebody's. At least one is there. */
export type LogoutClaims = { sid: string | null; subject: string | null };

/** Who must have signed, and for whom. */
export type Issued = { keys: JWTVerifyGetKey; issuer: string; clientId: string; now: Date };

/** Signatures with a key pair only: under HS256 whoever knows the public key could sign. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const TOLERANCE_SECONDS = 30;
const ID_TOKEN_SECONDS = 600;
const LOGOUT_TOKEN_SECONDS = 120;
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const LOGOUT_TYPES = new Set(['logout+jwt', 'application/logout+jwt', 'jwt']);

const subject = text.min(1).max(255);
const sid = z.string().min(1).max(255);
const words = z.string().nullable().catch(null).default(null);

const idClaims = z.looseObject({
  sub: subject,
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  nonce: z.string().optional(),
  sid: sid.nullable().default(null),
  auth_time: z.number().int().nonnegative().max(8e12).nullable().default(null),
  email: words,
  email_verified: z.boolean().catch(false).default(false),
  name: words,
  preferred_username: words,
  groups: z.array(z.string()).catch([]).default([]),
});

/**
 * Verifies an ID token (OpenID Connect Core 1.0, 3.1.3.7). `nonce` is the one that was sent; null after a
 * refresh, where there is none (12.2) and the caller compares the subject instead.
 * @throws {SignInRefusal} TOKEN_INVALID, its detail naming the claim or check that failed.
 * @throws {VaultError} KEYCLOAK_UNAVAILABLE if the provider's keys cannot be had.
 */
export async function verifyIdToken(token: string, issued: Issued, nonce: string | null): Promise<IdClaims> {
  const { payload } = await verified(token, issued, ID_TOKEN_SECONDS, ['exp', 'sub']);
  const claims = parsed(idClaims, payload);
  if (nonce !== null && !sameText(claims.nonce ?? '', nonce)) throw invalidToken('nonce');
  const isForOthersToo = Array.isArray(claims.aud) && claims.aud.length > 1;
  const authorizedParty = claims.azp ?? (isForOthersToo ? null : issued.clientId);
  if (authorizedParty !== issued.clientId) throw invalidToken('azp');
  return {
    subject: claims.sub,
    email: claims.email,
    isEmailVerified: claims.email_verified,
    name: claims.name ?? claims.preferred_username,
    groups: claims.groups,
    sid: claims.sid,
    authenticatedAt: claims.auth_time === null ? null : new Date(claims.auth_time * 1000),
  };
}

const logoutClaims = z.looseObject({
  sub: subject.nullable().default(null),
  sid: sid.nullable().default(null),
  events: z.looseObject({ [LOGOUT_EVENT]: z.looseObject({}) }),
});

/**
 * Verifies a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6). Its `jti` is not remembered:
 * ending a session twice ends it once.
 * @throws {SignInRefusal} TOKEN_INVALID, its detail naming the claim or check that failed.
 * @throws {VaultError} KEYCLOAK_UNAVAILABLE if the provider's keys cannot be had.
 */
export async function verifyLogoutToken(token: string, issued: Issued): Promise<LogoutClaims> {
  const { payload, protectedHeader } = await verified(token, issued, LOGOUT_TOKEN_SECONDS, []);
  // Keycloak before 25 says "JWT", as the drafts did.
  if (!LOGOUT_TYPES.has(protectedHeader.typ?.toLowerCase() ?? 'jwt')) throw invalidToken('typ');
  // An ID token has a nonce, so that neither can stand in for the other.
  if ('nonce' in payload) throw invalidToken('nonce');
  const claims = parsed(logoutClaims, payload);
  if (claims.sid === null && claims.sub === null) throw invalidToken('sid');
  return { sid: claims.sid, subject: claims.sub };
}

async function verified(
  token: string,
  { keys, issuer, clientId, now }: Issued,
  maxTokenAge: number,
  required: string[],
) {
  try {
    return await jwtVerify(token, keys, {
      issuer,
      audience: clientId,
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: now,
      maxTokenAge,
      requiredClaims: required,
    });
  } catch (error) {
    throw told(error);
  }
}

/** What failed while the keys were fetched, rather than in the token. */
const KEYS_FAILED = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID', 'ERR_JWKS_TIMEOUT']);

function told(error: unknown): unknown {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return invalidToken(error.claim);
  }
  if (!(error instanceof errors.JOSEError)) return error;
  return KEYS_FAILED.has(error.code) ? unreachable(error) : invalidToken(error.code);
}

function parsed<T>(schema: z.ZodType<T>, payload: unknown): T {
  const result = schema.safeParse(payload);
  if (result.success) return result.data;
  throw invalidToken(result.error.issues[0]?.path.join('.') ?? 'claims');
}

function invalidToken(detail: string): SignInRefusal {
  return new SignInRefusal('TOKEN_INVALID', { detail });
}
