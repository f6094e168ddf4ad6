import { randomBytes } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { apiOf } from './api.ts';
import { DIALOGS } from './dialogs.ts';
import { ADMIN, expect, test } from './fixtures.ts';
import { PAGES } from './paths.ts';
import { seed } from './seed.ts';
import { STATES } from './states.ts';

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
  for (const [path] of PAGES.slice(0, 8)) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoObstacle(page, path);
  }
});

test('no page of a full vault has an obstacle', async ({ page, person }) => {
  test.slow();
  const { categoryId, envId, project } = await seed(person.api, { kinds: 12, projects: 1 });
  const own = [`/keys/${categoryId}`, `/envs/${envId}`, `/projects/${project}`, '/nowhere'];
  for (const path of [...PAGES.map(([one]) => one), ...own]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoObstacle(page, path);
  }
});

// In parts, so that two workers share them.
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

const third = Math.ceil(STATES.length / 3);
for (const states of [STATES.slice(0, third), STATES.slice(third, 2 * third), STATES.slice(2 * third)]) {
  test(`nothing that comes up later has an obstacle, from the ${states[0]?.name} on`, async ({
    page,
    person,
    watched,
  }) => {
    test.slow();
    const seeded = await seed(person.api, { kinds: 3, projects: 1 });
    for (const { name, path, reach, provokes, isHanging } of states) {
      if (provokes !== undefined) watched.expectStatus(provokes);
      await page.goto(path(seeded));
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await reach(page);
      await expectNoObstacle(page, name, isHanging ? ['region'] : []);
    }
  });
}

test('inviting someone has no obstacle', async ({ newBrowser, server }) => {
  const context = await newBrowser();
  await apiOf(context.request, server.url)('POST', '/auth/sign-in', ADMIN);
  const page = await context.newPage();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/settings/invitations');
  await page.getByRole('button', { name: 'Invite someone' }).click();
  const email = `guest-${randomBytes(4).toString('hex')}@example.test`;
  await page.getByLabel('E-mail').fill(email);
  await expectNoObstacle(page, 'invite');
  await page.getByRole('button', { name: 'Make a link' }).click();
  await expect(page.getByRole('dialog', { name: `Send the link to ${email}` })).toBeVisible();
  await expectNoObstacle(page, 'the link, shown once');
  await page.getByRole('checkbox', { name: 'I have sent it' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row').filter({ hasText: email })).toBeVisible();
  await expectNoObstacle(page, 'invitations');
  await page.getByRole('button', { name: `Take back the invitation of ${email}` }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectNoObstacle(page, 'take an invitation back');
});

/** In light everything is looked at; in dark what can differ there. */
async function expectNoObstacle(page: Page, where: string, except: string[] = []): Promise<void> {
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
  await page.emulateMedia({ colorScheme: 'light' });
  expect.soft(await obstacles(axeOf(page).disableRules(except)), where).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  const inDark = axeOf(page).withRules(['color-contrast', 'link-in-text-block']);
  expect.soft(await obstacles(inDark), `${where}, in dark`).toEqual([]);
}

/** No page has frames, so axe need not gather the results of several on a page of its own. */
function axeOf(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}

async function obstacles(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
