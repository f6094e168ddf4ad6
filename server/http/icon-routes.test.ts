import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NoteApp, noteApp } from './testing/note-app.ts';

let notes: NoteApp;
beforeAll(async () => {
  notes = await noteApp();
});
afterAll(() => notes.app.close());

it('gives one brand as a picture that never changes', async () => {
  const response = await notes.app.inject('/icons/stripe.svg');
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'image/svg+xml']);
  expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(response.body).toMatch(/^<svg .* d="[^"]+"/);
});

it('names every brand it has a picture of, and no other', async () => {
  const response = await notes.app.inject('/icons/index.json');
  const slugs: string[] = response.json();
  expect(slugs).toEqual(expect.arrayContaining(['stripe', 'github', '1password']));
  expect(slugs).not.toContain('gone');
  expect(response.headers['cache-control']).toBe('public, max-age=3600');
  const last = await notes.app.inject(`/icons/${slugs.at(-1)}.svg`);
  expect(last.statusCode).toBe(200);
});

it.each([
  '/icons/gone.svg',
  '/icons/Stripe.svg',
  '/icons/stripe',
  '/icons/..%2Fpackage.json',
  '/icons/..%2F..%2Fpackage.svg',
  `/icons/${'a'.repeat(65)}.svg`,
  '/icons/',
])('knows nothing at %s, and says so as JSON', async (url) => {
  const response = await notes.app.inject(url);
  expect([response.statusCode, response.json().code]).toEqual([404, 'ROUTE_NOT_FOUND']);
  expect(response.headers['cache-control']).toBe('no-store');
});
