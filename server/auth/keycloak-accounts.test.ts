import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HostileProvider, hostileProvider } from '#server/testing/hostile-provider.ts';
import { type Site, type TestSites, testSites } from '#server/testing/keycloak.ts';
import { inTransaction } from './context.ts';
import { findLinked, userFor } from './keycloak-accounts.ts';
import type { IdClaims } from './oidc-tokens.ts';

let sites: TestSites;
let provider: HostileProvider;
let site: Site;

beforeAll(async () => {
  sites = await testSites();
  provider = await hostileProvider();
});

beforeEach(async () => {
  await sites.empty();
  site = await sites.site({ ...provider.config, adminEmail: 'alice@example.com' });
});

afterAll(async () => {
  await provider.close();
  await sites.close();
});

function claimsOf(subject: string, replaced: Partial<IdClaims> = {}): IdClaims {
  const person = { email: `${subject}@example.com`, isEmailVerified: true, name: 'Ada', groups: [] };
  return { subject, ...person, sid: null, authenticatedAt: null, ...replaced };
}

const signIn = (claims: IdClaims) => inTransaction(site.deps(), (tx) => userFor(tx, claims));

describe('an account of Keycloak’s', () => {
  it('gets one user, however many of its first sign-ins come at once', async () => {
    const users = await Promise.all(Array.from({ length: 8 }, () => signIn(claimsOf('alice'))));
    expect(new Set(users.map(({ id }) => id)).size).toBe(1);
    expect(await sites.users()).toHaveLength(1);
  });

  it('makes one admin, however many come first at once', async () => {
    const tries = ['bob', 'alice', 'carol'].map((subject) => signIn(claimsOf(subject)));
    await Promise.allSettled(tries);
    const admins = (await sites.users()).filter(({ role }) => role === 'admin');
    expect(admins.map(({ email }) => email)).toEqual(['alice@example.com']);
  });

  it('keeps its user when its e-mail and name change', async () => {
    const first = await signIn(claimsOf('alice'));
    const second = await signIn(claimsOf('alice', { email: 'new@example.com', name: 'New', isEmailVerified: false }));
    expect(second).toMatchObject({ id: first.id, email: 'alice@example.com', name: 'Ada' });
  });

  it('is another one at another realm, though its subject is the same', async () => {
    await signIn(claimsOf('alice'));
    const other = await sites.site({ ...provider.config, realm: 'other' });
    expect(await inTransaction(other.deps(), (tx) => findLinked(tx, 'alice'))).toBeNull();
  });

  it('leaves nothing behind when it is refused', async () => {
    await expect(signIn(claimsOf('alice', { email: 'not an address' }))).rejects.toMatchObject({
      reason: 'EMAIL_MISSING',
    });
    await expect(signIn(claimsOf('bob'))).rejects.toMatchObject({ reason: 'SETUP_REQUIRED' });
    expect(await sites.users()).toEqual([]);
  });
});
