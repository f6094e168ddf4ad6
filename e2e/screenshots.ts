/**
 * Pictures of the built product in front of a full vault.
 *
 *   npm run screenshots                the three of the README, light and dark, into docs/pictures
 *   npm run screenshots -- --all DIR   every page and dialog, light and dark, wide and as on a phone
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BrowserContext, chromium } from '@playwright/test';
import { apiOf } from './api.ts';
import { findBrowser, NO_BROWSER } from './browser.ts';
import { EMPTY, full, ofReadme, STRANGERS, type View } from './scenes.ts';
import { seed } from './seed.ts';
import { startServer } from './server.ts';
import { settle } from './settle.ts';

const ROOT = join(import.meta.dirname, '..');
const GRACE = { email: 'grace@example.com', password: 'pocket-lantern-harbour-73' };
/** It is in the pictures, which are to differ by what changed alone. */
const PORT = 3000;
const THEMES = ['light', 'dark'] as const;
const WIDE = { mark: '', viewport: { width: 1440, height: 900 }, hasTouch: false };
const PHONE = { mark: '-phone', viewport: { width: 360, height: 740 }, hasTouch: true };
type Screen = typeof WIDE;
const WITHIN_MS = 10_000;

const { values } = parseArgs({ options: { all: { type: 'string' } } });
const executablePath = await findBrowser();
if (executablePath === null) throw new Error(NO_BROWSER);
execFileSync(process.execPath, [join(ROOT, 'bin/build.mjs')], { stdio: 'inherit' });
const server = await startServer({ postgresUrl: null, admin: GRACE, port: PORT });
const browser = await chromium.launch({ executablePath });
try {
  await (values.all === undefined ? takeReadme() : takeAll(values.all));
} finally {
  await browser.close();
  await server.stop();
}

async function takeReadme(): Promise<void> {
  const vault = await fillVault();
  const folder = join(ROOT, 'docs/pictures');
  await take(ofReadme(vault), { folder, screens: [WIDE], isSignedIn: true });
}

async function takeAll(folder: string): Promise<void> {
  const screens = [WIDE, PHONE];
  await take(STRANGERS, { folder, screens, isSignedIn: false });
  await take(EMPTY, { folder, screens, isSignedIn: true });
  await take(full(await fillVault()), { folder, screens, isSignedIn: true });
}

async function fillVault() {
  const context = await newContext(WIDE);
  const vault = await seed(apiOf(context.request, server.url));
  await context.close();
  return vault;
}

type Order = { folder: string; screens: readonly Screen[]; isSignedIn: boolean };

async function take(views: readonly View[], { folder, screens, isSignedIn }: Order): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const screen of screens) {
    const context = await newContext(screen, isSignedIn);
    for (const view of views) {
      const way = screen === PHONE ? { ...view, ...view.onPhone } : view;
      await takeBoth(context, way, join(folder, `${view.name}${screen.mark}`));
    }
    await context.close();
  }
}

/** A session of Grace's, unless it is to be a stranger's. Reduced motion: nothing is caught halfway. */
async function newContext({ viewport, hasTouch }: Screen, isSignedIn = true): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport,
    hasTouch,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(WITHIN_MS);
  if (isSignedIn) await apiOf(context.request, server.url)('POST', '/auth/sign-in', GRACE);
  return context;
}

/** What cannot be reached on this screen is named and left out: the rest is still worth a look. */
async function takeBoth(context: BrowserContext, view: View, path: string): Promise<void> {
  const page = await context.newPage();
  try {
    await page.goto(view.path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await settle(page);
    await view.open?.(page);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await settle(page);
      await page.screenshot({ path: `${path}-${theme}.png` });
    }
  } catch (error) {
    if (values.all === undefined) throw error;
    console.error(`${path}: ${error instanceof Error ? error.message : error}`);
  } finally {
    await page.close();
  }
}
