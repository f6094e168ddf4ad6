import type { Page } from '@playwright/test';
import { expect, type Person, test } from './fixtures.ts';
import { givenKey, STRIPE } from './given.ts';

const NEXT = 'granite-sparrow-velvet-58';

test('a session is ended from another browser, which is then led to the door', async ({
  page,
  person,
  newBrowser,
  watched,
}) => {
  const elsewhere = await (await newBrowser()).newPage();
  await signIn(elsewhere, person);
  await elsewhere.goto('/settings/sessions');
  const sessions = elsewhere.getByRole('grid', { name: 'Sessions' });
  await expect(sessions.getByRole('row')).toHaveCount(3);
  await page.goto('/keys?q=stripe');
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible();
  watched.expectStatus(401);

  await elsewhere.getByRole('button', { name: /^End the session of/ }).click();
  await elsewhere.getByRole('alertdialog').getByRole('button', { name: 'End session' }).click();
  await expect(elsewhere.getByText('Session ended')).toBeVisible();
  await expect(sessions.getByRole('row')).toHaveCount(2);

  await expect(page.getByRole('heading', { name: 'Sign in' }), 'its open page goes there by itself').toBeVisible();
  await fillSignIn(page, person);
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible();
  await expect(page).toHaveURL('/keys?q=stripe');
});

test('a changed password opens, and the old one no longer does', async ({ page, person, newBrowser, watched }) => {
  await page.goto('/settings');
  await page.getByLabel('Current password').fill(person.password);
  await page.getByLabel('New password').fill(NEXT);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed')).toBeVisible();

  const elsewhere = await (await newBrowser()).newPage();
  await signIn(elsewhere, { ...person, password: NEXT });

  await page.getByRole('button', { name: 'Account of' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  watched.expectStatus(401);
  await fillSignIn(page, person);
  await expect(page.getByRole('alert')).toContainText('Wrong e-mail or password');
});

test('the whole vault goes only after the e-mail was typed, and the audit log keeps that it did', async ({
  page,
  person,
}) => {
  await givenKey(person.api, STRIPE);
  await page.goto('/settings/danger');
  await page.getByRole('button', { name: 'Delete everything' }).click();
  const question = page.getByRole('alertdialog', { name: `Delete the whole vault of ${person.email}` });
  const deed = question.getByRole('button', { name: 'Delete everything' });
  await expect(deed).toBeDisabled();
  await question.getByRole('textbox').fill(person.email);
  await deed.click();
  await expect(page.getByRole('heading', { name: 'An empty vault' })).toBeVisible();
  expect(await person.api('GET', '/categories')).toEqual([]);
  const [last] = await person.api<{ action: string }[]>('GET', '/audit?limit=1');
  expect(last?.action).toContain('account');
});

async function signIn(page: Page, person: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.goto('/sign-in');
  await fillSignIn(page, person);
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
}

async function fillSignIn(page: Page, { email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
