import type { Locator, Page } from '@playwright/test';
import type { Api } from './api.ts';
import { expect, test } from './fixtures.ts';
import { storedIn } from './given.ts';
import { clipboardOf, fillProject, findInPalette } from './screen.ts';
import { tracesOf } from './traces.ts';

/** Spaces, quotes, a hash, a dollar, a backslash, letters of another script: all of it is the secret. */
const ODD = `  canary "one" #two $THREE \\n 鍵 `;
const LIVE = 'sk_live_canary_of_the_vault';

const DOTENV = `# the shop
STRIPE_SECRET_KEY=${LIVE}
export ODD_SECRET='${ODD}'
DEBUG=true
2ND_KEY=nothing can be called so
LAST_ONE="canary last"
`;

test('a pasted .env is decided on key by key, and one of its keys is found and used by name', async ({
  page,
  person,
}) => {
  // Two that take the same variable, so that one has to choose.
  for (const name of ['Stripe test', 'Stripe live']) {
    await person.api('POST', '/categories', { name, keyType: 'simple', envVarName: 'STRIPE_SECRET_KEY' });
  }
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Text of a .env' }).fill(DOTENV);
  await page.getByRole('button', { name: 'Preview import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a .env' });
  await fillProject(dialog, 'shop');
  await dialog.getByRole('radio', { name: 'staging' }).check();
  await expect(dialog.getByText('1 line will not be imported')).toBeVisible();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Line 5:' })).toBeVisible();
  await expect(dialog, 'the preview shows no value').not.toContainText('canary');
  await expect(whatBecomesOf(dialog, 'ODD_SECRET')).toHaveText('New category of that name');
  await decide(page, 'STRIPE_SECRET_KEY', 'New entry in Stripe live');
  await decide(page, 'DEBUG', 'Leave out');
  await dialog.getByRole('button', { name: 'Import 3 variables' }).click();
  await expect(page.getByText('Imported into shop')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  expect(await secretsOf(person.api)).toEqual({ 'Stripe live': LIVE, ODD_SECRET: ODD, LAST_ONE: 'canary last' });

  await findInPalette(page, 'odd', /ODD_SECRET.*shop.*staging/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('c');
  await expect(page.getByText('Copied ODD_SECRET')).toBeVisible();
  expect(await clipboardOf(page)).toBe(ODD);
  expect(JSON.stringify(await tracesOf(page)), 'copied, and nowhere to be seen').not.toContain('canary');

  await findInPalette(page, 'last', /LAST_ONE.*shop/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('r');
  await expect(page.getByRole('heading', { name: 'LAST_ONE' })).toBeVisible();
  await expect(page.getByText('canary last')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Mask LAST_ONE' })).toBeVisible();
});

test('the same file once more changes nothing but what was changed in it, and only where one says so', async ({
  page,
  person,
}) => {
  const place = { name: 'shop', environment: 'development' };
  const text = 'SAME=one\nCHANGED=two\nKEPT=three\n';
  await person.api('POST', '/entries/import', { text, ...place, mode: 'apply' });
  await page.goto('/');
  await page.getByRole('button', { name: 'Import .env' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a .env' });
  const changed = 'SAME=one\nCHANGED=canary\nKEPT=not this\nADDED=four\n';
  await dialog.getByLabel('Choose a .env').setInputFiles({
    name: '.env.development',
    mimeType: 'text/plain',
    buffer: Buffer.from(changed),
  });
  await fillProject(dialog, 'shop');
  await expect(dialog.getByRole('radio', { name: 'development' }), 'as the name of the file says').toBeChecked();
  await expect(whatBecomesOf(dialog, 'SAME')).toHaveText('Leave out, it is the same');
  await expect(whatBecomesOf(dialog, 'CHANGED')).toHaveText('Update the entry in CHANGED');
  await expect(whatBecomesOf(dialog, 'ADDED')).toHaveText('New category of that name');

  await dialog.getByRole('button', { name: 'Leave all out' }).click();
  await expect(dialog.getByRole('button', { name: 'Import 0 variables' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'As proposed' }).click();
  await decide(page, 'KEPT', 'Leave out');
  await dialog.getByRole('button', { name: 'Import 2 variables' }).click();
  await expect(page.getByText('Imported into shop')).toBeVisible();
  expect(await secretsOf(person.api)).toEqual({ SAME: 'one', CHANGED: 'canary', KEPT: 'three', ADDED: 'four' });

  await page.getByRole('button', { name: 'Open the project' }).click();
  await expect(page.getByRole('grid', { name: 'Variables of shop' }).getByRole('rowheader')).toHaveText([
    /ADDED$/,
    /CHANGED$/,
    /KEPT$/,
    /SAME$/,
  ]);
});

test('the palette leads to a file, a token, a category, a project and a page', async ({ page, person }) => {
  const { api } = person;
  await api('POST', '/entries/import', { text: 'MAIL_KEY=canary', name: 'letters', mode: 'apply' });
  await api('POST', '/envs', { name: 'billing' });
  await api('POST', '/2fa', { service: 'Registrar', secret: 'JBSWY3DPEHPK3PXP' });
  await page.goto('/keys');
  const jumps = [
    ['billing', /billing.*env project/, 'billing'],
    ['registrar', /Registrar.*two-factor/, 'Two-factor'],
    ['mail_key', /MAIL_KEY.*category/, 'MAIL_KEY'],
    ['letters', /letters.*project/, 'letters'],
    ['audit', /^Audit/, 'Audit'],
  ] as const;
  for (const [text, hit, heading] of jumps) {
    await findInPalette(page, text, hit);
    await page.getByRole('option', { name: hit }).click();
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  }
});

function whatBecomesOf(dialog: Locator, variable: string): Locator {
  return dialog.getByRole('combobox', { name: `What becomes of ${variable}` });
}

async function decide(page: Page, variable: string, choice: string): Promise<void> {
  const choices = whatBecomesOf(page.getByRole('dialog'), variable);
  await choices.click();
  await page.getByRole('option', { name: choice, exact: true }).click();
  await expect(page.getByRole('listbox')).toHaveCount(0);
  await expect(choices).toHaveText(choice);
}

/** What the vault holds now, by the name of the category. */
async function secretsOf(api: Api): Promise<Record<string, unknown>> {
  const entries = await api<{ id: string; category: { name: string } }[]>('GET', '/entries');
  const pairs = entries.map(async ({ id, category }) => [category.name, await storedIn(api, id)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}
