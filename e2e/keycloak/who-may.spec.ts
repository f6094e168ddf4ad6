import { apiOf } from '#e2e/api.ts';
import { comeTo, expectInside, signIn } from './door.ts';
import { ADMIN, expect, test } from './fixtures.ts';
import type { NewUser } from './realm.ts';

test('where Keycloak is the rule, passwords are neither asked for nor taken', async ({
  newServer,
  newBrowser,
  realm,
  watched,
}) => {
  watched.expectStatus(403);
  const env = { KAGI_PASSWORD_SIGN_IN: 'off' };
  const server = await newServer({ admin: ADMIN, env });
  const context = await newBrowser(server);
  const page = await context.newPage();
  await page.goto('/sign-in');
  await expect(page.getByRole('link', { name: 'Sign in with Keycloak' })).toBeVisible();
  await expect(page.getByLabel('Password')).toHaveCount(0);
  const answer = await context.request.post('/api/auth/sign-in', { data: ADMIN, headers: { origin: server.url } });
  expect(answer.status()).toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'PASSWORD_SIGN_IN_OFF' });
  await signIn(page, await realm.newUser());
});

test('only whom the settings let in comes in, and the others are told why not', async ({
  newServer,
  newBrowser,
  realm,
  watched,
}) => {
  watched.expectStatus(403);
  const env = { KEYCLOAK_ALLOWED_GROUPS: 'admins,developers', KEYCLOAK_ALLOWED_EMAIL_DOMAINS: 'example.test' };
  const server = await newServer({ admin: ADMIN, env });
  const come = async (given: NewUser) => comeTo(await newBrowser(server), await realm.newUser(given));
  const groups = ['/developers'];
  const refused = [
    [{ groups: ['/visitors'] }, 'You are in none of the Keycloak groups that may use this vault.'],
    [{ groups, email: 'lin@elsewhere.test' }, 'Your e-mail address is not of a domain that may use this vault.'],
    [{ groups, emailVerified: false }, 'Keycloak has not verified your e-mail address.'],
  ] as const;
  for (const [given, words] of refused) {
    const page = await come({ ...given, groups: [...given.groups] });
    await expect(page.getByRole('heading', { name: 'Not signed in' })).toBeVisible();
    await expect(page.getByText(words)).toBeVisible();
    await page.getByRole('link', { name: 'Back to Kagi' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  }
  await expectInside(await come({ groups }));
});

test('the first to come in is the admin whom the settings name, and nobody before', async ({
  newServer,
  newBrowser,
  realm,
  watched,
}) => {
  watched.expectStatus(403);
  const email = 'first@example.test';
  const server = await newServer({ env: { KEYCLOAK_ADMIN_EMAIL: email } });
  const early = await comeTo(await newBrowser(server), await realm.newUser());
  await expect(early.getByText('This vault has no admin yet.')).toBeVisible();
  const admin = await comeTo(await newBrowser(server), await realm.newUser({ email }));
  await expectInside(admin);
  expect(await apiOf(admin.context().request, server.url)('GET', '/invitations')).toEqual([]);
});
