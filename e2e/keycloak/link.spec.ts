import { apiOf } from '#e2e/api.ts';
import { givenKey, STRIPE, storedIn } from '#e2e/given.ts';
import { comeTo, expectInside, linkAccount, signIn } from './door.ts';
import { expect, sessionOf, test } from './fixtures.ts';

test('a linked account opens the same vault, and once it is unlinked one of its own', async ({
  page,
  person,
  realm,
  newBrowser,
  server,
  watched,
}) => {
  const { entryId } = await givenKey(person.api, STRIPE);
  const user = await realm.newUser({ email: person.email });
  await linkAccount(page, user);
  const unlink = page.getByRole('button', { name: 'Unlink' });
  await expect(unlink, 'Keycloak led back to where one was').toBeVisible();

  const elsewhere = await newBrowser();
  await signIn(await elsewhere.newPage(), user);
  expect(await storedIn(apiOf(elsewhere.request, server.url), entryId)).toBe(STRIPE.value);
  await Promise.all(elsewhere.pages().map((one) => one.close()));

  await unlink.click();
  const question = page.getByRole('alertdialog', { name: `Unlink ${person.email} from Keycloak` });
  await question.getByRole('button', { name: 'Unlink' }).click();
  await expect(page.getByText('Unlinked from Keycloak')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Link a Keycloak account' })).toBeVisible();
  expect(await storedIn(person.api, entryId), 'the session by password goes on').toBe(STRIPE.value);
  watched.expectStatus(401);
  expect(await sessionOf(elsewhere)).toBe(401);

  const again = await comeTo(await newBrowser(), user);
  await expectInside(again);
  await expect(again.getByRole('heading', { name: 'An empty vault' })).toBeVisible();
});

test('an account that opens a vault already is not linked to a second', async ({
  page,
  person,
  realm,
  newBrowser,
  watched,
}) => {
  const user = await realm.newUser();
  await signIn(await (await newBrowser()).newPage(), user);
  watched.expectStatus(409);
  await linkAccount(page, user);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not linked');
  await page.getByRole('link', { name: 'Back to Kagi' }).click();
  await expect(page.getByRole('button', { name: 'Account of' }), 'and one is still who one was').toContainText(
    person.name,
  );
  await page.goto('/settings');
  await expect(page.getByRole('button', { name: 'Link a Keycloak account' })).toBeVisible();
});
