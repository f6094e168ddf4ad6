import { startKeycloak } from './install.ts';

/** One Keycloak for all journeys. */
export default async function setUp(): Promise<() => Promise<void>> {
  const { KAGI_E2E_KEYCLOAK_HOME: home = '', KAGI_E2E_JDK: jdk = '' } = process.env;
  const keycloak = await startKeycloak({ home, jdk });
  process.env.KAGI_E2E_KEYCLOAK_URL = keycloak.url;
  return keycloak.stop;
}
