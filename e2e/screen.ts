import { expect, type Locator, type Page } from '@playwright/test';

/** What lies in the clipboard, pasted elsewhere: the pages of the product are forbidden to read it. */
export async function clipboardOf(page: Page): Promise<string> {
  const elsewhere = await page.context().newPage();
  await elsewhere.setContent('<textarea aria-label="Anything"></textarea>');
  const field = elsewhere.getByRole('textbox', { name: 'Anything' });
  await field.press('ControlOrMeta+v');
  const text = await field.inputValue();
  await elsewhere.close();
  return text;
}

/** Types a project's name and goes on, which closes what completes it. */
export async function fillProject(within: Locator, name: string): Promise<void> {
  const field = within.getByRole('combobox', { name: 'Project' });
  await field.fill(name);
  await field.press('Tab');
}

/** Opens the palette and types, until what is looked for is offered. */
export async function findInPalette(page: Page, text: string, hit: RegExp): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Search or do' });
  await palette.getByRole('combobox').fill(text);
  await expect(palette.getByRole('option', { name: hit })).toBeVisible();
}
