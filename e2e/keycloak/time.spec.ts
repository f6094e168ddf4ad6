import type { Page } from '@playwright/test';
import { comeTo, expectInside } from './door.ts';
import { expect, sessionOf, test } from './fixtures.ts';

/** After five minutes of a session's use Keycloak is asked about it. */
const SIX_MINUTES = 360;

test('whom Keycloak has disabled is out once it is asked, and who is not stays in', async ({
  apart: { server, realm },
  clock,
  newBrowser,
  watched,
}) => {
  watched.expectStatus(401);
  const [leaver, stayer] = [await realm.newUser(), await realm.newUser()];
  const [leaving, staying] = [await newBrowser(server), await newBrowser(server)];
  const page = await comeTo(leaving, leaver);
  await expectInside(page);
  await expectInside(await comeTo(staying, stayer));

  await realm.ask('PUT', `/users/${leaver.id}`, { enabled: false });
  expect(await sessionOf(leaving), 'nobody has been asked yet').toBe(200);
  await clock.moveTo(SIX_MINUTES);
  await page.goto('/keys');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(await sessionOf(leaving)).toBe(401);
  expect(await sessionOf(staying)).toBe(200);
});

/** A sign-in counts as fresh for this long. */
const FRESH_SECONDS = 600;
/** By so much Keycloak's clock may be behind the vault's. */
const SKEW_SECONDS = 25;

test('making a key that gives out secrets asks Keycloak anew, ten minutes after a sign-in', async ({
  apart: { server, realm },
  clock,
  newBrowser,
}) => {
  const user = await realm.newUser();
  const context = await newBrowser(server);
  const page = await comeTo(context, user);
  await expectInside(page);
  const bystander = await comeTo(await newBrowser(server), user);
  await expectInside(bystander);

  await clock.moveTo(FRESH_SECONDS + 2);
  await startKey(page);
  await finishKey(page);
  const question = page.getByRole('dialog', { name: 'Is it still you?' });
  await expect(question).toBeVisible();
  // Keycloak's clock stands still where the vault's was moved: it would say that it asked ten minutes ago. So
  // the vault asks at a time that Keycloak's answer fits, and goes on when the first sign-in has aged again.
  await clock.moveTo(SKEW_SECONDS);
  await question.getByRole('link', { name: 'Go to Keycloak' }).click();
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(user.password);
  await page.getByRole('button', { name: 'Sign In' }).click();
  // It leads back to where the key was being made.
  await expect(page.getByRole('dialog', { name: 'New access key' })).toBeVisible();
  await clock.moveTo(FRESH_SECONDS + 2);
  await finishKey(page);
  await expect(page.getByRole('dialog', { name: 'Copy ci-deploy now' })).toBeVisible();

  await startKey(bystander);
  await finishKey(bystander);
  await expect(bystander.getByRole('dialog', { name: 'Is it still you?' })).toBeVisible();
});

async function startKey(page: Page): Promise<void> {
  await page.goto('/settings/access-keys');
  await page.getByRole('button', { name: /Make the first one|New access key/ }).click();
}

async function finishKey(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'New access key' });
  await dialog.getByLabel('Name', { exact: true }).fill('ci-deploy');
  await dialog.getByRole('radio', { name: 'CI' }).click();
  await dialog.getByRole('button', { name: 'Create access key' }).click();
}

test('a sign-in is verified with the keys that Keycloak signs with now', async ({
  apart: { server, realm },
  clock,
  newBrowser,
}) => {
  await expectInside(await comeTo(await newBrowser(server), await realm.newUser()));
  const before = await signingKey(realm.ask);
  await realm.ask('POST', '/components', {
    name: 'next',
    providerId: 'rsa-generated',
    providerType: 'org.keycloak.keys.KeyProvider',
    config: { priority: ['200'], enabled: ['true'], active: ['true'], algorithm: ['RS256'] },
  });
  expect(await signingKey(realm.ask)).not.toBe(before);
  // Unknown keys make the vault look for new ones every half a minute at most.
  await clock.moveTo(31);
  await expectInside(await comeTo(await newBrowser(server), await realm.newUser()));
});

type Keys = { active: { RS256: string } };
async function signingKey(ask: <T>(method: string, path: string) => Promise<T>): Promise<string> {
  return (await ask<Keys>('GET', '/keys')).active.RS256;
}
