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

test('what a page’s head has no room for stands in its menu', async ({ page, person }) => {
  const { categoryId } = await givenKey(person.api, STRIPE);
  const { id } = await person.api<{ id: string }>('POST', '/envs', { name: 'shop' });
  await person.api('POST', `/envs/${id}/files`, { fileType: 'env', content: 'PORT=3000' });
  const menus: [path: string, title: string, items: string[]][] = [
    ['/', 'Overview', ['Import .env']],
    ['/keys', 'Keys', ['Import .env', 'Last changed', 'By name', 'Most entries']],
    [`/keys/${categoryId}`, 'Stripe', ['Edit the category', 'Delete the category']],
    ['/projects/shop', 'shop', ['All', 'With gaps', 'Expired']],
    [`/envs/${id}`, 'shop', ['Fill with AI', 'Copy the file', 'Download', 'Delete .env', 'Rename the project']],
    ['/2fa', 'Two-factor', ['From a picture']],
  ];
  for (const [path, title, items] of menus) {
    await page.goto(path);
    await page.getByRole('button', { name: `More on ${title}`, exact: true }).tap();
    for (const name of items) await expect(page.getByRole('menuitem', { name }), `${path}: ${name}`).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
  }
});

test('on a phone a .env is imported, and a row is as large a target as it looks', async ({ page, person }) => {
  await givenKey(person.api, STRIPE);
  await person.api('POST', '/envs', { name: 'atlas-web' });
  await page.goto('/keys');
  await page.getByRole('button', { name: 'More on Keys' }).tap();
  await page.getByRole('menuitem', { name: 'Import .env' }).tap();
  await expect(page.getByRole('dialog', { name: 'Import a .env' })).toBeVisible();
  await page.goto('/envs');
  // In its middle, which is beside its name and beside its buttons.
  await page.getByRole('row').filter({ hasText: 'atlas-web' }).tap();
  await expect(page.getByRole('heading', { name: 'atlas-web' })).toBeVisible();
});

test('on a phone a secret is put into an env file, and the file is saved', async ({ page, person }) => {
  const { id } = await person.api<{ id: string }>('POST', '/envs', { name: 'shop' });
  await person.api('POST', `/envs/${id}/files`, { fileType: 'env', content: 'SESSION=' });
  await page.goto(`/envs/${id}`);
  await page.getByRole('button', { name: 'Reveal .env' }).tap();
  const text = page.getByRole('textbox', { name: 'Content of .env' });
  await text.tap();
  await text.press('ControlOrMeta+End');
  await page.getByRole('button', { name: 'Insert secret' }).tap();
  await page
    .getByRole('button', { name: /^(Use|Insert)/ })
    .last()
    .tap();
  await expect(text).toContainText(/SESSION=\w{20,}/);
  await page.getByRole('button', { name: 'Review 1 change' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Save 1 change' }).tap();
  // Which is behind the dialog until that is over: the button that it was before is hidden as soon as it opens.
  await expect(page.getByRole('button', { name: 'No changes' })).toBeVisible();
  const [file] = await person.api<{ size: number }[]>('GET', `/envs/${id}/files`);
  expect(file?.size).toBeGreaterThan('SESSION='.length + 20);
});

/** By how many pixels the page is wider than the window. */
function overhangOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
