import { expect, test } from './fixtures.ts';
import { givenKey, STRIPE } from './given.ts';

test('what a script changes appears in an open page', async ({ page, person }) => {
  await page.goto('/keys');
  await expect(page.getByText('No categories yet')).toBeVisible();
  const { categoryId, entryId } = await givenKey(person.api, STRIPE);
  const cards = page.getByRole('list', { name: 'Categories' });
  await expect(cards.getByRole('link', { name: 'Stripe' })).toBeVisible();
  await cards.getByRole('link', { name: 'Stripe' }).click();
  const row = page.getByRole('row').filter({ hasText: 'shop' });
  await expect(row).toBeVisible();

  await person.api('PUT', `/entries/${entryId}`, { notes: 'rotated by the pipeline' });
  await expect(row).toContainText('rotated by the pipeline');
  await person.api('POST', '/entries', { categoryId, name: 'blog', value: 'canary' });
  await expect(page.getByRole('row').filter({ hasText: 'blog' })).toBeVisible();
  await person.api('DELETE', `/entries/${entryId}`);
  await expect(row).toHaveCount(0);
});

test('what one tab changes appears in the other', async ({ page, person, context }) => {
  const { categoryId } = await givenKey(person.api, STRIPE);
  const other = await context.newPage();
  await other.goto('/keys');
  await expect(other.getByRole('link', { name: 'Stripe' })).toBeVisible();
  await page.goto(`/keys/${categoryId}`);
  await page.getByRole('button', { name: 'Edit the category' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit Stripe' });
  await dialog.getByLabel('Name', { exact: true }).fill('Stripe Europe');
  await dialog.getByRole('button', { name: 'Save category' }).click();
  await expect(other.getByRole('link', { name: 'Stripe Europe' })).toBeVisible();
});
