import { expect, test } from './fixtures.ts';
import { NOWHERE, PAGES } from './paths.ts';

test('a stranger is led to the door from every path, and back to it once he is known', async ({
  person,
  newBrowser,
}) => {
  const page = await (await newBrowser()).newPage();
  for (const path of [...PAGES.map(([one]) => one), ...NOWHERE]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expect(page).toHaveURL(path === '/' ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(path)}`);
  }
  await page.goto('/settings/sessions?from=a+mail#top');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
  await expect(page).toHaveURL('/settings/sessions?from=a+mail#top');
});

test('an address that leads back to another site leads to the overview', async ({ person, newBrowser }) => {
  const page = await (await newBrowser()).newPage();
  await page.goto('/sign-in?returnTo=//evil.example/');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'An empty vault' })).toBeVisible();
  await expect(page).toHaveURL('/');
});

test('an address of nothing shows a page that says so, whatever it is that is not there', async ({
  page,
  person,
  watched,
}) => {
  watched.expectStatus(404, 400);
  expect(person.email).not.toBe('');
  for (const path of NOWHERE) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'There is no key here' })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(path);
  }
  await page.getByRole('link', { name: 'All keys' }).click();
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible();
});
