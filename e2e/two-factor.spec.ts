import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { clipboardOf } from './screen.ts';

/** Says: Acme Cloud, ada@example.test, and a secret in base32. */
const PICTURE = join(import.meta.dirname, 'acme-cloud-qr.png');
const CODES = ['amber-1', 'birch-2', 'cedar-3', 'delta-4'];

test('a token is read off a picture of its QR code, and its code is copied unseen and shown', async ({
  page,
  person,
}) => {
  await page.goto('/2fa');
  await page.getByRole('button', { name: 'From a picture' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New token' });
  await dialog.getByLabel('Choose a picture of a QR code').setInputFiles(PICTURE);
  await expect(dialog.getByLabel('Service')).toHaveValue('Acme Cloud');
  await expect(dialog.getByLabel('Account')).toHaveValue('ada@example.test');
  await dialog.getByRole('button', { name: 'Add token' }).click();
  await expect(dialog).toBeHidden();

  const copy = page.getByRole('button', { name: 'Copy the code of Acme Cloud, ada@example.test' });
  await copy.click();
  await expect(page.getByRole('status').filter({ hasText: 'copied' })).toBeVisible();
  await expect(copy).toContainText('masked');
  expect(await clipboardOf(page)).toMatch(/^\d{6}$/);

  const [token] = await person.api<{ id: string }[]>('GET', '/2fa');
  // The word that it was copied stands in the place of the next code until the period is over.
  await page.reload();
  await page.getByRole('button', { name: 'Show the code of Acme Cloud' }).click();
  await expect(page.getByRole('button', { name: 'Copy the next code of' })).toContainText(/\d{3} \d{3}/);
  // Between the two questions a new period may begin.
  await expect(async () => {
    const { code } = await person.api<{ code: string }>('POST', `/2fa/${token?.id}/reveal`);
    expect((await copy.textContent())?.replaceAll(/\D/g, '')).toBe(code);
  }).toPass();
});

test('a recovery code is given once, and three left are a warning', async ({ page, person }) => {
  await person.api('POST', '/2fa', { service: 'GitHub', recoveryCodes: CODES });
  await page.goto('/2fa');
  await expect(page.getByText('4 of 4 recovery codes')).toBeVisible();
  await expect(page.getByText('Only 3 codes are left.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Use one of the recovery codes of GitHub' }).click();
  const question = page.getByRole('alertdialog', { name: 'Use a recovery code of GitHub' });
  await expect(question).toContainText('After it 3 of 4 are left.');
  await question.getByRole('button', { name: 'Use code 1' }).click();
  await expect(page.getByText('amber-1')).toBeVisible();
  await expect(page.getByText('3 of 4 recovery codes')).toBeVisible();

  await page.getByRole('button', { name: 'Done with recovery code 1 of GitHub' }).click();
  await expect(page.getByText('amber-1')).toHaveCount(0);
  await expect(page.getByText('Only 3 codes are left.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Only 3 codes are left.')).toBeVisible();
  await expect(page.getByText('amber-1')).toHaveCount(0);
});
