import type { Page } from '@playwright/test';
import type { Seeded } from './seed.ts';

export type DialogOf = {
  /** What it is, in the report. */
  name: string;
  role: 'dialog' | 'alertdialog';
  path: (seeded: Seeded) => string;
  open: (page: Page) => Promise<void>;
  /** How one gets there where the head of a page has no room for its tools. */
  onPhone?: Pick<DialogOf, 'path' | 'open'>;
};

const press = (key: string) => (page: Page) => page.keyboard.press(key);
const click = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();
const inMenu = (menu: string | RegExp, item: string | RegExp) => async (page: Page) => {
  await click(menu)(page);
  await page.getByRole('menuitem', { name: item }).click();
};

const keys = () => '/keys';
const category = ({ categoryId }: Seeded) => `/keys/${categoryId}`;
const env = ({ envId }: Seeded) => `/envs/${envId}`;
const twoFactor = () => '/2fa';

/** Every dialog, and how one gets there. */
export const DIALOGS: readonly DialogOf[] = [
  { name: 'palette', role: 'dialog', path: keys, open: press('ControlOrMeta+k') },
  {
    name: 'shortcuts',
    role: 'dialog',
    path: keys,
    open: click('all keys'),
    onPhone: { path: () => '/settings/appearance', open: click('Show all keys') },
  },
  { name: 'new category', role: 'dialog', path: keys, open: click('New category') },
  {
    name: 'edit category',
    role: 'dialog',
    path: keys,
    open: inMenu('More on Stripe', 'Edit'),
    onPhone: { path: category, open: inMenu('More on Stripe', 'Edit the category') },
  },
  {
    name: 'delete category',
    role: 'alertdialog',
    path: keys,
    open: inMenu('More on Stripe', 'Delete'),
    onPhone: { path: category, open: inMenu('More on Stripe', 'Delete the category') },
  },
  { name: 'new entry, of which category', role: 'dialog', path: () => '/', open: click('New entry') },
  {
    name: 'import',
    role: 'dialog',
    path: () => '/',
    open: click('Import .env'),
    onPhone: { path: () => '/', open: inMenu('More on Overview', 'Import .env') },
  },
  { name: 'new entry', role: 'dialog', path: category, open: click('New entry') },
  { name: 'edit entry', role: 'dialog', path: category, open: inMenu(/^More on atlas-web/, 'Edit') },
  { name: 'duplicate entry', role: 'dialog', path: category, open: inMenu(/^More on atlas-web/, 'Duplicate') },
  { name: 'delete entry', role: 'alertdialog', path: category, open: inMenu(/^More on atlas-web/, 'Delete') },
  { name: 'new env project', role: 'dialog', path: () => '/envs', open: click('New project') },
  { name: 'edit env project', role: 'dialog', path: () => '/envs', open: click('Edit atlas-web') },
  { name: 'delete env project', role: 'alertdialog', path: () => '/envs', open: click('Delete atlas-web') },
  { name: 'new env file', role: 'dialog', path: env, open: click('New file') },
  { name: 'new token', role: 'dialog', path: twoFactor, open: click('New token') },
  {
    name: 'token from a picture',
    role: 'dialog',
    path: twoFactor,
    open: click('From a picture'),
    onPhone: { path: twoFactor, open: inMenu('More on Two-factor', 'From a picture') },
  },
  {
    name: 'use a recovery code',
    role: 'alertdialog',
    path: twoFactor,
    open: click('Use one of the recovery codes of GitHub'),
  },
  {
    name: 'replace recovery codes',
    role: 'dialog',
    path: twoFactor,
    open: inMenu('More on GitHub', 'Replace recovery codes'),
  },
  { name: 'edit token', role: 'dialog', path: twoFactor, open: inMenu('More on GitHub', 'Edit') },
  { name: 'delete token', role: 'alertdialog', path: twoFactor, open: inMenu('More on GitHub', 'Delete') },
  { name: 'new access key', role: 'dialog', path: () => '/settings/access-keys', open: click('New access key') },
  { name: 'second step', role: 'dialog', path: () => '/settings', open: click('Turn on') },
  { name: 'wipe', role: 'alertdialog', path: () => '/settings/danger', open: click('Delete everything') },
  { name: 'sign out', role: 'alertdialog', path: () => '/settings/sessions', open: click('Sign out here') },
];
