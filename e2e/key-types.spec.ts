import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { storedIn } from './given.ts';
import { fillProject } from './screen.ts';

const PEM = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const DOCUMENT = '{\n  "type": "service_account",\n  "private_key": "canary-json"\n}\n';

const place = 'shop, staging';
const fileOf = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

/** Each type: what is asked of its category, how its secret is given, what is stored, and how it looks revealed. */
const TYPES = [
  {
    keyType: 'simple',
    label: 'STRIPE_SECRET_KEY',
    form: (dialog: Locator) => dialog.getByLabel('Variable').fill('STRIPE_SECRET_KEY'),
    give: (dialog: Locator) => dialog.getByLabel('STRIPE_SECRET_KEY', { exact: true }).fill('sk_live_canary'),
    stored: 'sk_live_canary',
  },
  {
    keyType: 'group',
    label: 'Stripe',
    form: (dialog: Locator) => dialog.getByLabel('Fields').fill('STRIPE_KEY\nSTRIPE_WEBHOOK'),
    give: async (dialog: Locator) => {
      await dialog.getByLabel('STRIPE_KEY', { exact: true }).fill('group canary one');
      await dialog.getByLabel('STRIPE_WEBHOOK', { exact: true }).fill('group canary two');
    },
    stored: { STRIPE_KEY: 'group canary one', STRIPE_WEBHOOK: 'group canary two' },
  },
  {
    keyType: 'ssh',
    label: 'Stripe',
    form: async () => {},
    give: (dialog: Locator) => dialog.getByLabel('Choose a private key').setInputFiles(fileOf('deploy.pem', PEM)),
    stored: PEM,
    fileName: 'deploy.pem',
  },
  {
    keyType: 'json',
    label: 'Stripe',
    form: async () => {},
    give: (dialog: Locator) => dialog.getByLabel('Choose a JSON document').setInputFiles(fileOf('sa.json', DOCUMENT)),
    stored: DOCUMENT,
    fileName: 'sa.json',
  },
] as const;

for (const type of TYPES) {
  test(`a ${type.keyType} entry is made, changed without its secret, and deleted by name`, async ({ page, person }) => {
    await page.goto('/keys');
    await makeCategory(page, type);
    await makeEntry(page, type);
    const row = page.getByRole('row').filter({ hasText: 'shop' });
    await expect(row).toContainText('staging');

    const [entry] = await person.api<{ id: string }[]>('GET', '/entries');
    const id = entry?.id ?? '';
    expect(await storedIn(person.api, id)).toEqual(type.stored);

    await page.getByRole('button', { name: `More on ${place}` }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog', { name: `Edit ${type.label}` });
    await dialog.getByLabel('Note').fill('rotated by Grace');
    await dialog.getByRole('button', { name: 'Save entry' }).click();
    await expect(row).toContainText('rotated by Grace');
    expect(await storedIn(person.api, id)).toEqual(type.stored);

    if ('fileName' in type) expect(await downloaded(page)).toEqual({ name: type.fileName, text: type.stored });

    await page.getByRole('button', { name: `More on ${place}` }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const question = page.getByRole('alertdialog', { name: `Delete ${type.label} of shop in staging` });
    await question.getByRole('button', { name: 'Delete the entry' }).click();
    await expect(page.getByText('No entries yet')).toBeVisible();
    // The page is ahead of the server, which may still refuse.
    await expect.poll(() => person.api('GET', '/entries')).toEqual([]);
  });
}

test('of a group, the field that was typed is replaced and the others stay', async ({ page, person }) => {
  const fields = { AWS_ID: 'id canary', AWS_SECRET: 'secret canary' };
  const input = { name: 'AWS', keyType: 'group', fieldDefinitions: Object.keys(fields) };
  const { id: categoryId } = await person.api<{ id: string }>('POST', '/categories', input);
  const { id } = await person.api<{ id: string }>('POST', '/entries', { categoryId, name: 'shop', value: fields });
  await page.goto(`/keys/${categoryId}`);
  await page.getByRole('button', { name: 'More on shop, production' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit AWS' });
  await dialog.getByLabel('AWS_SECRET', { exact: true }).fill('another canary');
  await dialog.getByRole('button', { name: 'Save entry' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => storedIn(person.api, id)).toEqual({ ...fields, AWS_SECRET: 'another canary' });
});

test('a category with entries goes only after its name was typed', async ({ page, person }) => {
  const input = { name: 'Stripe', keyType: 'simple', envVarName: 'STRIPE_SECRET_KEY' };
  const { id: categoryId } = await person.api<{ id: string }>('POST', '/categories', input);
  await person.api('POST', '/entries', { categoryId, name: 'shop', value: 'canary' });
  await page.goto('/keys');
  await page.getByRole('button', { name: 'More on Stripe' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete Stripe and its 1 entry' });
  const deed = question.getByRole('button', { name: 'Delete 1 entry' });
  await expect(deed).toBeDisabled();
  await question.getByLabel('Type Stripe to go on').fill('Stripe');
  await deed.click();
  await expect(page.getByText('No categories yet')).toBeVisible();
});

type KeyType = (typeof TYPES)[number];

async function makeCategory(page: Page, { keyType, form }: KeyType): Promise<void> {
  await page.getByRole('button', { name: 'New category' }).click();
  const dialog = page.getByRole('dialog', { name: 'New category' });
  await dialog.getByLabel('Name', { exact: true }).fill('Stripe');
  await dialog.getByRole('radio', { name: keyType, exact: true }).click();
  await form(dialog);
  await dialog.getByRole('button', { name: 'Create category' }).click();
  await expect(page.getByRole('heading', { name: 'Stripe' })).toBeVisible();
}

async function makeEntry(page: Page, { give }: KeyType): Promise<void> {
  await page.getByRole('button', { name: 'Make the first entry' }).click();
  const dialog = page.getByRole('dialog', { name: 'New Stripe entry' });
  await fillProject(dialog, 'shop');
  await dialog.getByRole('radio', { name: 'staging' }).click();
  await give(dialog);
  await dialog.getByRole('button', { name: 'Create entry' }).click();
  await expect(dialog).toBeHidden();
}

async function downloaded(page: Page): Promise<{ name: string; text: string }> {
  await page.getByRole('button', { name: `More on ${place}` }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download' }).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}
