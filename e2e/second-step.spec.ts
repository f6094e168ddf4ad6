import type { Page } from '@playwright/test';
import { expect, type Person, test } from './fixtures.ts';
import { codeOf, turnOnSecondStep } from './second-step.ts';

async function signIn(page: Page, { email, password }: Person): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const inside = (page: Page) => page.getByRole('navigation', { name: 'Pages' });

test('with a second step the password alone opens nothing, and each code opens once', async ({
  page,
  person,
  newBrowser,
  watched,
}) => {
  watched.expectStatus(401);
  const { seed, codes } = await turnOnSecondStep(page);
  expect(codes).toHaveLength(10);

  const elsewhere = await (await newBrowser()).newPage();
  await signIn(elsewhere, person);
  await expect(elsewhere.getByLabel('Code', { exact: true })).toBeFocused();
  await giveCode(elsewhere, '000000');
  await expect(elsewhere.getByRole('alert')).toContainText('This code is wrong, or was used already.');
  const code = codeOf(seed, 1);
  await giveCode(elsewhere, code);
  await expect(inside(elsewhere)).toBeVisible();

  const phoneless = await (await newBrowser()).newPage();
  await signIn(phoneless, person);
  await giveCode(phoneless, code);
  await expect(phoneless.getByRole('alert')).toContainText('was used already');
  await giveCode(phoneless, codes[0] ?? '');
  await expect(inside(phoneless)).toBeVisible();

  await page.reload();
  const section = page.getByRole('region', { name: 'Second step' });
  await expect(section).toContainText('9 recovery codes left');
  await section.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Turn off' }).click();
  await expect(section.getByRole('button', { name: 'Turn on' })).toBeVisible();
  const again = await (await newBrowser()).newPage();
  await signIn(again, person);
  await expect(inside(again)).toBeVisible();
});

test('a wrong code names the field, and nothing is turned on', async ({ page, person, watched }) => {
  watched.expectStatus(400);
  expect(person.email).toContain('@');
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Turn on' }).click();
  const dialog = page.getByRole('dialog', { name: 'Turn on the second step' });
  await dialog.getByLabel('Code', { exact: true }).fill('12 34');
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Must be six digits');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('region', { name: 'Second step' })).toContainText('off');
});
