import type { Page } from '@playwright/test';
import { DIALOGS, type DialogOf } from './dialogs.ts';
import { NOWHERE, PAGES } from './paths.ts';
import type { Seeded } from './seed.ts';

/** What is to be seen: an address, and what one does there first. */
export type View = { name: string; path: string; open?: (page: Page) => Promise<void>; onPhone?: Omit<View, 'name'> };

const reveal = async (page: Page) => {
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: /^Mask/ }).first().waitFor();
};
const fillGap = (page: Page) =>
  page
    .getByRole('button', { name: /missing/ })
    .first()
    .click();
const fillOnPhone = async (page: Page) => {
  await page
    .getByRole('button', { name: /^Fill / })
    .first()
    .click();
  await page.getByRole('menu').waitFor();
};
const showCodes = (page: Page) => page.getByRole('button', { name: 'Show all codes' }).click();
const revealFile = async (page: Page) => {
  await page.getByRole('button', { name: 'Reveal .env' }).click();
  await page.getByRole('textbox', { name: '.env' }).waitFor();
};
/** A line that is changed, one that is new, and one whose quote was forgotten. */
const changeFile = async (page: Page) => {
  await revealFile(page);
  await page.getByRole('textbox', { name: '.env' }).focus();
  for (const key of ['Control+Home', 'ArrowDown', 'End', 'Backspace']) await page.keyboard.press(key);
  await page.keyboard.type('1\nMAIL_REPLY_TO=team@example.com\nMAIL_FROM="Atlas <hello@example.com>');
  for (let line = 0; line < 4; line++) await page.keyboard.press('ArrowDown');
};
const plan = async (page: Page) => {
  await page
    .getByRole('textbox', { name: 'What you are building' })
    .fill('A shop with Stripe, Postgres and mail, and a session secret');
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.getByRole('heading', { name: 'Plan' }).waitFor();
};

/** The three that sell it, and hold nothing but what a vault of a year holds. */
export function ofReadme({ categoryId, envId }: Seeded): View[] {
  return [
    { name: 'overview', path: '/' },
    { name: 'category', path: `/keys/${categoryId}`, open: reveal },
    { name: 'env-file', path: `/envs/${envId}`, open: changeFile },
  ];
}

export const STRANGERS: readonly View[] = ['/sign-in', '/accept#token=any', '/accept'].map((path) => ({
  name: `door${nameOf(path)}`,
  path,
}));

export const EMPTY: readonly View[] = [...PAGES.map(([path]) => path).slice(0, 7), '/ai', '/settings/invitations'].map(
  (path) => ({ name: `empty${nameOf(path)}`, path }),
);

/** Every page in front of a full vault, what one can open on it, and every dialog. */
export function full(vault: Seeded): View[] {
  const own = {
    category: `/keys/${vault.categoryId}`,
    env: `/envs/${vault.envId}`,
    project: `/projects/${vault.project}`,
  };
  const pages = [...PAGES.map(([path]) => path), '/ai', '/settings/invitations', NOWHERE[0] ?? ''];
  return [
    ...pages.map((path) => ({ name: `full${nameOf(path)}`, path })),
    ...Object.entries(own).map(([name, path]) => ({ name, path })),
    { name: 'category-revealed', path: own.category, open: reveal },
    {
      name: 'project-filling',
      path: own.project,
      open: fillGap,
      onPhone: { path: `${own.project}?environment=local`, open: fillOnPhone },
    },
    { name: 'env-revealed', path: own.env, open: revealFile },
    { name: 'env-changed', path: own.env, open: changeFile },
    { name: 'two-factor-shown', path: '/2fa', open: showCodes },
    { name: 'ai-planned', path: '/ai', open: plan },
    ...DIALOGS.map(({ name, role, onPhone, ...wide }) => {
      const way = ({ path, open }: Pick<DialogOf, 'path' | 'open'>) => ({
        path: path(vault),
        open: async (page: Page) => {
          await open(page);
          await page.getByRole(role).waitFor();
        },
      });
      return {
        name: `dialog-${name.replaceAll(/\W+/g, '-')}`,
        ...way(wide),
        ...(onPhone && { onPhone: way(onPhone) }),
      };
    }),
  ];
}

function nameOf(path: string): string {
  return path.replaceAll(/\W+/g, '-').replace(/-$/, '');
}
