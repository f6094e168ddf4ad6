import { comeTo, expectInside, goToKeycloak, SIGN_IN } from './door.ts';
import { ADMIN, expect, sessionOf, test } from './fixtures.ts';

test('while Keycloak is away sessions go on and passwords open, and it is found again when it is back', async ({
  clock,
  gate,
  newBrowser,
  newServer,
  realm,
  watched,
}) => {
  watched.expectStatus(503);
  const server = await newServer({ admin: ADMIN, env: { KEYCLOAK_URL: gate.url, ...clock.env } });
  const user = await realm.newUser();
  const inside = await newBrowser(server);
  const page = await comeTo(inside, user);
  await expectInside(page);

  await gate.shut();
  // It is due to be asked about the session, and cannot be.
  await clock.moveTo(360);
  await page.goto('/keys');
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible();
  expect(await sessionOf(inside)).toBe(200);

  const stranger = await (await newBrowser(server)).newPage();
  await goToKeycloak(stranger);
  await expect(stranger.getByRole('heading', { name: 'Not signed in' })).toBeVisible();
  await expect(stranger.getByText('Keycloak cannot be reached now.')).toBeVisible();
  await stranger.getByRole('link', { name: 'Back to Kagi' }).click();
  await expect(stranger.getByRole('link', SIGN_IN)).toBeVisible();
  await stranger.getByLabel('E-mail').fill(ADMIN.email);
  await stranger.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await stranger.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectInside(stranger);

  await gate.open();
  await clock.moveTo(0);
  await expectInside(await comeTo(await newBrowser(server), user));
});
