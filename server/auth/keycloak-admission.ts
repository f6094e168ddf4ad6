import type { KeycloakClient } from './keycloak.ts';
import { SignInRefusal } from './keycloak-refusal.ts';
import type { IdClaims } from './oidc-tokens.ts';

type Rules = KeycloakClient['rules'];

/**
 * Asks whether the configuration lets somebody in; at every sign-in and every refresh, as groups change.
 * @throws {SignInRefusal} GROUP_NOT_ALLOWED, EMAIL_NOT_ALLOWED or EMAIL_NOT_VERIFIED.
 */
export function demandAdmitted({ allowedGroups, allowedEmailDomains }: Rules, claims: IdClaims): void {
  const groups = new Set(claims.groups.map(bareGroup));
  if (allowedGroups.length > 0 && !allowedGroups.some((group) => groups.has(bareGroup(group)))) {
    throw new SignInRefusal('GROUP_NOT_ALLOWED');
  }
  if (allowedEmailDomains.length === 0) return;
  const domain = claims.email?.toLowerCase().split('@').at(-1) ?? '';
  if (!allowedEmailDomains.some((allowed) => allowed.toLowerCase() === domain)) {
    throw new SignInRefusal('EMAIL_NOT_ALLOWED');
  }
  // Anybody can write an address of that domain into his profile.
  if (!claims.isEmailVerified) throw new SignInRefusal('EMAIL_NOT_VERIFIED');
}

/**
 * Asks whether somebody may become the admin of a vault that has no user yet. Nobody else may come first:
 * he would be the admin, since the first user is.
 * @throws {SignInRefusal} SETUP_REQUIRED, or EMAIL_NOT_VERIFIED if the address is the right one.
 */
export function demandAdmin({ adminEmail }: Rules, claims: IdClaims): void {
  const isNamed = adminEmail !== null && claims.email?.toLowerCase() === adminEmail.toLowerCase();
  if (!isNamed) throw new SignInRefusal('SETUP_REQUIRED');
  if (!claims.isEmailVerified) throw new SignInRefusal('EMAIL_NOT_VERIFIED');
}

/** Keycloak writes a group as `/dev` where its mapper gives the full path, as `dev` where it does not. */
function bareGroup(group: string): string {
  return group.startsWith('/') ? group.slice(1) : group;
}
