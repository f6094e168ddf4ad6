import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Api } from './api.ts';
import { expect, test } from './fixtures.ts';

const LONG_AGO = '2024-02-03T12:00:00.000Z';
const DATABASE = `postgres://app:it's #1 canary@db/shop`;

test('the matrix says of each variable where it is set, missing, expired, or the same as in production', async ({
  page,
  person,
}) => {
  await givenProject(person.api);
  await page.goto('/projects/shop');
  const cells = page.getByRole('grid', { name: 'Variables of shop' });
  const states = [
    'DATABASE_URL in production, set',
    'DATABASE_URL in staging, set',
    'Fill DATABASE_URL in development: missing',
    'STRIPE_SECRET_KEY in production, set',
    'STRIPE_SECRET_KEY in staging, same as production',
    'STRIPE_SECRET_KEY in development, expired',
    'Fill STRIPE_SECRET_KEY in local: missing',
  ];
  for (const name of states) await expect(cells.getByRole('button', { name })).toBeVisible();
  await expect(cells.getByRole('columnheader', { name: 'production 2 of 2' })).toBeVisible();
  await expect(page.getByText('2 variables, 4 environments. 3 missing, 1 expired.')).toBeVisible();
  await expect(page.getByRole('main'), 'a state is known without a secret').not.toContainText('canary');

  await page.getByRole('radio', { name: /^Expired/ }).click();
  await expect(cells.getByRole('rowheader')).toHaveText([/STRIPE_SECRET_KEY/]);
  await expect(page).toHaveURL('/projects/shop?show=expired');
  await page.reload();
  await expect(cells.getByRole('rowheader')).toHaveText([/STRIPE_SECRET_KEY/]);
});

test('a gap is filled from another environment without its secret coming to the page', async ({ page, person }) => {
  await givenProject(person.api);
  await page.goto('/projects/shop');
  const answers = bodiesOf(page);
  await page.getByRole('button', { name: 'Fill DATABASE_URL in local' }).click();
  await page.getByRole('menuitem', { name: 'Copy from staging' }).click();
  await expect(page.getByText('Copied from staging to local.')).toBeVisible();
  await page.getByRole('button', { name: 'Fill DATABASE_URL in development' }).click();
  await page.getByRole('menuitem', { name: 'Copy from production' }).click();
  await expect(page.getByText('Copied from production to development.')).toBeVisible();

  await page.reload();
  await expect(page.getByRole('button', { name: 'DATABASE_URL in local, set' })).toBeVisible();
  const same = page.getByRole('button', { name: 'DATABASE_URL in development, same as production' });
  await expect(same).toBeVisible();
  expect((await answers()).length, 'the answers were heard').toBeGreaterThan(0);
  expect((await answers()).join('\n')).not.toContain('canary');

  await same.click();
  await page.getByRole('menuitem', { name: 'Reveal for 30 seconds' }).click();
  await expect(page.getByText(DATABASE)).toBeVisible();
  await page.getByRole('button', { name: 'Mask DATABASE_URL in development' }).click();
  await expect(page.getByText(DATABASE)).toHaveCount(0);
});

test('one environment is exported as a .env that reads back as it was', async ({ page, person, watched }) => {
  await givenProject(person.api);
  await page.goto('/projects/shop');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export production' }).click();
  expect((await download).suggestedFilename()).toBe('shop.production.env');
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text).toContain('STRIPE_SECRET_KEY=sk_live_canary');
  expect(text, 'of one environment alone').not.toContain('sk_old_canary');
  await person.api('POST', '/entries/import', { text, name: 'read back', mode: 'apply' });
  const back = await person.api<{ id: string }[]>('GET', '/entries?name=read+back');
  const values = back.map(({ id }) => person.api<{ value: string }>('POST', `/entries/${id}/reveal`));
  expect((await Promise.all(values)).map(({ value }) => value).sort()).toEqual([DATABASE, 'sk_live_canary']);

  watched.expectStatus(404);
  await page.goto('/projects/nobody%20has%2Fthis');
  await expect(page.getByRole('heading', { name: 'There is no key here' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('/projects/nobody%20has%2Fthis');
});

/** Two variables: one lacks two environments; the other is the same in staging, ended in development, not in local. */
async function givenProject(api: Api): Promise<void> {
  const database = await categoryOf(api, 'DATABASE_URL');
  const stripe = await categoryOf(api, 'STRIPE_SECRET_KEY');
  const entries = [
    { categoryId: database, environment: 'production', value: DATABASE },
    { categoryId: database, environment: 'staging', value: 'postgres://canary-staging' },
    { categoryId: stripe, environment: 'production', value: 'sk_live_canary' },
    { categoryId: stripe, environment: 'staging', value: 'sk_live_canary' },
    { categoryId: stripe, environment: 'development', value: 'sk_old_canary', expiresAt: LONG_AGO },
  ];
  for (const entry of entries) await api('POST', '/entries', { ...entry, name: 'shop' });
}

async function categoryOf(api: Api, envVarName: string): Promise<string> {
  return (await api<{ id: string }>('POST', '/categories', { name: envVarName, keyType: 'simple', envVarName })).id;
}

/** Hears all that the server answers to a page from now on. */
function bodiesOf(page: Page): () => Promise<string[]> {
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    const isData = response.headers()['content-type']?.startsWith('application/json');
    // A page that is left lets go of what it asked for.
    if (isData) bodies.push(response.text().catch(() => ''));
  });
  return () => Promise.all(bodies);
}
