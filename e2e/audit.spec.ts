import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { givenKey, STRIPE, storedIn } from './given.ts';
import { clipboardOf } from './screen.ts';

type Event = { action: string; hash: string; previousHash: string; sequence: number; object: { id: string } };

test('a reveal stands in the log, is found by a filter that the address keeps, and shows all that is known of it', async ({
  page,
  person,
}) => {
  const { categoryId, entryId } = await givenKey(person.api, STRIPE);
  await page.goto(`/keys/${categoryId}`);
  await page.getByRole('button', { name: 'Reveal STRIPE_SECRET_KEY' }).click();
  await expect(page.getByText(STRIPE.value)).toBeVisible();
  await page.getByRole('link', { name: 'Audit' }).click();
  const first = eventsOf(page).first();
  await expect(first).toContainText(/reveal.*entry.*STRIPE_SECRET_KEY.*shop/);
  await expect(first).toContainText('127.0.0.1');
  await expect(eventsOf(page).filter({ hasText: /create.*category/ })).toHaveCount(1);

  await page.getByRole('button', { name: 'what: everything' }).click();
  await page.getByRole('menuitem', { name: 'reveal entry' }).click();
  await expect(page).toHaveURL('/audit?action=entry.reveal');
  await expect(eventsOf(page)).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole('button', { name: 'what: reveal entry' })).toBeVisible();
  await expect(eventsOf(page)).toHaveCount(1);
  await page.getByRole('link', { name: 'Keys' }).first().click();
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: 'what: reveal entry' })).toBeVisible();
  await expect(eventsOf(page)).toHaveCount(1);

  await eventsOf(page).first().click();
  const dialog = page.getByRole('dialog', { name: /^Event \d+: reveal entry$/ });
  await dialog.getByRole('button', { name: 'Copy the event as JSON' }).click();
  await expect(page.getByText('Copied', { exact: true })).toBeVisible();
  await expect.poll(() => clipboardOf(page)).toContain('entry.reveal');
  const copied = await clipboardOf(page);
  const event: Event = JSON.parse(copied);
  expect(event).toMatchObject({ action: 'entry.reveal', object: { id: entryId } });
  for (const text of [event.hash, event.previousHash, entryId]) await expect(dialog).toContainText(text);
  await expect(dialog).not.toContainText(STRIPE.value);
  expect(copied).not.toContain(STRIPE.value);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(page).toHaveURL('/audit');
  await expect(eventsOf(page).filter({ hasText: /create.*category/ })).toHaveCount(1);
});

test('days narrow the log, and the chain is walked when asked', async ({ page, person }) => {
  const { entryId } = await givenKey(person.api, STRIPE);
  expect(await storedIn(person.api, entryId)).toBe(STRIPE.value);
  await page.goto('/audit?since=2020-02-01&until=2020-02-02');
  await expect(page.getByRole('button', { name: 'when: 1 Feb 2020 to 2 Feb 2020' })).toBeVisible();
  await expect(page.getByText('Nothing fits')).toBeVisible();
  await page.getByRole('button', { name: /^when:/ }).click();
  const when = page.getByRole('dialog', { name: 'When' });
  await expect(when.getByLabel('Since')).toHaveValue('2020-02-01');
  await when.getByLabel('Until').fill('');
  await expect(page).toHaveURL('/audit?since=2020-02-01');
  await page.keyboard.press('Escape');
  await expect(eventsOf(page).first()).toContainText(/reveal.*entry/);

  await page.getByRole('button', { name: 'Verify the chain' }).click();
  const verdict = page.getByRole('status').filter({ hasText: 'Chain whole' });
  await expect(verdict).toBeVisible();
  // Its own walk is written down after it.
  const [, , last] = await person.api<Event[]>('GET', '/audit?limit=3');
  const said = Number(/([\d,]+) events/.exec((await verdict.textContent()) ?? '')?.[1]);
  expect(said).toBeGreaterThanOrEqual(last?.sequence ?? Number.NaN);
  await expect(page.getByRole('button', { name: 'Verify again' })).toBeVisible();
});

/** The rows of the log that are in sight, the newest first: neither its head nor its days. */
function eventsOf(page: Page): Locator {
  return page
    .getByRole('grid', { name: 'Events' })
    .getByRole('row')
    .filter({ hasText: /\d\d:\d\d:\d\d/ });
}
