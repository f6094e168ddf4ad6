import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Api } from './api.ts';
import { ADMIN, expect, test } from './fixtures.ts';
import { givenKey, STRIPE } from './given.ts';
import { clipboardOf, fillProject } from './screen.ts';

const ODD = `it's "canary" #1 $HOME \\n 鍵`;
const NEXT = 'granite-sparrow-velvet-58';

test('a name is changed, and a password only by who knows it, which ends the sessions elsewhere', async ({
  page,
  person,
  newBrowser,
  watched,
}) => {
  const context = await newBrowser();
  const elsewhere = await context.newPage();
  await signIn(elsewhere, person);
  await page.goto('/settings');
  await page.getByLabel('Name', { exact: true }).fill('Ada King');
  await page.getByRole('button', { name: 'Save profile' }).click();
  await expect(page.getByText('Profile saved')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Account of Ada King' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Account of Ada King' })).toBeVisible();

  watched.expectStatus(401);
  await changePassword(page, 'not-the-password-of-ada', NEXT);
  await expect(page.getByLabel('Current password')).toHaveAccessibleDescription(/Wrong password/);
  expect((await context.request.get('/api/sessions')).status(), 'nothing has changed yet').toBe(200);
  await changePassword(page, person.password, NEXT);
  await expect(page.getByText('All other sessions have ended.')).toBeVisible();
  expect((await context.request.get('/api/sessions')).status()).toBe(401);
  await page.goto('/settings/sessions');
  await expect(page.getByRole('grid', { name: 'Sessions' }).getByRole('row')).toHaveCount(2);
});

test('an invitation opens a vault of its own, once, and none after it was taken back', async ({
  page,
  newBrowser,
  invite: join,
  watched,
}) => {
  const neighbour = await join(await newBrowser());
  const { categoryId } = await givenKey(neighbour.api, STRIPE);
  const owner = await (await newBrowser()).newPage();
  await signIn(owner, ADMIN);
  await owner.goto('/settings/invitations');
  await expect(owner.getByText('/api/auth/callback/keycloak'), 'what a client at Keycloak needs').toBeVisible();
  const [email, other] = [`guest-of-${neighbour.email}`, `other-${neighbour.email}`];
  const link = await invited(owner, email);
  const takenBack = await invited(owner, other);
  await owner.getByRole('button', { name: `Take back the invitation of ${other}` }).click();
  await owner.getByRole('alertdialog').getByRole('button', { name: 'Take it back' }).click();
  await expect(owner.getByText('Invitation taken back')).toBeVisible();
  await expect(owner.getByRole('row').filter({ hasText: other })).toHaveCount(0);

  const guest = await (await newBrowser()).newPage();
  await accept(guest, link, email);
  await expect(guest.getByRole('heading', { name: 'An empty vault' })).toBeVisible();
  expect((await guest.request.get(`/api/categories/${categoryId}`)).status(), 'what is a neighbour’s').toBe(404);
  expect((await guest.request.get('/api/invitations')).status(), 'a guest invites nobody').toBe(403);
  await owner.reload();
  await expect(owner.getByRole('button', { name: 'Invite someone' })).toBeVisible();
  await expect(owner.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
  await expect(owner.getByRole('row').filter({ hasText: email })).toHaveCount(0);

  watched.expectStatus(404);
  for (const gone of [link, takenBack]) {
    await page.goto('/sign-in');
    await accept(page, gone, `mallory-${neighbour.email}`);
    const said = page.getByLabel('Password', { exact: true });
    await expect(said).toHaveAccessibleDescription(/This link was used, taken back, or has ended/);
    expect((await page.request.get('/api/sessions')).status()).toBe(401);
  }
});

test('a vault is exported whole, and taken over into another', async ({ page, person, invite: join, newBrowser }) => {
  await givenKey(person.api, STRIPE);
  await givenKey(person.api, { category: 'Mail', variable: 'MAIL_PASSWORD', project: 'shop', value: ODD });
  await page.goto('/settings/export');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the export' }).click();
  const path = await (await download).path();
  await expect(page.getByText('The audit log says that you did.')).toBeVisible();
  const [last] = await person.api<{ action: string }[]>('GET', '/audit?limit=1');
  expect(last?.action).toBe('export.read');

  const context = await newBrowser();
  const other = await join(context);
  const second = await context.newPage();
  await second.goto('/settings/export');
  await second.getByRole('button', { name: 'Import a .env' }).click();
  const dialog = second.getByRole('dialog', { name: 'Import a .env' });
  const file = { name: 'kagi-export.env', mimeType: 'text/plain', buffer: await readFile(path) };
  await dialog.getByLabel('Choose a .env').setInputFiles(file);
  await fillProject(dialog, 'shop');
  await dialog.getByRole('button', { name: 'Import 2 variables' }).click();
  await expect(second.getByText('Imported into shop')).toBeVisible();
  expect(await valuesOf(other.api)).toEqual({ STRIPE_SECRET_KEY: STRIPE.value, MAIL_PASSWORD: ODD });
});

test('the state of the encryption names the keys, and counts what they seal', async ({ page, person }) => {
  await givenKey(person.api, STRIPE);
  await page.goto('/settings/encryption');
  const { primaryKek, deks } = await person.api<Status>('GET', '/encryption');
  await expect(page.getByText(`Every data key is wrapped by the primary key ${primaryKek}`)).toBeVisible();
  const [wrapping, data] = [page.getByRole('table').first(), page.getByRole('table').last()];
  await expect(wrapping.getByRole('row').filter({ hasText: primaryKek })).toContainText('primary');
  expect(deks).toHaveLength(1);
  await expect(data.getByRole('row').last().getByRole('cell').last()).toHaveText(String(deks[0]?.uses));
  expect(deks[0]?.uses).toBeGreaterThan(0);
});

test('a browser keeps its theme, and whether single letters act', async ({ page, person }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/settings/appearance');
  expect(await schemeOf(page)).toBe('light');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('checkbox', { name: 'Single letters act' }).click();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Single letters act' })).not.toBeChecked();
  expect(await schemeOf(page)).toBe('dark');

  await page.goto('/keys');
  await expect(page.getByText('No categories yet')).toBeVisible();
  await page.keyboard.press('n');
  await page.keyboard.press('?');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await expect(page.getByRole('dialog', { name: 'Search or do' })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: `Account of ${person.name}` }).click();
  await page.getByRole('menuitem', { name: 'As the system' }).click();
  await expect.poll(() => schemeOf(page)).toBe('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await schemeOf(page)).toBe('dark');
});

type Status = { primaryKek: string; deks: { uses: number }[] };

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
}

async function changePassword(page: Page, current: string, next: string): Promise<void> {
  await page.getByLabel('Current password').fill(current);
  await page.getByLabel('New password').fill(next);
  await page.getByRole('button', { name: 'Change password' }).click();
}

/** Whether what is seen is light or dark, by the ink. */
function schemeOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const [, lightness] = /oklch\((\S+)/.exec(getComputedStyle(document.body).color) ?? [];
    return Number(lightness) > 0.5 ? 'dark' : 'light';
  });
}

/** What a vault of simple keys holds, by its variables. */
async function valuesOf(api: Api): Promise<Record<string, string>> {
  const entries = await api<{ id: string; category: { envVarName: string } }[]>('GET', '/entries');
  const pairs = entries.map(async ({ id, category }) => {
    const { value } = await api<{ value: string }>('POST', `/entries/${id}/reveal`);
    return [category.envVarName, value] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

async function invited(page: Page, email: string): Promise<string> {
  await page.getByRole('button', { name: 'Invite someone' }).click();
  await page.getByRole('dialog', { name: 'Invite someone' }).getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Make a link' }).click();
  const once = page.getByRole('dialog', { name: `Send the link to ${email}` });
  await once.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText(`Copied the link for ${email}`)).toBeVisible();
  const link = await clipboardOf(page);
  await once.getByRole('checkbox', { name: 'I have sent it' }).click();
  await once.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row').filter({ hasText: email })).toBeVisible();
  return link;
}

async function accept(page: Page, link: string, email: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Name').fill('Grace');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(NEXT);
  await page.getByRole('button', { name: 'Open the vault' }).click();
}
