import { fillForm, goToKeycloak, SIGN_IN, signIn, signOut } from './door.ts';
import { expect, sessionOf, test } from './fixtures.ts';

type Session = { id: string };

test('signing out ends the session at Keycloak too, which then asks for a password', async ({ page, realm }) => {
  const user = await realm.newUser();
  await signIn(page, user);
  expect(await realm.ask('GET', `/users/${user.id}/sessions`)).toHaveLength(1);
  await signOut(page);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(await realm.ask('GET', `/users/${user.id}/sessions`)).toEqual([]);
  await goToKeycloak(page);
  await expect(page.getByLabel('Username or email')).toBeVisible();
});

test('a session that is ended at Keycloak is over here, and its open page leads to the door by itself', async ({
  page,
  realm,
  newBrowser,
  watched,
}) => {
  const user = await realm.newUser();
  await signIn(page, user);
  const [session] = await realm.ask<Session[]>('GET', `/users/${user.id}/sessions`);
  const elsewhere = await newBrowser();
  await signIn(await elsewhere.newPage(), user);

  watched.expectStatus(401);
  await realm.ask('DELETE', `/sessions/${session?.id}`);
  await expect.poll(() => sessionOf(page.context()), { intervals: [50] }).toBe(401);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(await sessionOf(elsewhere), 'the session of another browser goes on').toBe(200);
});

test('all sessions of somebody end where Keycloak signs him out everywhere', async ({
  page,
  realm,
  newBrowser,
  watched,
}) => {
  const user = await realm.newUser();
  const elsewhere = await newBrowser();
  await signIn(page, user);
  await signIn(await elsewhere.newPage(), user);
  watched.expectStatus(401);
  await elsewhere.pages()[0]?.close();
  await realm.ask('POST', `/users/${user.id}/logout`);
  for (const context of [page.context(), elsewhere]) {
    await expect.poll(() => sessionOf(context), { intervals: [50] }).toBe(401);
  }
  // The open page goes to the door by itself: whoever sends it there at the same moment waits for one of two loads.
  await page.getByRole('link', SIGN_IN).click();
  await fillForm(page, user);
  await expect(page.getByRole('heading', { name: 'An empty vault' })).toBeVisible();
});
