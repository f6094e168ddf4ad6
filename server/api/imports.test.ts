import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '#server/testing/refused.ts';
import { givenCategory, givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

const place = { name: 'Shop', environment: 'production' } as const;
const preview = { ...place, mode: 'preview' } as const;
const apply = { ...place, mode: 'apply' } as const;

describe('entries.import', () => {
  it('previews create, update and skip by variable, tells what it could not read, and changes nothing', async () => {
    const { api } = await vault.givenUser();
    const same = await givenEntry(api, { value: 'equal' });
    const other = await givenEntry(api, { category: { envVarName: 'OTHER' }, value: 'old' });
    const text = 'STRIPE_SECRET_KEY=equal\nOTHER=new\nnonsense here\nFRESH="a b"\n';
    const result = await api.entries.import({ ...preview, text });
    expect(result.variables).toEqual([
      { variable: 'STRIPE_SECRET_KEY', line: 1, action: 'skip', categoryId: same.categoryId, entryId: same.id },
      { variable: 'OTHER', line: 2, action: 'update', categoryId: other.categoryId, entryId: other.id },
      { variable: 'FRESH', line: 4, action: 'create', categoryId: null, entryId: null },
    ]);
    expect(result.problems.map(({ line }) => line)).toEqual([3]);
    expect(JSON.stringify(result)).not.toContain('nonsense');
    expect(await api.entries.list({})).toHaveLength(2);
    expect(await api.categories.list({})).toHaveLength(2);
  });

  it('applies what the preview said, in one event', async () => {
    const { api } = await vault.givenUser();
    const other = await givenEntry(api, { category: { envVarName: 'OTHER' }, value: 'old' });
    const result = await api.entries.import({ ...apply, text: "OTHER=new\nFRESH='a $b'\n" });
    expect(result.variables.map(({ action, entryId }) => [action, entryId !== null])).toEqual([
      ['update', true],
      ['create', true],
    ]);
    const [, fresh] = result.variables;
    expect((await api.entries.reveal({ id: other.id })).value).toBe('new');
    expect((await api.entries.reveal({ id: fresh?.entryId ?? '' })).value).toBe('a $b');
    expect(await api.categories.get({ id: fresh?.categoryId ?? '' })).toMatchObject({
      name: 'FRESH',
      envVarName: 'FRESH',
    });
    const again = await api.entries.import({ ...apply, text: "OTHER=new\nFRESH='a $b'\n" });
    expect(again.variables.map(({ action }) => action)).toEqual(['skip', 'skip']);
  });

  it('puts the fields of a group into one entry', async () => {
    const { api } = await vault.givenUser();
    await givenCategory(api, { name: 'Database', keyType: 'group', fieldDefinitions: ['DB_HOST', 'DB_USER'] });
    const made = await api.entries.import({ ...apply, text: 'DB_HOST=h\nDB_USER=u\n' });
    const ids = new Set(made.variables.map(({ entryId }) => entryId));
    expect(ids.size).toBe(1);
    const [id = ''] = [...ids];
    expect((await api.entries.reveal({ id: id ?? '' })).value).toEqual({ DB_HOST: 'h', DB_USER: 'u' });
    const changed = await api.entries.import({ ...apply, text: 'DB_HOST=h\nDB_USER=u2\n' });
    expect(changed.variables.map(({ action }) => action)).toEqual(['skip', 'update']);
    expect((await api.entries.reveal({ id: id ?? '' })).value).toEqual({ DB_HOST: 'h', DB_USER: 'u2' });
  });

  it('follows decisions', async () => {
    const { api } = await vault.givenUser();
    const entry = await givenEntry(api, { value: 'old' });
    const text = 'STRIPE_SECRET_KEY=new\nA=1\nB=2\n';
    const decisions = [
      { variable: 'STRIPE_SECRET_KEY', action: 'create' as const, categoryId: entry.categoryId },
      { variable: 'A', action: 'skip' as const },
    ];
    const result = await api.entries.import({ ...apply, text, decisions });
    expect(result.variables.map(({ action }) => action)).toEqual(['create', 'skip', 'create']);
    expect((await api.entries.reveal({ id: entry.id })).value).toBe('old');
    expect((await api.entries.revealByName({ ...place, variable: 'STRIPE_SECRET_KEY' })).value).toBe('new');
  });

  it.each([
    ['decisions.0.variable', { variable: 'NOT_IN_TEXT', action: 'skip' as const }],
    ['decisions.0.action', { variable: 'A', action: 'update' as const }],
  ])('refuses a decision by its %s, and imports nothing', async (path, decision) => {
    const { api } = await vault.givenUser();
    const body = await refused(api.entries.import({ ...apply, text: 'A=1\nB=2', decisions: [decision] }));
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path }] });
    expect(await api.entries.list({})).toEqual([]);
  });

  it('refuses a category of another owner as one that there is not, and one that cannot hold the variable', async () => {
    const { api } = await vault.givenUser();
    const other = await vault.givenUser();
    const foreign = await givenCategory(other.api, { envVarName: 'A' });
    const file = await givenCategory(api, { keyType: 'json' });
    const importInto = (categoryId: string) =>
      api.entries.import({ ...apply, text: 'A=1', decisions: [{ variable: 'A', action: 'create', categoryId }] });
    expect(await refused(importInto(foreign.id))).toEqual({ error: 'Category not found', code: 'CATEGORY_NOT_FOUND' });
    expect(await refused(importInto(file.id))).toMatchObject({ issues: [{ path: 'decisions.0.categoryId' }] });
    expect(await api.entries.list({})).toEqual([]);
  });

  it('lets the last of equal names win, and says so', async () => {
    const { api } = await vault.givenUser();
    const result = await api.entries.import({ ...apply, text: 'A=1\nA=2\n' });
    expect(result.variables).toMatchObject([{ variable: 'A', line: 2 }]);
    expect(result.problems).toMatchObject([{ line: 1 }]);
    expect((await api.entries.revealByName({ ...place, variable: 'A' })).value).toBe('2');
  });

  it('tells a key that may not reveal nothing about equal values', async () => {
    const { api, key } = await vault.givenUser();
    await givenEntry(api, { value: 'guess' });
    const text = 'STRIPE_SECRET_KEY=guess';
    const blind = await vault.as(key(['entries:write'])).entries.import({ ...preview, text });
    expect(blind.variables).toMatchObject([{ action: 'update' }]);
    const seeing = await vault.as(key(['entries:write', 'entries:reveal'])).entries.import({ ...preview, text });
    expect(seeing.variables).toMatchObject([{ action: 'skip' }]);
  });

  it('demands categories:write where it makes a category, and imports nothing without', async () => {
    const { api, key } = await vault.givenUser();
    await givenCategory(api, { envVarName: 'A' });
    const writer = vault.as(key(['entries:write']));
    expect(await refused(writer.entries.import({ ...apply, text: 'A=1\nB=2' }))).toMatchObject({
      code: 'AUTH_SCOPE_REQUIRED',
    });
    expect(await api.entries.list({})).toEqual([]);
    await writer.entries.import({ ...apply, text: 'A=1' });
    expect(await api.entries.list({})).toHaveLength(1);
  });
});
