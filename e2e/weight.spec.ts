import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { givenKey, STRIPE } from './given.ts';

const KB = 1000;

/** Brings a page up until its words stand, and tells how many bytes of script came for it, all of them compressed. */
async function scriptBytes(page: Page, path: string, words: string): Promise<number> {
  const sizes: Promise<number>[] = [];
  const encodings = new Set<string>();
  page.on('response', (response) => {
    const request = response.request();
    if (request.resourceType() !== 'script' || !response.ok()) return;
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    if (Number(response.headers()['content-length']) > KB) encodings.add(response.headers()['content-encoding'] ?? '');
  });
  await page.goto(path);
  await expect(page.getByRole('heading', { name: words })).toBeVisible();
  expect([...encodings]).toEqual(['br']);
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
}

test('the door needs at most 90 kB of script', async ({ page }) => {
  const bytes = await scriptBytes(page, '/sign-in', 'Sign in');
  expect(bytes).toBeGreaterThan(20 * KB);
  expect(bytes).toBeLessThanOrEqual(90 * KB);
});

test('the overview of a vault needs at most 150 kB of script', async ({ page, person }) => {
  await givenKey(person.api, STRIPE);
  const bytes = await scriptBytes(page, '/', 'Recently added');
  expect(bytes).toBeGreaterThan(20 * KB);
  expect(bytes).toBeLessThanOrEqual(150 * KB);
});

test('what the overview and the cards ask for hardly grows with the vault', async ({ page, person }) => {
  const { categoryId } = await givenKey(person.api, STRIPE);
  const few = await answerBytes(page);
  for (let at = 0; at < 60; at++) {
    const notes = randomBytes(400).toString('base64');
    await person.api('POST', '/entries', { categoryId, name: 'shop', value: 'v', notes });
  }
  // A handful of entries are shown by name, with their notes; the others only count.
  expect(await answerBytes(page)).toBeLessThan(few + 20 * KB);
});

/** What the two pages are told, before it is compressed. */
async function answerBytes(page: Page): Promise<number> {
  let bytes = 0;
  // The stream of live changes has no end. Of what has one, the client may close the line before it is counted.
  await page.route(/\/trpc\/(?!live\.)/, async (route) => {
    const response = await route.fetch();
    bytes += (await response.body()).byteLength;
    await route.fulfill({ response });
  });
  for (const path of ['/', '/keys']) {
    await page.goto(path);
    await expect(page.getByRole('link', { name: /STRIPE_SECRET_KEY|Stripe/ }).first()).toBeVisible();
  }
  await page.unrouteAll({ behavior: 'wait' });
  expect(bytes).toBeGreaterThan(0);
  return bytes;
}
