import { type BrowserContext, expect, type Page } from '@playwright/test';
import type { User } from './realm.ts';

export const SIGN_IN = { name: 'Sign in with Keycloak' };

/** From the door to Keycloak, or past it where it knows the browser. */
export async function goToKeycloak(page: Page, door = '/sign-in'): Promise<void> {
  await page.goto(door);
  await page.getByRole('link', SIGN_IN).click();
}

/** What Keycloak's form asks for. */
export async function fillForm(page: Page, { username, password }: Pick<User, 'username' | 'password'>): Promise<void> {
  await page.getByLabel('Username or email').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign In' }).click();
}

export async function signIn(page: Page, user: Pick<User, 'username' | 'password'>): Promise<void> {
  await goToKeycloak(page);
  await fillForm(page, user);
  await expectInside(page);
}

export async function expectInside(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account of' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}

/** Comes to a server in a browser of his own, as whom Keycloak has not seen in it. */
export async function comeTo(context: BrowserContext, user: Pick<User, 'username' | 'password'>): Promise<Page> {
  const page = await context.newPage();
  await goToKeycloak(page);
  await fillForm(page, user);
  return page;
}

/** Links an account at Keycloak to the vault that is open, where Keycloak takes it; or comes to the page that refuses it. */
export async function linkAccount(page: Page, user: Pick<User, 'username' | 'password'>): Promise<void> {
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Link a Keycloak account' }).click();
  await fillForm(page, user);
}
