import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { givenKey, STRIPE } from './given.ts';
import { PAGES } from './paths.ts';
import { clipboardOf } from './screen.ts';

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

test('on a phone a secret is found, copied and revealed', async ({ page, person }) => {
  await givenKey(person.api, STRIPE);
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Keys' }).tap();
  await page.getByRole('link', { name: 'Stripe' }).tap();
  await page.getByRole('button', { name: 'Copy STRIPE_SECRET_KEY' }).tap();
  await expect(page.getByText('Copied STRIPE_SECRET_KEY')).toBeVisible();
  expect(await clipboardOf(page)).toBe(STRIPE.value);
  await page.getByRole('button', { name: 'Reveal STRIPE_SECRET_KEY' }).tap();
  await expect(page.getByText(STRIPE.value)).toBeVisible();
});

test('no page is wider than a phone, and all are within its reach', async ({ page, person }) => {
  const { categoryId } = await givenKey(person.api, {
    ...STRIPE,
    category: 'A category with a rather long name that goes on',
    project: 'a-project-with-a-name-that-somebody-thought-about-for-long',
  });
  for (const path of [...PAGES.map(([one]) => one), `/keys/${categoryId}`]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await overhangOf(page), path).toBe(0);
  }
  await page.getByRole('button', { name: 'More', exact: true }).tap();
  await page.getByRole('menuitem', { name: 'Audit' }).tap();
  await expect(page.getByRole('heading', { name: 'Audit' })).toBeVisible();
});

/** By how many pixels the page is wider than the window. */
function overhangOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
