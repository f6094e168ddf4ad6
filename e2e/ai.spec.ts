import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { type Api, apiOf } from './api.ts';
import { ADMIN, test as base, expect } from './fixtures.ts';
import { givenKey, STRIPE } from './given.ts';
import { type Model, startModel } from './model.ts';
import { clipboardOf } from './screen.ts';
import { type Server, startServer } from './server.ts';

/** A server whose plans a model makes, and that model. */
const test = base.extend<{ withModel: { server: Server; model: Model } }>({
  withModel: [
    async ({ postgresUrl }, use) => {
      const model = await startModel();
      const env = { AI_BASE_URL: model.url, AI_MODEL: 'a-model' };
      const server = await startServer({ postgresUrl, admin: ADMIN, env });
      await use({ server, model });
      await server.stop();
      await model.stop();
    },
    { timeout: 60_000 },
  ],
});

const OPENAI = {
  category: 'OpenAI',
  variable: 'OPENAI_API_KEY',
  project: 'shop',
  environment: 'development',
  value: 'sk-canary-openai',
} as const;
const PROMPT = 'A shop with Stripe and OpenAI, and a session secret, for development.';

test('a description becomes a plan, the plan a .env, and that is copied, downloaded and kept', async ({
  page,
  person,
}) => {
  await givenKey(person.api, { ...STRIPE, environment: 'development' });
  await givenKey(person.api, OPENAI);
  await page.goto('/ai');
  await page.getByLabel('What you are building').fill(PROMPT);
  await page.getByRole('button', { name: 'Make a plan' }).click();
  const plan = page.getByRole('list', { name: 'Plan' });
  await expect(plan.getByRole('checkbox', { name: 'STRIPE_SECRET_KEY from shop, development' })).toBeChecked();
  await expect(plan.getByRole('checkbox', { name: /SECRET, generated$/ })).toBeChecked();
  await expect(page.getByText('3 of 3 chosen, nothing opened yet')).toBeVisible();
  await expect(page.getByText('Nothing left this server.')).toBeVisible();
  expect(await opened(person.api), 'a plan opens nothing').toEqual([]);

  await plan.getByRole('checkbox', { name: 'OPENAI_API_KEY from shop, development' }).click();
  await page.getByRole('button', { name: 'Open 1 entry and write .env' }).click();
  const file = page.getByRole('region', { name: 'The .env' });
  await expect(file).toContainText('STRIPE_SECRET_KEY=');
  await expect(file).not.toContainText('OPENAI_API_KEY');
  await expect(page.getByRole('main'), 'the file is masked').not.toContainText('canary');
  expect(await opened(person.api)).toEqual(['ai.extract']);

  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText('Copied .env')).toBeVisible();
  const text = await clipboardOf(page);
  expect(text).toContain(`STRIPE_SECRET_KEY=${STRIPE.value}\n`);
  expect(text).toMatch(/^\w*SECRET\w*=\S{20,}$/m);
  await expect(file).not.toContainText('canary');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toBe(text);

  await page.getByRole('button', { name: 'Reveal' }).click();
  await expect(file).toContainText(STRIPE.value);
  await page.getByRole('button', { name: 'Mask' }).click();
  await expect(file).not.toContainText(STRIPE.value);

  expect(await kept(page, person.api)).toBe(text);
});

test('what is in no entry is not made up, and an example fills the description in', async ({ page, person }) => {
  await givenKey(person.api, STRIPE);
  await page.goto('/ai');
  await page.getByRole('button', { name: /^A nightly backup of Postgres/ }).click();
  const description = page.getByLabel('What you are building');
  await expect(description).toHaveValue(/^A nightly backup/);
  await expect(description).toBeFocused();
  await description.fill('A forum with Discourse.');
  await page.getByRole('button', { name: 'Name an environment' }).click();
  await page.getByRole('menuitem', { name: 'For staging' }).click();
  await expect(description).toHaveValue('A forum with Discourse. For staging.');
  await page.getByRole('button', { name: 'Make a plan' }).click();
  await expect(page.getByText('Nothing in the vault fits this description')).toBeVisible();
  expect(await opened(person.api)).toEqual([]);
});

test('what a model is given is shown word for word, and is names alone', async ({ withModel, newBrowser }) => {
  const { server, model } = withModel;
  const context = await newBrowser(server);
  const api = apiOf(context.request, server.url);
  await api('POST', '/auth/sign-in', ADMIN);
  await givenKey(api, STRIPE);
  await givenKey(api, OPENAI);
  model.answer({ entries: [{ id: 'c1', reason: 'It takes payments.' }], generated: [] });
  const page = await context.newPage();
  await page.goto('/ai');
  await page.getByLabel('What you are building').fill('A shop <b>with</b> payments.');
  await page.getByRole('button', { name: 'Make a plan' }).click();
  const plan = page.getByRole('list', { name: 'Plan' });
  await expect(plan.getByRole('listitem')).toHaveCount(1);
  await expect(plan).toContainText('It takes payments.');

  const more = page.getByRole('button', { name: /^All \d+ lines$/ });
  if (await more.isVisible()) await more.click();
  const [given] = model.heard();
  expect(await page.getByRole('region', { name: 'What was sent' }).textContent()).toBe(given);
  expect(given).toContain('A shop');
  expect(given).toContain('OpenAI');
  expect(given).not.toContain('canary');
});

/** Saves the file into a new env project, and opens it there. */
async function kept(page: Page, api: Api): Promise<string> {
  await page.getByRole('button', { name: 'Save to env files' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save to env files' });
  await dialog.getByRole('combobox', { name: 'Env project' }).fill('shop');
  await dialog.getByRole('button', { name: 'Save .env.development' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'shop' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reveal .env.development' })).toBeVisible();
  const [project] = await api<{ id: string }[]>('GET', '/envs');
  const [file] = await api<{ id: string }[]>('GET', `/envs/${project?.id}/files`);
  return (await api<{ content: string }>('POST', `/envs/${project?.id}/files/${file?.id}/reveal`)).content;
}

/** What the log says was opened so far. */
async function opened(api: Api): Promise<string[]> {
  const events = await api<{ action: string }[]>('GET', '/audit');
  return events.map(({ action }) => action).filter((action) => /reveal|extract/.test(action));
}
