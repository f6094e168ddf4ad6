import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { givenKey, STRIPE } from './given.ts';
import { fillProject } from './screen.ts';
import { tracesOf } from './traces.ts';

const CANARY = 'canary-7b1e9d6f';

/** Where the canary still stands. */
async function whereIs(page: Page, canary: string): Promise<string[]> {
  const traces = await tracesOf(page);
  expect(traces.queries, 'the walk has found the query cache').toContain('entries');
  return Object.entries(traces).flatMap(([place, text]) => (text.includes(canary) ? [place] : []));
}

test('what was revealed and masked is nowhere in the page, its address, its storage or its cache', async ({
  page,
  person,
}) => {
  const { categoryId } = await givenKey(person.api, { ...STRIPE, value: CANARY });
  await page.goto(`/keys/${categoryId}`);
  await page.getByRole('button', { name: 'Reveal STRIPE_SECRET_KEY' }).click();
  await expect(page.getByText(CANARY)).toBeVisible();
  expect(await whereIs(page, CANARY), 'only where it is read, and the walk sees it there').toEqual(['document']);
  await page.getByRole('button', { name: 'Mask STRIPE_SECRET_KEY' }).click();
  await expect(page.getByText(CANARY)).toHaveCount(0);
  expect(await whereIs(page, CANARY)).toEqual([]);

  await page.getByRole('button', { name: 'Copy STRIPE_SECRET_KEY' }).click();
  await expect(page.getByText('Copied STRIPE_SECRET_KEY')).toBeVisible();
  expect(await whereIs(page, CANARY)).toEqual([]);
});

test('what was typed into a form, or pasted to be imported, is gone with it', async ({ page, person }) => {
  const { categoryId } = await givenKey(person.api, STRIPE);
  await page.goto(`/keys/${categoryId}`);
  await page.getByRole('button', { name: 'More on shop, production' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit STRIPE_SECRET_KEY' });
  await dialog.getByLabel('STRIPE_SECRET_KEY', { exact: true }).fill(CANARY);
  await dialog.getByRole('button', { name: 'Save entry' }).click();
  await expect(dialog).toBeHidden();
  expect(await whereIs(page, CANARY)).toEqual([]);

  await page.goto('/');
  await page.getByRole('button', { name: 'Import .env' }).click();
  const importing = page.getByRole('dialog', { name: 'Import a .env' });
  await importing.getByLabel('Text of the .env').fill(`PASTED=${CANARY}`);
  await importing.getByRole('button', { name: 'Preview import' }).click();
  await fillProject(importing, 'shop');
  await importing.getByRole('button', { name: 'Import 1 variable' }).click();
  await expect(importing).toBeHidden();
  expect(await whereIs(page, CANARY)).toEqual([]);
});

test('an env file leaves nothing behind when it is covered and left', async ({ page, person }) => {
  await givenKey(person.api, STRIPE);
  const { id } = await person.api<{ id: string }>('POST', '/envs', { name: 'shop' });
  await person.api('POST', `/envs/${id}/files`, { fileType: 'env', content: `A=${CANARY}\n` });
  await page.goto('/keys');
  await expect(page.getByRole('link', { name: 'Stripe' })).toBeVisible();
  await page.getByRole('link', { name: 'Env files' }).click();
  await page.getByRole('grid', { name: 'Env projects' }).getByRole('link', { name: 'shop' }).click();
  await page.getByRole('button', { name: 'Reveal .env' }).click();
  await expect(page.getByText(CANARY)).toBeVisible();
  expect(await whereIs(page, CANARY)).toEqual(['document']);
  await page.getByRole('link', { name: 'Keys' }).first().click();
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible();
  expect(await whereIs(page, CANARY)).toEqual([]);
});
