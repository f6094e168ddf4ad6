import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { offlinePicker } from './offline.ts';
import type { Environment, KeyType, Offer } from './picker.ts';

const pick = offlinePicker();

type Place = [project: string, environment: Environment];
type Stored = [category: string, variables: string[], place?: Place];

const ATLAS: Place = ['Atlas', 'development'];

function vault(...stored: Stored[]): Offer[] {
  return stored.map(([category, variables, place], index): Offer => {
    const [name, environment] = place ?? ATLAS;
    const keyType: KeyType = variables.length > 1 ? 'group' : 'simple';
    return { id: `${category}#${index}`, name, environment, category, keyType, variables };
  });
}

function picked(prompt: string, offers: Offer[], project: string | null = null) {
  return pick({ prompt, project, offers }, new AbortController().signal);
}

async function given(prompt: string, offers: Offer[], project: string | null = null): Promise<string[]> {
  const { entries } = await picked(prompt, offers, project);
  return entries.map(({ id }) => id.split('#')[0] ?? '').sort();
}

const COMMON = vault(
  ...[
    'Linear',
    'Notion',
    'Square',
    'Segment',
    'Render',
    'Clerk',
    'Front',
    'Neon',
    'Resend',
    'Box',
    'Zoom',
    'Ghost',
  ].map((name): Stored => [name, [`${name.toUpperCase()}_KEY`]]),
);

test.each([
  ['a linear gradient', []],
  ['the notion of a square', []],
  ['segment the users by age', []],
  ['render a page on the server', []],
  ['a clerk at the front desk', []],
  ['the front end in neon colours', []],
  ['resend the mail to whoever asks', ['Resend']],
  ['a check box to zoom in', []],
  ['a ghost story', []],
  ['issues from Linear go to Notion', ['Linear', 'Notion']],
  ['linear, notion, clerk', ['Clerk', 'Linear', 'Notion']],
  ['sign-in via clerk', ['Clerk']],
  ['hosted on Render with a Neon database', ['Neon', 'Render']],
  ['the linear api', ['Linear']],
  ['mails with Resend', ['Resend']],
])('of names that are also words, "%s" means %j', async (prompt, expected) => {
  expect(await given(prompt, COMMON)).toEqual(expected);
});

const SHOP = vault(
  ['Stripe', ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY']],
  ['PayPal', ['PAYPAL_CLIENT_ID', 'PAYPAL_CLIENT_SECRET']],
  ['SendGrid', ['SENDGRID_API_KEY']],
  ['PostgreSQL', ['DATABASE_URL']],
  ['Main database', ['DB_HOST', 'DB_USER', 'DB_PASSWORD']],
  ['GitHub', ['GITHUB_TOKEN']],
  ['GitHub OAuth', ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET']],
  ['AWS', ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']],
  ['Acme Billing', ['ACME_BILLING_TOKEN']],
);

test.each([
  ['payments with Stripe', ['Stripe']],
  ['accept payments', ['PayPal', 'Stripe']],
  ['payments, but no PayPal', ['Stripe']],
  ['payments through Mollie', []],
  ['a Stripe clone that sends mail', ['SendGrid']],
  ['a Postgres database', ['PostgreSQL']],
  ['the main database', ['Main database']],
  ['DB_HOST and DB_PASSWORD', ['Main database']],
  ['login with GitHub', ['GitHub OAuth']],
  ['a bot for GitHub issues', ['GitHub']],
  ['files on S3', ['AWS']],
  ['the acme billing service', ['Acme Billing']],
  ['a job that calls acme', ['Acme Billing']],
  ['ACME_BILLING_TOKEN', ['Acme Billing']],
  ['Zürich 東京 🚀 mit Stripe\u202E', ['Stripe']],
  ['', []],
])('"%s" needs %j', async (prompt, expected) => {
  expect(await given(prompt, SHOP)).toEqual(expected);
});

test('gives nothing of an empty vault', async () => {
  expect(await picked('Stripe', [])).toEqual({ entries: [], generated: [], sent: null });
});

test('says why, in the words of the prompt', async () => {
  const { entries } = await picked('Postgres for staging', SHOP);
  expect(entries[0]?.reason).toBe('“Postgres”; development (no staging entry)');
});

const TWO = vault(
  ['Stripe', ['STRIPE_SECRET_KEY'], ['Shop', 'production']],
  ['SendGrid', ['SENDGRID_API_KEY'], ['Shop', 'production']],
  ['Stripe', ['STRIPE_SECRET_KEY'], ['Blog', 'development']],
  ['Resend', ['RESEND_API_KEY'], ['Blog', 'development']],
);

test.each([
  ['everything for Shop', null, ['SendGrid#1', 'Stripe#0']],
  ['everything for this project', 'Blog', ['Resend#3', 'Stripe#2']],
  ['all keys of Blog except mail', null, ['Stripe#2']],
  ['everything', null, ['Resend#3', 'SendGrid#1', 'Stripe#2']],
  ['all my secrets, without Stripe', null, ['Resend#3', 'SendGrid#1']],
  ['everything about cats', null, []],
  ["Stripe. That's all.", null, ['Stripe#2']],
  ['everything is fine, just Stripe', 'Shop', ['Stripe#0']],
])('"%s" in project %s means %j', async (prompt, project, expected) => {
  const { entries } = await picked(prompt, TWO, project);
  expect(entries.map(({ id }) => id).sort()).toEqual(expected);
});

test('of services that serve alike, the project’s own is enough', async () => {
  expect(await given('send mail', TWO, 'Blog')).toEqual(['Resend']);
  expect(await given('send mail', TWO, 'Shop')).toEqual(['SendGrid']);
});

test('makes a secret that is asked for, and gives the stored one where the vault has it', async () => {
  const stored = vault(['Sessions', ['SESSION_SECRET']]);
  expect((await picked('a session secret', SHOP)).generated.map(({ name }) => name)).toEqual(['SESSION_SECRET']);
  const kept = await picked('a session secret', stored);
  expect([kept.entries.length, kept.generated.length]).toEqual([1, 0]);
  const renewed = await picked('a fresh session secret', stored);
  expect([renewed.entries.length, renewed.generated.length]).toEqual([0, 1]);
});

test('makes no secret that its service hands out', async () => {
  expect((await picked('Stripe webhook secret, GOOGLE_CLIENT_SECRET', SHOP)).generated).toEqual([]);
});

test('prefixes what is meant for the browser when the framework is named, and never a secret', async () => {
  const { entries } = await picked('Next.js shop with Stripe', SHOP);
  expect(entries[0]?.rename).toEqual({ STRIPE_PUBLISHABLE_KEY: 'NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY' });
  expect((await picked('a shop with Stripe', SHOP)).entries[0]).not.toHaveProperty('rename');
});

test('a vault of 10,000 categories gives way to other work', async () => {
  const many = vault(...Array.from({ length: 10_000 }, (_, i): Stored => [`Thing number ${i}`, [`THING_${i}_KEY`]]));
  const done = picked('Stripe and thing number 77', many);
  let turns = 0;
  const isDone = done.then(() => true);
  while (!(await Promise.race([isDone, nextTurn(false)]))) turns++;
  expect((await done).entries.map(({ id }) => id)).toEqual(['Thing number 77#77']);
  expect(turns).toBeGreaterThan(50);
});

test('a caller who has left gets no pick', async () => {
  const signal = AbortSignal.abort(new Error('left'));
  await expect(pick({ prompt: 'Stripe', project: null, offers: SHOP }, signal)).rejects.toThrow('left');
});
