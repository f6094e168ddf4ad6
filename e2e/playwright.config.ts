import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { browserOrEnd } from './browser.ts';
import type { Options } from './fixtures.ts';

const ROOT = join(import.meta.dirname, '..');
const isCi = Boolean(process.env.CI);

// Each worker reads this file again: what the first reading found and built, the others are told.
if (process.env.KAGI_E2E_BROWSER === undefined) {
  const browser = await browserOrEnd();
  execFileSync(process.execPath, [join(ROOT, 'bin/build.mjs')], { stdio: 'inherit' });
  process.env.KAGI_E2E_BROWSER = browser;
}

const postgresUrl = process.env.KAGI_TEST_POSTGRES_URL;
/** They need a Keycloak: its folder has a configuration of its own. */
const ELSEWHERE = '**/keycloak/**';
/** These look at how pages are drawn and moved in, or for a browser, which no database changes. */
const LOOKS = [
  ...['accessibility', 'ai', 'browser', 'canary', 'drafts', 'keyboard'],
  ...['opening', 'phone', 'reveal', 'strangers', 'weight'],
];

export default defineConfig<object, Options>({
  testDir: '.',
  testIgnore: ELSEWHERE,
  outputDir: join(ROOT, 'test-results'),
  fullyParallel: true,
  // Each worker holds a server, a database and a browser.
  workers: 2,
  forbidOnly: isCi,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: isCi ? [['line'], ['github']] : 'line',
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    permissions: ['clipboard-read', 'clipboard-write'],
    // A trace of each costs a third of the time: `--trace retain-on-failure` writes them.
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env.KAGI_E2E_BROWSER },
  },
  projects: [
    { name: 'embedded', use: { postgresUrl: null } },
    ...(postgresUrl
      ? [
          {
            name: 'postgres',
            testIgnore: [ELSEWHERE, ...LOOKS.map((name) => `**/${name}.spec.ts`)],
            use: { postgresUrl },
          },
        ]
      : []),
  ],
});
