import { expect, test } from './fixtures.ts';
import { clipboardOf, fillProject, findInPalette } from './screen.ts';

const DOTENV = `# the shop's keys
STRIPE_SECRET_KEY='sk_live_canary one'
OPENAI_API_KEY=sk-canary-two
this line says nothing
`;

test('a newcomer opens the printed link, pastes a .env, and copies a key out of it', async ({
  emptyServer,
  newBrowser,
}) => {
  const page = await (await newBrowser(emptyServer)).newPage();
  await page.goto(emptyServer.setupLink ?? '');
  await expect(page.getByLabel('Setup token')).not.toHaveValue('');
  expect(page.url(), 'the token leaves the address').not.toContain('token');
  await page.getByLabel('Name').fill('Grace');
  await page.getByLabel('E-mail').fill('grace@example.test');
  await page.getByLabel('Password', { exact: true }).fill('copper-thicket-marble-91');
  await page.getByRole('checkbox', { name: 'I have copied it' }).check();
  await page.getByRole('button', { name: 'Make owner and open the vault' }).click();

  await expect(page.getByRole('heading', { name: 'An empty vault' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Text of a .env' }).fill(DOTENV);
  await page.getByRole('button', { name: 'Preview import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a .env' });
  await fillProject(dialog, 'shop');
  await expect(dialog.getByText('Line 4:')).toBeVisible();
  await dialog.getByRole('radio', { name: 'production' }).check();
  await dialog.getByRole('button', { name: 'Import 2 variables' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();

  await findInPalette(page, 'stripe', /STRIPE_SECRET_KEY.*shop/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('c');
  await expect(page.getByText('Copied STRIPE_SECRET_KEY')).toBeVisible();
  expect(await clipboardOf(page)).toBe('sk_live_canary one');
});

test('the setup page works once', async ({ server, page, watched }) => {
  watched.expectStatus(409);
  await page.goto('/setup#token=whatever');
  await page.getByLabel('Name').fill('Mallory');
  await page.getByLabel('E-mail').fill('mallory@example.test');
  await page.getByLabel('Password', { exact: true }).fill('copper-thicket-marble-91');
  await page.getByRole('checkbox', { name: 'I have copied it' }).check();
  await page.getByRole('button', { name: 'Make owner and open the vault' }).click();
  await expect(page.getByLabel('Setup token')).toHaveAccessibleDescription(/already/);
  expect(page.url()).toBe(`${server.url}/setup`);
});
