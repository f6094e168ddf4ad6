import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '#server/testing/refused.ts';
import { givenCategory, givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

describe('search.find', () => {
  it('finds every noun by its names, best first', async () => {
    const { api } = await vault.givenUser();
    await givenEntry(api, { name: 'Shop', category: { name: 'Workshop tools', envVarName: 'TOOLS' } });
    await api.envs.create({ name: 'shop' });
    await api.twoFactor.create({ service: 'Shopify', secret: 'JBSWY3DPEHPK3PXP' });
    const hits = await api.search.find({ q: 'SHOP' });
    const kinds = hits.map(({ kind }) => kind);
    expect(new Set(kinds.slice(0, 3))).toEqual(new Set(['project', 'entry', 'envProject']));
    expect(kinds.slice(3)).toEqual(['twoFactor', 'category']);
    expect(hits.find(({ kind }) => kind === 'project')).toEqual({
      kind: 'project',
      id: 'Shop',
      name: 'Shop',
      detail: null,
    });
  });

  it('looks at variables and fields, never at values, notes or descriptions', async () => {
    const { api } = await vault.givenUser();
    await givenEntry(api, { value: 'needle', notes: 'needle', category: { description: 'needle' } });
    await givenEntry(api, {
      category: { name: 'Db', keyType: 'group', fieldDefinitions: ['PGHOST'] },
      value: { PGHOST: 'needle' },
    });
    expect(await api.search.find({ q: 'needle' })).toEqual([]);
    expect((await api.search.find({ q: 'pghost' })).map(({ kind }) => kind).sort()).toEqual(['category', 'entry']);
    expect((await api.search.find({ q: 'secret_key' })).map(({ kind }) => kind).sort()).toEqual(['category', 'entry']);
    expect(await api.search.find({ q: '%' })).toEqual([]);
  });

  it('shows a key the nouns that it may read, within its limits', async () => {
    const { api, key } = await vault.givenUser();
    await givenEntry(api, { name: 'Shop', category: { name: 'Shop keys' } });
    await givenEntry(api, { name: 'Shop two' });
    const kinds = async (caller: Parameters<typeof vault.as>[0]) =>
      (await vault.as(caller).search.find({ q: 'shop' })).map(({ kind, name }) => `${kind} ${name}`).sort();
    expect(await kinds(key(['entries:read']))).toEqual([
      'entry Shop',
      'entry Shop two',
      'project Shop',
      'project Shop two',
    ]);
    expect(await kinds(key(['entries:read', 'categories:read'], { names: ['Shop'] }))).toEqual([
      'category Shop keys',
      'entry Shop',
      'project Shop',
    ]);
    expect(await refused(vault.as(key(['categories:read'])).search.find({ q: 'shop' }))).toMatchObject({
      code: 'AUTH_SCOPE_REQUIRED',
    });
  });

  it('gives at most as many as asked for, and nothing of others', async () => {
    const { api } = await vault.givenUser();
    const other = await vault.givenUser();
    for (let i = 0; i < 25; i++) await givenCategory(api, { name: `Thing ${i}` });
    expect(await api.search.find({ q: 'thing' })).toHaveLength(20);
    expect(await api.search.find({ q: 'thing', limit: 3 })).toHaveLength(3);
    expect(await other.api.search.find({ q: 'thing' })).toEqual([]);
  });

  it.each([
    ['', 'q'],
    ['x'.repeat(201), 'q'],
  ])('refuses a text of the wrong length', async (q, path) => {
    const { api } = await vault.givenUser();
    expect(await refused(api.search.find({ q }))).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path }] });
  });
});
