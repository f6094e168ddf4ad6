import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { givenKey, STRIPE } from './given.ts';

/** Holds every answer of a kind back, until it is let go. */
async function hold(page: Page, address: RegExp): Promise<() => void> {
  const gate = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    await gate.promise;
    await route.continue();
  });
  return gate.resolve;
}

test('what is typed before the palette is there lands in it, and not on the page', async ({ page, person }) => {
  await givenKey(person.api, STRIPE);
  await page.goto('/keys');
  await expect(page.getByRole('link', { name: 'Stripe' })).toBeVisible();
  const letGo = await hold(page, /\/assets\/palette-.*\.js/);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('nstx');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  letGo();
  const palette = page.getByRole('dialog', { name: 'Search or do' });
  const field = palette.getByRole('combobox');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('nst');
  await page.keyboard.type('ripe');
  await expect(field).toHaveValue('nstripe');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await field.fill('stripe');
  await expect(palette.getByRole('option', { name: /^Stripe/ }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
});

test('a palette that is left before it came does not come', async ({ page, person }) => {
  await givenKey(person.api, STRIPE);
  await page.goto('/keys');
  await expect(page.getByRole('link', { name: 'Stripe' })).toBeVisible();
  const letGo = await hold(page, /\/assets\/palette-.*\.js/);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.press('Escape');
  letGo();
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog', { name: 'New category' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(1);
});

test('a server that does not answer is named, and asked again', async ({ page, person, watched }) => {
  watched.expectStatus(503);
  await givenKey(person.api, STRIPE);
  await page.route(/\/trpc\//, (route) =>
    route.fulfill({ status: 503, contentType: 'text/plain', body: 'upstream is away' }),
  );
  await page.goto('/keys');
  const note = page.getByRole('alert').filter({ hasText: 'The server does not answer.' });
  await expect(page.getByRole('heading', { name: 'Your vault did not open' })).toBeVisible();
  await note.getByRole('button', { name: 'Try again' }).click();
  await expect(note).toBeVisible();
  await page.unroute(/\/trpc\//);
  await note.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('link', { name: 'Stripe' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Your vault did not open' })).toHaveCount(0);
});

test('a brand that nobody has drawn is not asked for', async ({ page, person }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/icons/')) asked.push(pathname);
  });
  for (const [name, icon] of [
    ['Stripe', 'stripe'],
    ['Corner shop', 'cornershop'],
  ]) {
    await person.api('POST', '/categories', { name, icon, keyType: 'simple', envVarName: 'A_KEY' });
  }
  const picture = page.waitForResponse(/\/icons\/stripe\.svg/);
  await page.goto('/keys');
  await expect(page.getByRole('link', { name: 'Corner shop' })).toBeVisible();
  expect((await picture).status()).toBe(200);
  expect(asked.toSorted()).toEqual(['/icons/index.json', '/icons/stripe.svg']);
});

test('what comes late moves no button away from under the pointer', async ({ page, person }) => {
  await givenKey(person.api, STRIPE);
  const letGo = await hold(page, /\/trpc\/.*overview\.get/);
  await page.goto('/');
  const button = page.getByRole('button', { name: 'Import .env' });
  await expect(button).toBeVisible();
  const early = await button.boundingBox();
  letGo();
  await expect(page.getByRole('link', { name: /STRIPE_SECRET_KEY/ }).first()).toBeVisible();
  expect(await button.boundingBox()).toEqual(early);
});
