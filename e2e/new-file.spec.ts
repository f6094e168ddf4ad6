import { expect, test } from './fixtures.ts';

test('a file that someone else made in the same moment is not replaced by a new one', async ({
  page,
  person,
  watched,
}) => {
  watched.expectStatus(412);
  const { id } = await person.api<{ id: string }>('POST', '/envs', { name: 'shop' });
  const files = `/envs/${id}/files`;
  await page.route(
    `**/api${files}`,
    async (route) => {
      await person.api('POST', files, { fileType: 'env', content: 'THEIRS=1\n' });
      await route.continue();
    },
    { times: 1 },
  );
  await page.goto(`/envs/${id}`);
  await page.getByRole('button', { name: 'New file' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New file' });
  await dialog.getByRole('button', { name: 'Create .env', exact: true }).click();
  await expect(dialog).toContainText('.env is there already.');

  const [file, ...others] = await person.api<{ id: string }[]>('GET', files);
  expect(others).toEqual([]);
  expect(await person.api('POST', `${files}/${file?.id}/reveal`)).toMatchObject({ content: 'THEIRS=1\n' });
});
