import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { givenKey, STRIPE } from './given.ts';

const question = (page: Page) => page.getByRole('alertdialog', { name: 'Discard the draft' });

test('a draft is asked about before it is discarded, however its dialog is left', async ({ page, person }) => {
  expect(person.email).not.toBe('');
  await page.goto('/keys');
  const opener = page.getByRole('button', { name: 'New category' });
  await opener.click();
  const dialog = page.getByRole('dialog', { name: 'New category' });
  const field = dialog.getByLabel('Name', { exact: true });
  await field.fill('Stripe');

  await page.keyboard.press('Escape');
  await expect(question(page).getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(question(page)).toHaveCount(0);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('Stripe');

  await page.keyboard.press('Escape');
  await expect(question(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question(page)).toHaveCount(0);
  await expect(field, 'Escape answers the question and not the form').toHaveValue('Stripe');

  await page.mouse.click(20, 860);
  await question(page).getByRole('button', { name: 'Cancel' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await question(page).getByRole('button', { name: 'Discard the draft' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test('a dialog without a draft closes at once, and Cancel is meant', async ({ page, person }) => {
  expect(person.email).not.toBe('');
  await page.goto('/keys');
  const dialog = page.getByRole('dialog', { name: 'New category' });
  await page.getByRole('button', { name: 'New category' }).click();
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'New category' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Stripe');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(question(page)).toHaveCount(0);
});

/** Each form, how it is opened, and something typed into it. */
const FORMS: [path: string, opener: string, dialog: string, type: (dialog: Locator) => Promise<void>][] = [
  ['/keys', 'Import .env', 'Import a .env', (of) => of.getByRole('textbox').first().fill('A=1')],
  ['/envs', 'New project', 'New env project', (of) => of.getByLabel('Name', { exact: true }).fill('shop')],
  ['/2fa', 'New token', 'New token', (of) => of.getByLabel('Service', { exact: true }).fill('GitHub')],
  ['/settings/access-keys', 'New access key', 'New access key', (of) => of.getByLabel('Name').first().fill('ci')],
  ['/keys/{id}', 'New entry', 'New Stripe entry', (of) => of.getByLabel('Note').fill('of the shop')],
];

for (const [path, opener, name, type] of FORMS) {
  test(`what is typed into “${name}” outlives Escape`, async ({ page, person }) => {
    const { categoryId } = await givenKey(person.api, STRIPE);
    await page.goto(path.replace('{id}', categoryId));
    await page.getByRole('button', { name: opener }).first().click();
    const dialog = page.getByRole('dialog', { name });
    await type(dialog);
    await page.keyboard.press('Escape');
    await question(page).getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await question(page).getByRole('button', { name: 'Discard the draft' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
}
