import { expect, type Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';

/** Turns it on as a person does who types the secret into an app. A code is taken once: the next is that of a later period. */
export async function turnOnSecondStep(page: Page): Promise<{ seed: string; codes: string[] }> {
  await page.goto('/settings');
  const seed = await beginSecondStep(page);
  const codes = await showCodes(page, seed);
  const shown = page.getByRole('dialog', { name: 'Your recovery codes' });
  await shown.getByRole('checkbox', { name: 'I have stored them' }).click();
  await shown.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('region', { name: 'Second step' })).toContainText('10 recovery codes left');
  return { seed, codes };
}

/** Opens the dialog, and resolves to the secret that it shows. */
export async function beginSecondStep(page: Page): Promise<string> {
  await page.getByRole('region', { name: 'Second step' }).getByRole('button', { name: 'Turn on' }).click();
  const dialog = page.getByRole('dialog', { name: 'Turn on the second step' });
  await expect(dialog.getByRole('img', { name: 'QR code of the secret' })).toBeVisible();
  return ((await dialog.locator('code').textContent()) ?? '').replaceAll(' ', '');
}

/** Gives the open dialog a code, and resolves to the recovery codes that come of it. */
export async function showCodes(page: Page, seed: string): Promise<string[]> {
  const dialog = page.getByRole('dialog', { name: 'Turn on the second step' });
  await dialog.getByLabel('Code', { exact: true }).fill(codeOf(seed, 0));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  const shown = page.getByRole('dialog', { name: 'Your recovery codes' });
  const list = await shown.getByRole('group', { name: 'Recovery codes' }).locator('code').textContent();
  return (list ?? '').split('\n');
}

/** The code of the period that is so many after now; the server takes that of the next as well. */
export function codeOf(seed: string, after: number): string {
  return TOTP.generate({ secret: Secret.fromBase32(seed), timestamp: Date.now() + after * 30_000 });
}
