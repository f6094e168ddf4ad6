import { Secret, TOTP } from 'otpauth';
import { type Api, apiOf } from '#e2e/api.ts';
import { givenKey, STRIPE, storedIn } from '#e2e/given.ts';
import { expectInside, fillForm, goToKeycloak, signIn } from './door.ts';
import { expect, test } from './fixtures.ts';

/** As realm.json has them. */
const ADA = { username: 'ada', password: 'orchard-copper-lantern-41' };
const GRACE = { username: 'grace', password: 'meadow-anchor-velvet-62', seed: 'a seed of twenty bytes' };

test('the first sign-in makes an account, and the second finds what was stored in it', async ({
  page,
  realm,
  newBrowser,
  server,
}) => {
  expect(realm.settings.KEYCLOAK_CLIENT_ID).toBe('kagi');
  await signIn(page, ADA);
  await expect(page.getByRole('heading', { name: 'An empty vault' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Account of' })).toContainText('Ada Example');
  const { entryId } = await givenKey(apiOf(page.context().request, server.url), STRIPE);

  const elsewhere = await newBrowser();
  await signIn(await elsewhere.newPage(), ADA);
  expect(await storedIn(apiOf(elsewhere.request, server.url), entryId)).toBe(STRIPE.value);
});

test('who is signed in at Keycloak comes straight back, with a session of another id', async ({ page, realm }) => {
  await signIn(page, await realm.newUser());
  const cookieOf = async () => (await page.context().cookies()).find(({ name }) => name === 'kagi')?.value;
  const first = await cookieOf();
  await page.context().clearCookies({ name: 'kagi' });
  const visited: string[] = [];
  page.on('framenavigated', (frame) => visited.push(new URL(frame.url()).origin));
  await goToKeycloak(page);
  await expectInside(page);
  expect(new Set(visited), 'no page of Keycloak was shown').toEqual(new Set([new URL(page.url()).origin]));
  expect(first).toBeTruthy();
  expect(await cookieOf()).not.toBe(first);
});

test('a wrong password stays at Keycloak, and the right one then lets in', async ({ page, realm }) => {
  const user = await realm.newUser();
  await goToKeycloak(page);
  await fillForm(page, { ...user, password: 'not the one' });
  await expect(page.getByText('Invalid username or password.')).toBeVisible();
  expect(page.url()).toContain(`/realms/${realm.settings.KEYCLOAK_REALM}/`);
  await fillForm(page, user);
  await expectInside(page);
});

test('whose account at Keycloak asks for a code of a phone gives one', async ({ page, realm }) => {
  expect(realm.settings.KEYCLOAK_CLIENT_ID).toBe('kagi');
  await goToKeycloak(page);
  await fillForm(page, GRACE);
  await page.getByLabel('One-time code').fill(new TOTP({ secret: Secret.fromUTF8(GRACE.seed) }).generate());
  await page.getByRole('button', { name: 'Sign In' }).click();
  await expectInside(page);
});

test('sign-in leads back to where one was going', async ({ page, realm }) => {
  const user = await realm.newUser();
  await page.goto('/settings/sessions?from=a+mail#top');
  await page.getByRole('link', { name: 'Sign in with Keycloak' }).click();
  await fillForm(page, user);
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
  await expect(page).toHaveURL('/settings/sessions?from=a+mail#top');
});

test('sign-in never leads to another site', async ({ page, realm, server, watched }) => {
  watched.expectStatus(400);
  await signIn(page, await realm.newUser());
  for (const address of ['//evil.example/', '/\\evil.example', 'https://evil.example', '/\t/evil.example']) {
    await page.context().clearCookies({ name: 'kagi' });
    const lure = encodeURIComponent(address);
    const direct = await page.goto(`/api/auth/login/keycloak?returnTo=${lure}`);
    expect(direct?.status(), 'the address that goes to Keycloak refuses it').toBe(400);
    await expect(page.getByText('This address is not complete.')).toBeVisible();
    await goToKeycloak(page, `/sign-in?returnTo=${lure}`);
    await expectInside(page);
    expect(new URL(page.url()).origin).toBe(server.url);
  }
});

test('an e-mail that a local account has opens another vault, and each keeps its own', async ({
  person,
  realm,
  newBrowser,
  server,
}) => {
  await givenKey(person.api, STRIPE);
  const user = await realm.newUser({ email: person.email });
  const elsewhere = await newBrowser();
  const page = await elsewhere.newPage();
  await signIn(page, user);
  await expect(page.getByRole('heading', { name: 'An empty vault' })).toBeVisible();
  const api = apiOf(elsewhere.request, server.url);
  expect(await api('GET', '/categories')).toEqual([]);
  expect(await person.api('GET', '/categories')).toHaveLength(1);
  const idOf = async (one: Api) => (await one<{ user: { id: string } }>('GET', '/auth/session')).user.id;
  expect(await idOf(api)).not.toBe(await idOf(person.api));
});
