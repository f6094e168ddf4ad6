import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { givenCategory, givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';
import { etagOf } from '#server/vault/write.ts';
import type { CategoryInput } from '#shared/categories.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

const UNKNOWN = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e11';

describe('categories.create', () => {
  it.each<[Omit<CategoryInput, 'name'>, object]>([
    [
      { keyType: 'simple', envVarName: 'API_KEY' },
      { envVarName: 'API_KEY', fieldDefinitions: null },
    ],
    [
      { keyType: 'group', fieldDefinitions: ['HOST', 'USER'] },
      { fieldDefinitions: ['HOST', 'USER'], envVarName: null },
    ],
    [{ keyType: 'group' }, { fieldDefinitions: null }],
    [{ keyType: 'ssh' }, { envVarName: null, fieldDefinitions: null }],
    [{ keyType: 'json' }, { envVarName: null, fieldDefinitions: null }],
  ])('makes %j', async (input, expected) => {
    const { api, id } = await vault.givenUser();
    const made = await api.categories.create({ ...input, name: ' Any ' });
    expect(made).toMatchObject({
      ...expected,
      keyType: input.keyType,
      name: 'Any',
      userId: id,
      entryCount: 0,
      icon: null,
    });
    expect(await api.categories.get({ id: made.id })).toEqual(made);
  });

  it.each([
    ['CATEGORY_SIMPLE_REQUIRES_ENV_VAR', 'envVarName', { keyType: 'simple' }],
    ['CATEGORY_GROUP_REQUIRES_FIELDS', 'fieldDefinitions', { keyType: 'group', fieldDefinitions: [] }],
    ['VALIDATION_ERROR', 'envVarName', { keyType: 'group', envVarName: 'A' }],
    ['VALIDATION_ERROR', 'fieldDefinitions', { keyType: 'simple', envVarName: 'A', fieldDefinitions: ['A'] }],
    ['VALIDATION_ERROR', 'fieldDefinitions', { keyType: 'group', fieldDefinitions: ['A', 'A'] }],
    ['VALIDATION_ERROR', 'fieldDefinitions.1', { keyType: 'group', fieldDefinitions: ['A', '1A'] }],
    ['VALIDATION_ERROR', 'envVarName', { keyType: 'simple', envVarName: '__proto__' }],
    ['VALIDATION_ERROR', 'name', { keyType: 'ssh', name: ' ' }],
    ['VALIDATION_ERROR', 'name', { keyType: 'ssh', name: 'a\u202eb' }],
    ['VALIDATION_ERROR', 'name', { keyType: 'ssh', name: 'a\ud800' }],
    ['VALIDATION_ERROR', 'name', { keyType: 'ssh', name: 'a\nb' }],
    ['VALIDATION_ERROR', 'name', { keyType: 'ssh', name: 'é'.repeat(256) }],
    ['VALIDATION_ERROR', 'icon', { keyType: 'ssh', icon: 'Not A Slug' }],
    ['VALIDATION_ERROR', 'color', { keyType: 'ssh', color: 'red' }],
    ['VALIDATION_ERROR', 'description', { keyType: 'ssh', description: 'a\0' }],
    ['VALIDATION_ERROR', 'colour', { keyType: 'ssh', colour: '#ffffff' }],
  ])('refuses with %s naming %s, and makes nothing', async (code, path, input) => {
    const { api } = await vault.givenUser();
    const body = await refused(api.categories.create(Object.assign({ name: 'Any', keyType: 'ssh' as const }, input)));
    expect(body).toMatchObject({ code, issues: [{ path }] });
    expect(await api.categories.list({})).toEqual([]);
  });

  it('takes a name of 255 characters that are two units each', async () => {
    const { api } = await vault.givenUser();
    const name = '🔑'.repeat(255);
    expect(await api.categories.create({ name, keyType: 'ssh' })).toMatchObject({ name });
  });
});

describe('categories.list', () => {
  it('lists newest first with the number of entries, and only the caller’s own', async () => {
    const { api } = await vault.givenUser();
    const other = await vault.givenUser();
    await givenEntry(other.api);
    const first = await givenCategory(api);
    const second = await givenCategory(api, { name: 'GitHub', envVarName: 'GITHUB_TOKEN' });
    await givenEntry(api, { categoryId: first.id });
    const list = await api.categories.list({});
    expect(list.map(({ id, entryCount }) => [id, entryCount])).toEqual([
      [second.id, 0],
      [first.id, 1],
    ]);
  });

  it('searches name and description without regard to case; % and _ are letters', async () => {
    const { api } = await vault.givenUser();
    await givenCategory(api, { name: 'Stripe', description: 'Takes 100% of it' });
    await givenCategory(api, { name: 'GitHub' });
    const found = async (search: string) => (await api.categories.list({ search })).map(({ name }) => name);
    expect(await found('sTRI')).toEqual(['Stripe']);
    expect(await found('100%')).toEqual(['Stripe']);
    expect(await found('t_i')).toEqual([]);
    expect(await found('%')).toEqual(['Stripe']);
  });

  it('pages by the last id, also once that one is gone', async () => {
    const { api } = await vault.givenUser();
    for (const name of ['A', 'B', 'C']) await givenCategory(api, { name });
    const [c] = await api.categories.list({ limit: 1 });
    expect(c?.name).toBe('C');
    const cursor = c?.id ?? '';
    await api.categories.delete({ id: cursor });
    expect((await api.categories.list({ limit: 5, cursor })).map(({ name }) => name)).toEqual(['B', 'A']);
  });
});

describe('categories.update', () => {
  it('changes what is given, clears what is null, and leaves the rest', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenCategory(api, { icon: 'stripe', color: '#635bff', description: 'x' });
    const changed = await api.categories.update({ id, name: 'Paid', icon: null });
    expect(changed).toMatchObject({ name: 'Paid', icon: null, color: '#635bff', description: 'x' });
    expect(changed.updatedAt > changed.createdAt).toBe(true);
  });

  it('changes nothing when nothing is given', async () => {
    const { api } = await vault.givenUser();
    const made = await givenCategory(api);
    expect(await api.categories.update({ id: made.id })).toEqual(made);
  });

  it('nulls the fields of the old key type', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenCategory(api);
    expect(await api.categories.update({ id, keyType: 'group', fieldDefinitions: ['A'] })).toMatchObject({
      envVarName: null,
      fieldDefinitions: ['A'],
    });
    expect(await api.categories.update({ id, keyType: 'json' })).toMatchObject({ fieldDefinitions: null });
  });

  it('refuses another key type while entries exist', async () => {
    const { api } = await vault.givenUser();
    const { categoryId: id } = await givenEntry(api);
    expect(await refused(api.categories.update({ id, keyType: 'json' }))).toMatchObject({
      code: 'CATEGORY_KEY_TYPE_IN_USE',
    });
    expect(await api.categories.update({ id, keyType: 'simple', name: 'Same' })).toMatchObject({ name: 'Same' });
  });

  it('refuses another’s and an unknown category alike', async () => {
    const { api } = await vault.givenUser();
    const other = await vault.givenUser();
    const { id } = await givenCategory(other.api);
    const foreign = await refused(api.categories.update({ id, name: 'Mine' }));
    expect(foreign).toEqual({ error: 'Category not found', code: 'CATEGORY_NOT_FOUND' });
    expect(await refused(api.categories.update({ id: UNKNOWN, name: 'Mine' }))).toEqual(foreign);
    expect((await other.api.categories.get({ id })).name).toBe('Stripe');
  });

  it('heeds If-Match', async () => {
    const { api, session } = await vault.givenUser();
    const { id, updatedAt } = await givenCategory(api);
    const etag = etagOf(new Date(updatedAt));
    const changed = await vault.as(session, { ifMatch: etag }).categories.update({ id, name: 'A' });
    expect(changed.name).toBe('A');
    const stale = vault.as(session, { ifMatch: etag }).categories.update({ id, name: 'B' });
    expect(await refused(stale)).toMatchObject({ code: 'PRECONDITION_FAILED' });
    expect((await api.categories.get({ id })).name).toBe('A');
  });

  it('lets one of two racing changes win, and tells the other', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenCategory(api);
    const names = ['A', 'B', 'C', 'D'];
    const outcomes = await Promise.allSettled(names.map((name) => api.categories.update({ id, name })));
    const codes = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.cause.code] : []));
    expect(codes.every((code) => code === 'WRITE_CONFLICT')).toBe(true);
    expect(names).toContain((await api.categories.get({ id })).name);
  });

  it('refuses a key that is limited to some projects', async () => {
    const { api, key } = await vault.givenUser();
    const { id } = await givenCategory(api);
    const limited = vault.as(key(['categories:write'], { names: ['Shop'] }));
    expect(await refused(limited.categories.update({ id, name: 'A' }))).toMatchObject({ code: 'AUTH_SCOPE_REQUIRED' });
    expect(await refused(limited.categories.delete({ id }))).toMatchObject({ code: 'AUTH_SCOPE_REQUIRED' });
    expect((await api.categories.get({ id })).name).toBe('Stripe');
  });
});

describe('categories.delete', () => {
  it('deletes it with all its entries', async () => {
    const { api } = await vault.givenUser();
    const { categoryId: id } = await givenEntry(api);
    await api.categories.delete({ id });
    expect(await api.categories.list({})).toEqual([]);
    expect(await api.entries.list({})).toEqual([]);
  });

  it('refuses another’s category, which stays', async () => {
    const { api } = await vault.givenUser();
    const other = await vault.givenUser();
    const { id } = await givenCategory(other.api);
    expect(await refused(api.categories.delete({ id }))).toMatchObject({ code: 'CATEGORY_NOT_FOUND' });
    expect(await other.api.categories.list({})).toHaveLength(1);
  });
});

describe('a category changed past the server', () => {
  it.each([
    ['its variable', { envVarName: 'EVIL' }],
    ['its key type', { keyType: 'json' as const }],
    ['its fields', { fieldDefinitions: ['EVIL'] }],
  ])('is noticed by %s, and recorded', async (_, change) => {
    const { api } = await vault.givenUser();
    const entry = await givenEntry(api);
    await query(vault.db.fork()).updateTable('category').set(change).where('id', '=', entry.categoryId).execute();
    expect(await refused(api.categories.get({ id: entry.categoryId }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    expect(await refused(api.entries.reveal({ id: entry.id }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    const failed = await query(vault.db.fork())
      .selectFrom('audit_event')
      .select(['action', 'objectId'])
      .where('outcome', '=', 'failed')
      .where('objectId', '=', entry.categoryId)
      .execute();
    expect(failed.map(({ action }) => action)).toEqual(['category.get', 'entry.reveal']);
  });
});
