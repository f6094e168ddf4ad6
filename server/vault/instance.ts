import { addressesOf, issuerOf } from '#server/auth/keycloak.ts';
import type { SignInByKeycloak } from '#shared/instance.ts';
import type { Vault } from './vault.ts';

/** Which realm signs people in, and what its client needs; the addresses hold before there is one. */
export function keycloak({ config }: Vault): SignInByKeycloak {
  const { keycloak, publicUrl } = config;
  return { issuer: keycloak && issuerOf(keycloak), addresses: addressesOf(publicUrl) };
}
