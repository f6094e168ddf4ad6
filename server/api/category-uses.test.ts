import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { refused } from '#server/testing/refused.ts';
import { givenCategory, givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';
import { categoryUses } from '#server/vault/category-uses.ts';
import { scopeNames } from '#shared/scopes.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

describe('categories.uses', () => {
  it('sums up the entries of each category: where they are, what runs out, when one changed last', async () => {
    const { api } = await vault.givenUser();
    const { id: categoryId } = await givenCategory(api);
    const first = await givenEntry(api, { categoryId, expiresAt: inDays(-1) });
    await givenEntry(api, { categoryId, expiresAt: inDays(-400) });
    await givenEntry(api, { categoryId, environment: 'local', expiresAt: inDays(60) });
    const next = await givenEntry(api, { categoryId, environment: 'staging', expiresAt: inDays(9) });
    const other = await givenEntry(api, { category: { keyType: 'json' }, value: '{}' });
    await givenCategory(api, { name: 'Empty' });
    const { updatedAt } = await api.entries.update({ id: first.id, notes: 'changed' });
    const uses = await api.categories.uses({});
    expect(new Map(uses.map((use) => [use.categoryId, use]))).toEqual(
      new Map([
        [
          categoryId,
          {
            categoryId,
            environments: { development: 0, staging: 1, production: 2, local: 1 },
            expired: 2,
            nextExpiresAt: next.expiresAt,
            changedAt: updatedAt,
          },
        ],
        [
          other.categoryId,
          {
            categoryId: other.categoryId,
            environments: { development: 0, staging: 0, production: 1, local: 0 },
            expired: 0,
            nextExpiresAt: null,
            changedAt: other.updatedAt,
          },
        ],
      ]),
    );
  });

  it('shows nothing of another owner’s entries', async () => {
    const other = await vault.givenUser();
    await givenEntry(other.api);
    const { api } = await vault.givenUser();
    expect(await api.categories.uses({})).toEqual([]);
  });

  it('asks the database once', async () => {
    const { api, session } = await vault.givenUser();
    for (let at = 0; at < 3; at++) await givenEntry(api);
    const mine = await vault.vaultFor();
    const asked = vi.spyOn(mine.em, 'getKysely');
    expect(await categoryUses(mine, session)).toHaveLength(3);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('refuses a key, whatever its scopes, and leaves a trace', async () => {
    const { api, key } = await vault.givenUser();
    const body = await refused(vault.as(key(scopeNames)).categories.uses({}));
    expect(body.code).toBe('AUTH_SESSION_REQUIRED');
    expect(await api.audit.list({})).toMatchObject([{ action: 'category.uses', outcome: 'refused' }]);
  });
});
