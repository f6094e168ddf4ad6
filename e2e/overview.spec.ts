import { expect, test } from './fixtures.ts';
import { givenKey, STRIPE } from './given.ts';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

test('the overview follows what a script does: what presses, what is new, what was revealed', async ({
  page,
  person,
}) => {
  const { categoryId, entryId } = await givenKey(person.api, STRIPE);
  await page.goto('/');
  await expect(page.getByText('Nothing expires within a fortnight.')).toBeVisible();

  await person.api('PUT', `/entries/${entryId}`, { expiresAt: inDays(-2) });
  await expect(page.getByText('One entry has expired.')).toBeVisible();
  const pressing = page.getByRole('list', { name: 'Expired, or soon to expire' });
  await expect(pressing.getByRole('listitem')).toContainText('expired 2 days ago');

  await person.api('POST', `/entries/${entryId}/reveal`);
  await person.api('POST', '/entries', { categoryId, name: 'blog', value: 'canary', expiresAt: inDays(5) });
  await expect(page.getByText('One entry has expired, one more will within a fortnight.')).toBeVisible();
  await expect(page.getByRole('img', { name: /^Entries by expiry: 1 expired, 1 within 30 days/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Recently added' }).getByRole('listitem').first()).toContainText(
    'blog',
  );
  await expect(page.getByRole('link', { name: '1 reveal in 30 days' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Recently revealed' }).getByRole('listitem')).toContainText('shop');
});

test('the cards follow, too', async ({ page, person }) => {
  const { categoryId, entryId } = await givenKey(person.api, STRIPE);
  await page.goto('/keys');
  const card = page.getByRole('list', { name: 'Categories' }).getByRole('listitem');
  await expect(card).toContainText('1 production');
  await person.api('POST', '/entries', { categoryId, name: 'blog', environment: 'local', value: 'canary' });
  await expect(card).toContainText('1 local');
  await person.api('PUT', `/entries/${entryId}`, { expiresAt: inDays(-2) });
  await expect(card).toContainText('1 expired');
});
