import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { givenKey, STRIPE, storedIn } from './given.ts';
import { clipboardOf } from './screen.ts';

/** Runs a line as a shell would; what curl prints, and the status after it. */
async function runInShell(line: string): Promise<{ status: number; text: string }> {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${line} --silent --write-out '\n%{http_code}'`]);
  const at = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(at)), text: stdout.slice(0, at) };
}

test('a key is made, its curl line runs as it was copied, and is refused once the key is revoked', async ({
  page,
  person,
}) => {
  await givenKey(person.api, STRIPE);
  await makeKey(page, 'ci-deploy', 'read only');
  const once = page.getByRole('dialog', { name: 'Copy ci-deploy now' });
  await once.getByRole('button', { name: 'Copy curl line' }).click();
  await expect(page.getByText('Copied curl line')).toBeVisible();
  const line = await clipboardOf(page);

  const answer = await runInShell(line);
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('"name":"shop"');
  expect(answer.text).not.toContain(STRIPE.value);

  await once.getByRole('checkbox', { name: 'I have stored it' }).click();
  await once.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Revoke ci-deploy' }).click();
  const question = page.getByRole('alertdialog', { name: 'Revoke ci-deploy' });
  await question.getByRole('button', { name: 'Revoke ci-deploy' }).click();
  await expect(page.getByText('No access keys yet')).toBeVisible();
  const refused = await runInShell(line);
  expect(refused.status).toBe(401);
  expect(JSON.parse(refused.text)).toMatchObject({ code: 'AUTH_INVALID_KEY' });
});

test('a key is refused what its scopes leave out, where the session of its owner passes', async ({
  page,
  person,
  server,
}) => {
  const { entryId } = await givenKey(person.api, STRIPE);
  await makeKey(page, 'reader', 'read only');
  const key = await page.getByRole('group', { name: 'Access key' }).textContent();
  const authorization = `Bearer ${/kagi_[\w-]+?(?=Copy|$)/.exec(key ?? '')?.[0]}`;
  const asKey = (method: string, path: string) =>
    fetch(`${server.url}/api${path}`, { method, headers: { authorization } });

  expect((await asKey('GET', '/entries')).status).toBe(200);
  const refused = await asKey('POST', `/entries/${entryId}/reveal`);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({
    code: 'AUTH_SCOPE_REQUIRED',
    error: expect.stringContaining('entries:reveal'),
  });
  expect(await (await asKey('GET', '/access-keys')).json()).toMatchObject({ code: 'AUTH_SESSION_REQUIRED' });
  expect(await storedIn(person.api, entryId)).toBe(STRIPE.value);
});

async function makeKey(page: Page, name: string, preset: string): Promise<void> {
  await page.goto('/settings/access-keys');
  await page.getByRole('button', { name: 'Make the first access key' }).click();
  const dialog = page.getByRole('dialog', { name: 'New access key' });
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('radio', { name: preset }).click();
  await dialog.getByRole('button', { name: 'Create access key' }).click();
  await expect(page.getByRole('dialog', { name: `Copy ${name} now` })).toBeVisible();
}
