import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '#server/testing/refused.ts';
import { givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

const missing = { entryId: null, state: 'missing', count: 0 };

describe('projects.get', () => {
  it('shows variables by environments: present, missing, expired, same as production', async () => {
    const { api } = await vault.givenUser();
    const production = await givenEntry(api, { value: 'a' });
    const { categoryId } = production;
    const staging = await givenEntry(api, { categoryId, environment: 'staging', value: 'a' });
    const local = await givenEntry(api, {
      categoryId,
      environment: 'local',
      value: 'a',
      expiresAt: '2020-01-01T00:00:00Z',
    });
    await givenEntry(api, { categoryId, name: 'Blog', environment: 'development' });
    const { rows } = await api.projects.get({ name: 'Shop' });
    expect(rows).toEqual([
      {
        categoryId,
        categoryName: 'Stripe',
        variable: 'STRIPE_SECRET_KEY',
        cells: {
          development: missing,
          staging: { entryId: staging.id, state: 'sameAsProduction', count: 1 },
          production: { entryId: production.id, state: 'present', count: 1 },
          local: { entryId: local.id, state: 'expired', count: 1 },
        },
      },
    ]);
    await api.entries.update({ id: staging.id, value: 'b' });
    const changed = await api.projects.get({ name: 'Shop' });
    expect(changed.rows[0]?.cells.staging.state).toBe('present');
  });

  it('gives a group a row a field, in the order of its definitions, and key files a row without variable', async () => {
    const { api } = await vault.givenUser();
    await givenEntry(api, {
      category: { name: 'Database', keyType: 'group', fieldDefinitions: ['HOST', 'USER'] },
      value: { USER: 'u' },
    });
    await givenEntry(api, { category: { name: 'Account', keyType: 'json' }, value: '{}' });
    const { rows } = await api.projects.get({ name: 'Shop' });
    expect(rows.map(({ variable, cells }) => [variable, cells.production.state])).toEqual([
      [null, 'present'],
      ['HOST', 'missing'],
      ['USER', 'present'],
    ]);
  });

  it('counts the entries of a cell, of which the newest decides', async () => {
    const { api } = await vault.givenUser();
    const { categoryId } = await givenEntry(api, { expiresAt: '2020-01-01T00:00:00Z' });
    const newest = await givenEntry(api, { categoryId });
    const { rows } = await api.projects.get({ name: 'Shop' });
    expect(rows[0]?.cells.production).toEqual({ entryId: newest.id, state: 'present', count: 2 });
  });

  it('decrypts nothing: the log stays as it was', async () => {
    const { api, key } = await vault.givenUser();
    await givenEntry(api);
    const before = await vault.as(key(['audit:read'])).audit.list({});
    await api.projects.get({ name: 'Shop' });
    expect(await vault.as(key(['audit:read'])).audit.list({})).toEqual(before);
  });

  it('knows no project of another owner', async () => {
    const { api } = await vault.givenUser();
    const other = await vault.givenUser();
    await givenEntry(other.api, { name: 'Theirs' });
    const body = await refused(api.projects.get({ name: 'Theirs' }));
    expect(body).toEqual({ error: 'Project not found', code: 'PROJECT_NOT_FOUND' });
  });
});
