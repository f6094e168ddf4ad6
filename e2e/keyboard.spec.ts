import { expect, test } from './fixtures.ts';
import { givenKey, STRIPE, storedIn } from './given.ts';
import { clipboardOf, fillProject, findInPalette } from './screen.ts';

const SECRET = STRIPE.value;

test('an entry is found, copied, revealed, edited and deleted without a mouse', async ({ page, person }) => {
  const { entryId } = await givenKey(person.api, STRIPE);
  await page.goto('/');
  await findInPalette(page, 'stripe', /STRIPE_SECRET_KEY.*shop/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Stripe' })).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'shop' });
  await expect(row).toBeVisible();

  await page.keyboard.press('j');
  await expect(row).toBeFocused();
  await page.keyboard.press('c');
  await expect(page.getByText('Copied STRIPE_SECRET_KEY')).toBeVisible();
  expect(await clipboardOf(page)).toBe(SECRET);
  await page.keyboard.press('r');
  await expect(page.getByText(SECRET)).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.getByText(SECRET)).toHaveCount(0);

  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Edit STRIPE_SECRET_KEY' });
  await dialog.getByLabel('Note').press('n');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('masked');
  expect(await storedIn(person.api, entryId)).toBe(SECRET);

  await expect(row).toBeVisible();
  await row.focus();
  await page.keyboard.press('x');
  const question = page.getByRole('alertdialog', { name: 'Delete STRIPE_SECRET_KEY of shop in production' });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No entries yet')).toBeVisible();
});

test('an entry is made without a mouse, and a dialog gives the focus back', async ({ page, person }) => {
  await person.api('POST', '/categories', { name: 'Stripe', keyType: 'simple', envVarName: 'STRIPE_SECRET_KEY' });
  await page.goto('/keys');
  await expect(page.getByRole('link', { name: 'Stripe' })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const first = page.getByRole('button', { name: 'Make the first entry' });
  await first.focus();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'New Stripe entry' });
  await expect(dialog.getByRole('combobox', { name: 'Project' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(first).toBeFocused();
  await page.keyboard.press('n');
  await fillProject(dialog, 'shop');
  await dialog.getByLabel('STRIPE_SECRET_KEY', { exact: true }).fill('canary');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('row').filter({ hasText: 'shop' })).toBeVisible();
});

test('every key has a place on the sheet, and single letters can be turned off', async ({ page, person }) => {
  expect(person.email).not.toBe('');
  await page.goto('/keys');
  await expect(page.getByText('No categories yet')).toBeVisible();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys that work here' });
  await expect(sheet.getByText('new category')).toBeVisible();
  await expect(sheet.getByText('go to overview')).toBeVisible();
  await sheet.getByRole('checkbox', { name: 'Single letters act' }).press('Space');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await page.keyboard.press('n');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Search or do' })).toBeVisible();
  await expect(page.getByRole('dialog', { name: 'New category' })).toHaveCount(0);
});
