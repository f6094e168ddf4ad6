import { expect, test } from './fixtures.ts';
import { givenKey, STRIPE } from './given.ts';
import { clipboardOf } from './screen.ts';

const SECRET = STRIPE.value;
const REVEAL = 'Reveal STRIPE_SECRET_KEY of shop, production';

test.beforeEach(async ({ page, person }) => {
  const { categoryId } = await givenKey(person.api, STRIPE);
  // Time goes on by itself, and is hurried along: never to within seconds of what is due.
  await page.clock.install();
  await page.goto(`/keys/${categoryId}`);
});

test('a revealed secret masks itself after half a minute', async ({ page }) => {
  await expect(page.getByText(SECRET)).toHaveCount(0);
  await page.getByRole('button', { name: REVEAL }).click();
  await expect(page.getByText(SECRET)).toBeVisible();
  await page.clock.runFor(20_000);
  await expect(page.getByText(SECRET)).toBeVisible();
  await page.clock.runFor(11_000);
  await expect(page.getByText(SECRET)).toHaveCount(0);
});

test('a revealed secret is masked on the way to another page, and is when one comes back', async ({ page }) => {
  await page.getByRole('button', { name: REVEAL }).click();
  await expect(page.getByText(SECRET)).toBeVisible();
  await page.getByRole('navigation', { name: 'Path' }).getByRole('link', { name: 'Keys' }).click();
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: REVEAL })).toBeVisible();
  await expect(page.getByText(SECRET)).toHaveCount(0);
});

test('a copied secret was never shown, and leaves the clipboard after 45 seconds', async ({ page }) => {
  await page.getByRole('button', { name: 'Copy STRIPE_SECRET_KEY' }).click();
  await expect(page.getByText('Copied STRIPE_SECRET_KEY')).toBeVisible();
  await expect(page.getByText(SECRET)).toHaveCount(0);
  expect(await clipboardOf(page)).toBe(SECRET);
  await page.clock.runFor(20_000);
  expect(await clipboardOf(page)).toBe(SECRET);
  await page.clock.runFor(26_000);
  await expect(page.getByText('Copied STRIPE_SECRET_KEY')).toHaveCount(0);
  expect(await clipboardOf(page)).toBe('');
});
