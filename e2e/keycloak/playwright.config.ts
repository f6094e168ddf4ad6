import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import shared from '#e2e/playwright.config.ts';
import { install } from './install.ts';

// Each worker reads this file again: the others are told what the first reading found.
if (process.env.KAGI_E2E_KEYCLOAK_HOME === undefined) {
  const found = await install();
  if ('missing' in found) {
    console.error(`No Keycloak runs here, so the journeys through it were not tested: ${found.missing}.`);
    process.exit(process.env.CI ? 1 : 0);
  }
  process.env.KAGI_E2E_KEYCLOAK_HOME = found.home;
  process.env.KAGI_E2E_JDK = found.jdk;
}

export default defineConfig({
  ...shared,
  testDir: '.',
  testIgnore: [],
  // A journey may begin with a server of its own, beside a Keycloak that is still warming up.
  timeout: 120_000,
  outputDir: join(import.meta.dirname, '../../test-results/keycloak'),
  globalSetup: join(import.meta.dirname, 'global-setup.ts'),
  // What the vault stores the other journeys try on both databases.
  projects: [{ name: 'keycloak' }],
});
