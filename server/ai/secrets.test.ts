import { expect, test } from 'vitest';
import { secretsIn } from './secrets.ts';

const isIssued = (name: string) => name.startsWith('STRIPE_') || name.startsWith('GOOGLE_');

function asked(prompt: string, named: number[] = []): string[] {
  return secretsIn(prompt, (index) => named.includes(index), isIssued).map(
    ({ name, format, bytes, isFresh }) => `${name} ${format} ${bytes}${isFresh ? ' fresh' : ''}`,
  );
}

test.each([
  ['a session secret', 'SESSION_SECRET hex 32'],
  ['something to keep a secret for signing sessions', 'SESSION_SECRET hex 32'],
  ['JWT secret', 'JWT_SECRET hex 32'],
  ['a key to sign JWTs? no: a secret for the JWT', 'JWT_SECRET hex 32'],
  ['NEXTAUTH_SECRET', 'NEXTAUTH_SECRET base64 32'],
  ['the NextAuth secret', 'NEXTAUTH_SECRET base64 32'],
  ['Django SECRET_KEY', 'SECRET_KEY base64url 48'],
  ['secret key for flask', 'SECRET_KEY base64url 48'],
  ['rails secret_key_base', 'SECRET_KEY_BASE hex 64'],
  ['the Laravel app key', 'APP_KEY hex 16'],
  ['cookie secret', 'COOKIE_SECRET hex 32'],
  ['webhook secret', 'WEBHOOK_SECRET hex 32'],
  ['ORDERS_SIGNING_KEY', 'ORDERS_SIGNING_KEY hex 32'],
])('"%s" asks for %s', (prompt, expected) => {
  expect(asked(prompt)).toEqual([expected]);
});

test.each([
  ['encryption key 32 bytes hex', 'ENCRYPTION_KEY hex 32'],
  ['a 256-bit encryption key', 'ENCRYPTION_KEY hex 32'],
  ['a 48-byte base64 cookie secret', 'COOKIE_SECRET base64 48'],
  ['session secret of 64 hex characters', 'SESSION_SECRET hex 32'],
  ['session secret, url-safe, 40 characters', 'SESSION_SECRET base64url 40'],
  ['alphanumeric JWT secret', 'JWT_SECRET alphanumeric 32'],
  ['session secret of 4 bytes', 'SESSION_SECRET hex 16'],
  ['session secret of 9000 bytes', 'SESSION_SECRET hex 64'],
])('"%s" asks for that form: %s', (prompt, expected) => {
  expect(asked(prompt)).toEqual([expected]);
});

test('gives each of several secrets its own form', () => {
  expect(asked('session secret, 64 hex characters, and a JWT secret (base64url, 48 bytes)')).toEqual([
    'SESSION_SECRET hex 32',
    'JWT_SECRET base64url 48',
  ]);
  expect(asked('an encryption key, base64, and a hex cookie secret')).toEqual([
    'ENCRYPTION_KEY base64 32',
    'COOKIE_SECRET hex 32',
  ]);
});

test.each([
  ['generate a random INTERNAL_TOKEN of 48 bytes', 'INTERNAL_TOKEN hex 48 fresh'],
  ['a fresh SESSION_SECRET', 'SESSION_SECRET hex 32 fresh'],
  ['a session secret, freshly generated', 'SESSION_SECRET hex 32 fresh'],
  ['a random admin password', 'ADMIN_PASSWORD alphanumeric 24 fresh'],
  ['a random secret', 'SECRET hex 32 fresh'],
])('"%s" asks for a new one: %s', (prompt, expected) => {
  expect(asked(prompt)).toEqual([expected]);
});

test.each([
  'a Next.js blog',
  'secret santa app',
  'the secret sauce recipe',
  'users can reset their password',
  'a random password generator',
  'no session secret',
  'without a JWT secret',
  'INTERNAL_TOKEN',
  'STRIPE_WEBHOOK_SECRET and GOOGLE_CLIENT_SECRET',
  '',
])('"%s" asks for none', (prompt) => {
  expect(asked(prompt)).toEqual([]);
});

test('a secret that a named service hands out is not made', () => {
  expect(asked('Stripe webhook secret', [0])).toEqual([]);
});

test('quotes in the reason what asked for it', () => {
  expect(secretsIn('please a Session secret', () => false, isIssued)[0]?.reason).toBe('“Session secret”');
});

test('asks once for what is named twice', () => {
  expect(asked('a session secret. SESSION_SECRET, I mean')).toEqual(['SESSION_SECRET hex 32']);
});
