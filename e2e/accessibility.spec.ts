import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { DIALOGS } from './dialogs.ts';
import { expect, test } from './fixtures.ts';
import { PAGES } from './paths.ts';
import { seed } from './seed.ts';

// What is still fading in has another contrast than what stands.
test.use({ colorScheme: 'light', contextOptions: { reducedMotion: 'reduce' } });

test('the door has no obstacle', async ({ newBrowser, emptyServer, server }) => {
  const first = await (await newBrowser(emptyServer)).newPage();
  await first.emulateMedia({ reducedMotion: 'reduce' });
  await first.goto(emptyServer.setupLink ?? '');
  await expect(first.getByRole('heading', { level: 1 })).toBeVisible();
  await expectNoObstacle(first, 'setup');
  const page = await (await newBrowser(server)).newPage();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const path of ['/sign-in', '/accept#token=any', '/accept']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoObstacle(page, path);
  }
});

test('no page of an empty vault has an obstacle', async ({ page, person }) => {
  expect(person.email).not.toBe('');
  for (const [path] of PAGES.slice(0, 7)) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoObstacle(page, path);
  }
});

test('no page of a full vault has an obstacle', async ({ page, person }) => {
  test.slow();
  const { categoryId, envId } = await seed(person.api, { kinds: 12, projects: 1 });
  const own = [`/keys/${categoryId}`, `/envs/${envId}`, '/nowhere'];
  for (const path of [...PAGES.map(([one]) => one), ...own]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoObstacle(page, path);
  }
});

// In two halves, so that two workers share them.
const half = Math.ceil(DIALOGS.length / 2);
for (const dialogs of [DIALOGS.slice(0, half), DIALOGS.slice(half)]) {
  test(`no dialog has an obstacle, from ${dialogs[0]?.name} on`, async ({ page, person }) => {
    test.slow();
    const seeded = await seed(person.api, { kinds: 3, projects: 1 });
    for (const { name, path, role, open } of dialogs) {
      await page.goto(path(seeded));
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await open(page);
      await expect(page.getByRole(role)).toBeVisible();
      await expectNoObstacle(page, name);
    }
  });
}

/** In light everything is looked at; in dark what can differ there. */
async function expectNoObstacle(page: Page, where: string): Promise<void> {
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
  await page.emulateMedia({ colorScheme: 'light' });
  expect.soft(await obstacles(new AxeBuilder({ page })), where).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  const inDark = new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']);
  expect.soft(await obstacles(inDark), `${where}, in dark`).toEqual([]);
}

async function obstacles(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
