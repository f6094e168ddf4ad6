import { expectInside, linkAccount, signIn } from './door.ts';
import { expect, sessionOf, test } from './fixtures.ts';

test('sessions of either kind are listed with where they came from, and end one by one or all others', async ({
  page,
  person,
  realm,
  newBrowser,
  watched,
}) => {
  expect(person.email).toContain('@');
  const user = await realm.newUser();
  await linkAccount(page, user);
  await expect(page.getByRole('button', { name: 'Unlink' })).toBeVisible();

  const others = [await newBrowser(), await newBrowser(), await newBrowser()];
  for (const one of others) await signIn(await one.newPage(), user);
  await Promise.all(others.map((one) => one.pages()[0]?.close()));
  await page.goto('/settings/sessions');
  const rows = page.getByRole('grid', { name: 'Sessions' }).getByRole('row');
  await expect(rows).toHaveCount(5);
  const own = rows.filter({ hasText: 'this one' });
  await expect(own).toContainText('by password');
  const byKeycloak = rows.filter({ hasText: 'by Keycloak' });
  await expect(byKeycloak).toHaveCount(3);
  for (const words of [/Chrome on/, '127.0.0.1', /now|ago/]) await expect(byKeycloak.first()).toContainText(words);

  await byKeycloak
    .first()
    .getByRole('button', { name: /^End the session of/ })
    .click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End session' }).click();
  await expect(rows).toHaveCount(4);
  await page.getByRole('button', { name: 'End all others' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End 2 other sessions' }).click();
  await expect(rows).toHaveCount(2);
  watched.expectStatus(401);
  expect(await Promise.all(others.map(sessionOf))).toEqual([401, 401, 401]);
  await page.goto('/keys');
  await expectInside(page);
});
