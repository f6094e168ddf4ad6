import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { refused } from '#server/testing/refused.ts';
import { givenCategory, givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';
import { get } from '#server/vault/stats.ts';
import type { Environment } from '#shared/entries.ts';
import { scopeNames } from '#shared/scopes.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

const DAY_MS = 24 * 60 * 60 * 1000;
const NOTHING = {
  ...{ totalCategories: 0, totalEntries: 0, total2fa: 0, totalEnvProjects: 0 },
  byKeyType: { simple: 0, group: 0, ssh: 0, json: 0 },
  byEnvironment: { development: 0, staging: 0, production: 0, local: 0 },
  ...{ expiringSoon: 0, expired: 0 },
};

/** A user with four entries, one of them expired, one expiring, in two projects and three environments. */
async function givenVault() {
  const user = await vault.givenUser();
  const { api } = user;
  const { id: categoryId } = await givenCategory(api);
  const entry = (name: string, environment: Environment, inDays: number | null) => {
    const expiresAt = inDays === null ? null : new Date(Date.now() + inDays * DAY_MS).toISOString();
    return givenEntry(api, { categoryId, name, environment, expiresAt });
  };
  await entry('Shop', 'production', -1);
  await entry('Shop', 'staging', 29);
  await entry('Blog', 'production', 31);
  await givenEntry(api, { name: 'Blog', environment: 'local', value: '{}', category: { keyType: 'json' } });
  await api.twoFactor.create({ service: 'GitHub', recoveryCodes: ['a'] });
  for (const name of ['Shop', 'Blog']) await api.envs.create({ name });
  return user;
}

describe('stats.get', () => {
  it('counts nothing in an empty vault', async () => {
    const { api } = await vault.givenUser();
    expect(await api.stats.get({})).toEqual(NOTHING);
  });

  it('counts what the caller has, and nobody else’s', async () => {
    await givenVault();
    const { api } = await givenVault();
    expect(await api.stats.get({})).toEqual({
      ...{ totalCategories: 2, totalEntries: 4, total2fa: 1, totalEnvProjects: 2 },
      byKeyType: { simple: 3, group: 0, ssh: 0, json: 1 },
      byEnvironment: { development: 0, staging: 1, production: 2, local: 1 },
      ...{ expiringSoon: 1, expired: 1 },
    });
  });

  it('counts within the limits of a key', async () => {
    const { key } = await givenVault();
    const shop = vault.as(key(['stats:read'], { names: ['Shop'] }));
    expect(await shop.stats.get({})).toMatchObject({
      totalEntries: 2,
      totalEnvProjects: 1,
      expired: 1,
      expiringSoon: 1,
    });
    const local = vault.as(key(['stats:read'], { environments: ['local'] }));
    expect(await local.stats.get({})).toMatchObject({ totalEntries: 1, byKeyType: { json: 1 }, expired: 0 });
  });

  it('asks the database once', async () => {
    const { session } = await givenVault();
    const mine = await vault.vaultFor();
    const asked = vi.spyOn(mine.em, 'getKysely');
    await get(mine, session);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('refuses a key without the scope, and leaves a trace', async () => {
    const { api, key } = await vault.givenUser();
    const scopes = scopeNames.filter((name) => name !== 'stats:read');
    const body = await refused(vault.as(key(scopes)).stats.get({}));
    expect(body).toEqual({ code: 'AUTH_SCOPE_REQUIRED', error: 'This access key lacks the scope stats:read.' });
    expect(await api.audit.list({})).toMatchObject([{ action: 'account.stats', outcome: 'refused' }]);
  });
});
