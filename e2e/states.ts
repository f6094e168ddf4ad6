import { expect, type Locator, type Page } from '@playwright/test';
import { fillProject, findInPalette } from './screen.ts';
import { beginSecondStep, showCodes } from './second-step.ts';
import type { Seeded } from './seed.ts';

/** A page as it is only after something was done on it. */
export type StateOf = {
  name: string;
  path: (seeded: Seeded) => string;
  /** The answer that it takes to get there. */
  provokes?: number;
  /** A menu, or a list to choose from, hangs over the page: it is in none of the page's regions. */
  isHanging?: true;
  /** Does it, and waits until it stands. */
  reach: (page: Page) => Promise<void>;
};

const click = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const choose = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name }).click();

async function makeKey(page: Page): Promise<void> {
  await click(page, /^(New access key|Make the first one)/);
  await page.getByRole('dialog', { name: 'New access key' }).getByLabel('Name', { exact: true }).fill('ci-deploy');
  await click(page, 'Create access key');
  await expect(page.getByRole('dialog', { name: 'Copy ci-deploy now' })).toBeVisible();
}

async function makePlan(page: Page): Promise<void> {
  await page.getByLabel('What you are building').fill('A shop with Stripe and Postgres, and a session secret.');
  await click(page, 'Make a plan');
  await expect(page.getByRole('list', { name: 'Plan' })).toBeVisible();
}

async function preview(page: Page, text: string): Promise<Locator> {
  await click(page, 'Import .env');
  const dialog = page.getByRole('dialog', { name: 'Import a .env' });
  await dialog.getByLabel('Text of the .env').fill(text);
  await click(page, 'Preview import');
  await fillProject(dialog, 'another');
  return dialog;
}

const category = ({ categoryId }: Seeded) => `/keys/${categoryId}`;
const project = ({ project: name }: Seeded) => `/projects/${name}`;
const accessKeys = () => '/settings/access-keys';
const at = (path: string) => () => path;

/** Every one that is no page and no dialog of its own, and how one gets there. */
export const STATES: readonly StateOf[] = [
  {
    name: 'palette with what was found',
    path: at('/keys'),
    reach: async (page) => {
      await findInPalette(page, 'stripe', /STRIPE_SECRET_KEY.*atlas-web.*production/);
    },
  },
  {
    name: 'palette that found nothing',
    path: at('/keys'),
    reach: async (page) => {
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('dialog', { name: 'Search or do' }).getByRole('combobox').fill('qqqq');
      await expect(page.getByText('Nothing in your vault is called “qqqq”.')).toBeVisible();
    },
  },
  {
    name: 'toast of a copy, secret revealed',
    path: category,
    reach: async (page) => {
      await click(page, /^Reveal STRIPE_SECRET_KEY/);
      await expect(page.getByRole('button', { name: /^Mask STRIPE_SECRET_KEY/ })).toBeVisible();
      await click(page, /^Copy STRIPE_SECRET_KEY/);
      await expect(page.getByText('Copied STRIPE_SECRET_KEY')).toBeVisible();
    },
  },
  {
    name: 'toast of a failure',
    path: category,
    provokes: 502,
    reach: async (page) => {
      await page.route('/trpc/entries.reveal*', (route) => route.fulfill({ status: 502, body: 'Bad gateway' }));
      await click(page, /^Copy STRIPE_SECRET_KEY/);
      await expect(page.getByRole('alert')).toContainText('was not copied');
      await page.unrouteAll();
    },
  },
  {
    name: 'menu of an entry',
    path: category,
    isHanging: true,
    reach: async (page) => {
      await click(page, /^More on atlas-web/);
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'import with its preview',
    path: at('/'),
    reach: async (page) => {
      const dialog = await preview(page, 'STRIPE_SECRET_KEY=a\nNEW_ONE=b\nno variable\n');
      await expect(dialog.getByText('2 variables', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'what becomes of a variable',
    path: at('/'),
    isHanging: true,
    reach: async (page) => {
      const dialog = await preview(page, 'NEW_ONE=b\n');
      await dialog.getByRole('combobox', { name: 'What becomes of NEW_ONE' }).click();
      await expect(page.getByRole('listbox')).toBeVisible();
    },
  },
  {
    name: 'fill a gap',
    path: project,
    isHanging: true,
    reach: async (page) => {
      await click(page, /^Fill /);
      await expect(page.getByRole('menuitem', { name: /^Type or paste/ })).toBeVisible();
    },
  },
  {
    name: 'what can be done with a cell, and a secret revealed',
    path: project,
    isHanging: true,
    reach: async (page) => {
      await click(page, /, set/);
      await choose(page, /^Reveal for 30 seconds/);
      await expect(page.getByRole('button', { name: /^Mask / })).toBeVisible();
      await click(page, /, set/);
      await expect(page.getByRole('menuitem', { name: /^Mask/ })).toBeVisible();
    },
  },
  {
    name: 'generate into a gap',
    path: project,
    reach: async (page) => {
      await click(page, /^Fill [A-Z_]+ in/);
      await choose(page, /^Generate/);
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  { name: 'a plan', path: at('/ai'), reach: makePlan },
  {
    name: 'a .env that was extracted, and where to keep it',
    path: at('/ai'),
    reach: async (page) => {
      await makePlan(page);
      await click(page, /write \.env/i);
      await click(page, 'Save to env files');
      await expect(page.getByRole('dialog', { name: 'Save to env files' })).toBeVisible();
    },
  },
  {
    name: 'audit event',
    path: at('/audit'),
    reach: async (page) => {
      await page.getByRole('grid', { name: 'Events' }).getByRole('row').filter({ hasText: 'create' }).first().click();
      await expect(page.getByRole('dialog', { name: /^Event/ })).toBeVisible();
    },
  },
  {
    name: 'audit, filtered, when, and verified',
    path: at('/audit'),
    reach: async (page) => {
      await click(page, 'Verify the chain');
      await expect(page.getByText('Chain whole').first()).toBeVisible();
      await click(page, /^when:/);
      await expect(page.getByRole('dialog', { name: 'When' })).toBeVisible();
    },
  },
  {
    name: 'recovery codes of the sign-in, shown once',
    path: at('/settings'),
    reach: async (page) => {
      await showCodes(page, await beginSecondStep(page));
    },
  },
  { name: 'access key, shown once', path: accessKeys, reach: makeKey },
  {
    name: 'revoke an access key',
    path: accessKeys,
    reach: async (page) => {
      await makeKey(page);
      await page.getByRole('checkbox', { name: 'I have stored it' }).click();
      await click(page, 'Done');
      await click(page, 'Revoke ci-deploy');
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'recovery code, given out',
    path: at('/2fa'),
    reach: async (page) => {
      await click(page, 'Use one of the recovery codes of GitHub');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Use code 1' }).click();
      await expect(page.getByRole('button', { name: 'Done with recovery code 1 of GitHub' })).toBeVisible();
    },
  },
  {
    name: 'env file, revealed and changed',
    path: ({ envId }) => `/envs/${envId}`,
    reach: async (page) => {
      await click(page, /^Reveal \.env/);
      const text = page.getByRole('textbox', { name: /^Content of \.env/ });
      await text.press('ControlOrMeta+End');
      await page.keyboard.type('GREETING=hello\nno variable\n');
      await expect(page.getByRole('list', { name: 'Changes' })).toContainText('GREETING');
    },
  },
];
