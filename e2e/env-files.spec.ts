import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, type Person, test } from './fixtures.ts';
import { givenKey, STRIPE } from './given.ts';

const CONTENT = '# the shop\nPORT=3000\nLOG_LEVEL=info\n';

async function givenFile({ api }: Person, page: Page): Promise<string> {
  const { id } = await api<{ id: string }>('POST', '/envs', { name: 'shop' });
  await api('POST', `/envs/${id}/files`, { fileType: 'env.production', content: CONTENT });
  await page.goto(`/envs/${id}`);
  return id;
}

async function storedFile({ api }: Person, id: string): Promise<string> {
  const [file] = await api<{ id: string }[]>('GET', `/envs/${id}/files`);
  return (await api<{ content: string }>('POST', `/envs/${id}/files/${file?.id}/reveal`)).content;
}

test('a file is revealed, changed, its difference read, saved and downloaded', async ({ page, person }) => {
  const id = await givenFile(person, page);
  await expect(page.getByText('PORT=3000')).toHaveCount(0);
  await page.getByRole('button', { name: 'Reveal .env.production' }).click();
  const text = page.getByRole('textbox', { name: 'Content of .env.production' });
  await expect(text).toContainText('PORT=3000');
  await expect(text, 'one goes on in what was revealed').toBeFocused();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('GREETING=hello\n');
  const changes = page.getByRole('list', { name: 'Changes' });
  await expect(changes.getByRole('listitem')).toHaveCount(1);
  await expect(changes).toContainText('GREETING');
  await expect(changes, 'the difference is masked too').not.toContainText('hello');
  expect(await storedFile(person, id)).toBe(CONTENT);

  await page.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(page.getByText('Nothing differs from what is stored.')).toBeVisible();
  const stored = await storedFile(person, id);
  expect(stored).toContain(CONTENT);
  expect(stored).toContain('GREETING=hello');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download .env.production' }).click();
  expect((await download).suggestedFilename()).toBe('shop.env.production');
  expect(await readFile(await (await download).path(), 'utf8')).toBe(stored);
});

test('a file is filled out of the vault: a plan first, then the secrets that were ticked', async ({ page, person }) => {
  await givenKey(person.api, STRIPE);
  await givenFile(person, page);
  await page.getByRole('button', { name: 'Reveal .env.production' }).click();
  await page.getByRole('button', { name: 'Fill with AI' }).click();
  const dialog = page.getByRole('dialog', { name: 'Fill .env.production' });
  await dialog.getByLabel('What is it for').fill('a shop with Stripe in production');
  await dialog.getByRole('button', { name: 'Make a plan' }).click();
  await expect(dialog.getByRole('checkbox', { name: /STRIPE_SECRET_KEY/ })).toBeChecked();
  await expect(dialog, 'the plan opens nothing').not.toContainText(STRIPE.value);
  await dialog.getByRole('button', { name: 'Open 1 secret and add' }).click();
  await expect(page.getByRole('textbox', { name: 'Content of .env.production' })).toContainText(STRIPE.value);
});

test('a draft is not lost on the way to another page', async ({ page, person }) => {
  await givenFile(person, page);
  await page.getByRole('button', { name: 'Reveal .env.production' }).click();
  const text = page.getByRole('textbox', { name: 'Content of .env.production' });
  await text.press('ControlOrMeta+End');
  await page.keyboard.type('DRAFT=1');
  await page.getByRole('link', { name: 'Keys' }).first().click();
  const question = page.getByRole('alertdialog', { name: 'Discard the draft of .env.production' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(text).toContainText('DRAFT=1');
  await page.getByRole('link', { name: 'Keys' }).first().click();
  await question.getByRole('button', { name: 'Discard and leave' }).click();
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible();
});

test('however fast one leaves, the draft is asked about', async ({ page, person }) => {
  await givenFile(person, page);
  await page.getByRole('button', { name: 'Reveal .env.production' }).click();
  const text = page.getByRole('textbox', { name: 'Content of .env.production' });
  await expect(text).toBeFocused();
  // In one breath, before anything is drawn.
  await text.evaluate((editor) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'DRAFT=1');
    editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
    document.querySelector<HTMLAnchorElement>('a[href="/keys"]')?.click();
  });
  const question = page.getByRole('alertdialog', { name: 'Discard the draft of .env.production' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(text).toContainText('DRAFT=1');
});
