import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '#server/testing/refused.ts';
import { givenCategory, givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';
import { etagOf } from '#server/vault/write.ts';
import type { CategoryInput } from '#shared/categories.ts';
import type { EntryValue } from '#shared/entries.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

const PEM = `-----BEGIN OPENSSH PRIVATE KEY-----\n${'b3BlbnNzaC1rZXktdjEAAAAA'.repeat(3)}\n-----END OPENSSH PRIVATE KEY-----\n`;
const GROUP: Partial<CategoryInput> = { keyType: 'group', fieldDefinitions: ['HOST', 'USER', 'PASSWORD'] };
const SIZE = 512 * 1024;

describe('entries.create and reveal', () => {
  it.each<[Partial<CategoryInput>, EntryValue, EntryValue?]>([
    [{}, 'sk_live_1'],
    [{}, ''],
    [{}, ' \r\n\t"quotes" \'and\' $dollars `ticks` \\ # é 🔑 \u2028 '],
    [{}, 'x'.repeat(SIZE)],
    [GROUP, { USER: 'u', HOST: 'h' }],
    [GROUP, '{"PASSWORD":"p\\n","HOST":""}', { PASSWORD: 'p\n', HOST: '' }],
    [{ keyType: 'group' }, { ANY: '1', constructor: '2', toString: '3' }],
    [{ keyType: 'ssh' }, PEM],
    [{ keyType: 'ssh' }, PEM.replaceAll('OPENSSH', 'RSA').replaceAll('\n', '\r\n')],
    [{ keyType: 'ssh' }, `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${PEM}`],
    [{ keyType: 'json' }, ' { "a" : [1, null, "\\u0041"] }\n'],
    [{ keyType: 'json' }, '1e400'],
  ])('keeps a value of %j byte for byte', async (category, value, revealed = value) => {
    const { api } = await vault.givenUser();
    const { id } = await givenEntry(api, { category, value, fileName: 'id_ed25519' });
    const answer = await api.entries.reveal({ id });
    expect(answer).toEqual({ id, name: 'Shop', environment: 'production', value: revealed, fileName: 'id_ed25519' });
    if (typeof revealed === 'object') expect(Object.keys(answer.value)).toEqual(Object.keys(revealed));
  });

  it.each<[string, Partial<CategoryInput>, EntryValue]>([
    ['an object for a simple category', {}, { A: 'x' }],
    ['more than 512 KiB', {}, 'x'.repeat(SIZE + 1)],
    ['more than 512 KiB in bytes', {}, 'é'.repeat(SIZE / 2 + 1)],
    ['a group without fields', GROUP, {}],
    ['a group with an unknown field', GROUP, { HOST: 'h', PORT: '1' }],
    ['a group with an odd field name', { keyType: 'group' }, { 'A B': '1' }],
    ['a group as a JSON list', GROUP, '["HOST"]'],
    ['a group with a number', GROUP, '{"HOST":1}'],
    ['a group with half a surrogate pair', GROUP, '{"HOST":"\\ud800"}'],
    ['a group with NUL', GROUP, '{"HOST":"\\u0000"}'],
    ['a group that is no JSON', GROUP, 'HOST=h'],
    ['a group over 512 KiB together', GROUP, { HOST: 'x'.repeat(SIZE / 2), USER: 'x'.repeat(SIZE / 2) }],
    ['a text that is no private key', { keyType: 'ssh' }, 'hunter2'],
    ['a public key', { keyType: 'ssh' }, PEM.replaceAll('PRIVATE', 'PUBLIC')],
    ['a key cut short', { keyType: 'ssh' }, PEM.slice(0, 60)],
    ['a text that is no JSON', { keyType: 'json' }, '{a:1}'],
    ['two JSON documents', { keyType: 'json' }, '{}{}'],
    ['JSON nested too deep to read', { keyType: 'json' }, `${'['.repeat(1e5)}${']'.repeat(1e5 - 1)}`],
  ])('refuses %s without repeating it, and stores nothing', async (_, category, value) => {
    const { api } = await vault.givenUser();
    const body = await refused(givenEntry(api, { category, value }));
    expect(body).toMatchObject({ code: 'ENTRY_VALUE_INVALID', issues: [{ path: 'value' }] });
    expect(JSON.stringify(body)).not.toMatch(/hunter2|x{20}/);
    expect(await api.entries.list({})).toEqual([]);
  });

  it.each([
    ['value', { value: 'a\0' }],
    ['value', { value: 'a\udc00' }],
    ['value', { value: 5 }],
    ['value.A', { value: { A: 'a\0' } }],
    ['value.A', { value: { A: 1 } }],
    ['name', { name: '' }],
    ['notes', { notes: 'a\0' }],
    ['expiresAt', { expiresAt: 'tomorrow' }],
    ['expiresAt', { expiresAt: '0000-01-01T00:00:00Z' }],
    ['fileName', { fileName: 'a\u200eb' }],
    ['environment', { environment: 'prod' }],
  ])('names the field %s of bad input', async (path, input) => {
    const { api } = await vault.givenUser();
    const { id: categoryId } = await givenCategory(api);
    const whole = Object.assign({ categoryId, name: 'Shop', value: 'sk' }, input) as never;
    expect(await refused(api.entries.create(whole))).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path }] });
  });

  it('takes any offset of a time, and answers in UTC', async () => {
    const { api } = await vault.givenUser();
    const entry = await givenEntry(api, { expiresAt: '2020-01-01T02:00:00+02:00' });
    expect(entry.expiresAt).toBe('2020-01-01T00:00:00.000Z');
    expect((await api.entries.reveal({ id: entry.id })).value).toBe('sk_live_1');
  });

  it('refuses another’s category, in body and id alike', async () => {
    const { api } = await vault.givenUser();
    const other = await vault.givenUser();
    const foreign = await givenEntry(other.api);
    expect(await refused(givenEntry(api, { categoryId: foreign.categoryId }))).toMatchObject({
      code: 'CATEGORY_NOT_FOUND',
    });
    for (const call of [api.entries.get, api.entries.reveal, api.entries.delete]) {
      expect(await refused(call({ id: foreign.id }))).toEqual({ error: 'Entry not found', code: 'ENTRY_NOT_FOUND' });
    }
    expect((await other.api.entries.get({ id: foreign.id })).id).toBe(foreign.id);
  });
});

describe('entries.list', () => {
  it('filters exactly, searches names, notes, categories and variables, and never carries a value', async () => {
    const { api } = await vault.givenUser();
    const a = await givenEntry(api, { name: 'Shop', notes: 'rotate in June' });
    const b = await givenEntry(api, { categoryId: a.categoryId, name: 'Blog', environment: 'staging' });
    const ids = async (filter: Parameters<typeof api.entries.list>[0]) =>
      (await api.entries.list(filter)).map(({ id }) => id);
    expect(await ids({})).toEqual([b.id, a.id]);
    expect(await ids({ environment: 'staging' })).toEqual([b.id]);
    expect(await ids({ name: 'Shop' })).toEqual([a.id]);
    expect(await ids({ name: 'shop' })).toEqual([]);
    expect(await ids({ categoryId: a.categoryId, limit: 1 })).toEqual([b.id]);
    expect(await ids({ cursor: b.id })).toEqual([a.id]);
    for (const search of ['JUNE', 'stripe_secret', 'strip']) expect(await ids({ search })).toContain(a.id);
    expect(JSON.stringify(await api.entries.list({}))).not.toMatch(/sk_live|k1\./);
  });

  it('gives the distinct names, sorted as people do', async () => {
    const { api } = await vault.givenUser();
    const { categoryId } = await givenEntry(api, { name: 'shop' });
    for (const name of ['Blog', 'Ähre', 'shop', 'Zoo']) await givenEntry(api, { categoryId, name });
    expect(await api.entries.projectNames({})).toEqual(['Ähre', 'Blog', 'shop', 'Zoo']);
  });
});

describe('entries.update', () => {
  it('changes what is given and keeps the secret through every move', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenEntry(api, { notes: 'x' });
    const other = await givenCategory(api, { name: 'Other' });
    const changes = [{ notes: null }, { name: 'Blog' }, { environment: 'local' as const }, { categoryId: other.id }];
    for (const change of changes) expect(await api.entries.update({ id, ...change })).toMatchObject(change);
    expect(await api.entries.reveal({ id })).toMatchObject({ value: 'sk_live_1', name: 'Blog', environment: 'local' });
    await api.entries.update({ id, value: 'sk_live_2', name: 'Shop' });
    expect(await api.entries.reveal({ id })).toMatchObject({ value: 'sk_live_2', name: 'Shop' });
  });

  it('changes nothing when nothing is given', async () => {
    const { api } = await vault.givenUser();
    const entry = await givenEntry(api);
    expect(await api.entries.update({ id: entry.id })).toEqual(entry);
  });

  it('sets, removes and leaves single fields of a group', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenEntry(api, { category: GROUP, value: { HOST: 'h', USER: 'u' } });
    await api.entries.update({ id, fields: { USER: null, PASSWORD: 'p' }, name: 'Blog' });
    expect((await api.entries.reveal({ id })).value).toEqual({ HOST: 'h', PASSWORD: 'p' });
    await api.entries.update({ id, fields: { HOST: 'h2' } });
    await api.entries.update({ id, value: { PASSWORD: 'p2', USER: 'u2' } });
    const { value } = await api.entries.reveal({ id });
    expect(Object.entries(value)).toEqual([
      ['PASSWORD', 'p2'],
      ['USER', 'u2'],
    ]);
  });

  it('keeps a stored field that the category no longer defines, but lets nobody set it', async () => {
    const { api } = await vault.givenUser();
    const { id, categoryId } = await givenEntry(api, { category: GROUP, value: { HOST: 'h', USER: 'u' } });
    await api.categories.update({ id: categoryId, fieldDefinitions: ['HOST'] });
    await api.entries.update({ id, fields: { HOST: 'h2' } });
    expect((await api.entries.reveal({ id })).value).toEqual({ HOST: 'h2', USER: 'u' });
    expect(await refused(api.entries.update({ id, fields: { USER: 'x' } }))).toMatchObject({
      code: 'ENTRY_VALUE_INVALID',
    });
  });

  it.each([
    ['VALIDATION_ERROR', 'both value and fields', { value: { HOST: 'h' }, fields: { HOST: 'h' } }],
    ['ENTRY_VALUE_INVALID', 'the last field removed', { fields: { HOST: null } }],
    ['ENTRY_VALUE_INVALID', 'too much for one group', { fields: { USER: 'x'.repeat(SIZE) } }],
  ])('refuses with %s %s, and leaves the secret', async (code, _, change) => {
    const { api } = await vault.givenUser();
    const { id } = await givenEntry(api, { category: GROUP, value: { HOST: 'h' } });
    expect(await refused(api.entries.update({ id, ...change }))).toMatchObject({ code });
    expect((await api.entries.reveal({ id })).value).toEqual({ HOST: 'h' });
  });

  it('refuses fields of what is no group, and a category of another key type', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenEntry(api);
    const group = await givenCategory(api, GROUP);
    expect(await refused(api.entries.update({ id, fields: { A: 'x' } }))).toMatchObject({
      issues: [{ path: 'fields' }],
    });
    expect(await refused(api.entries.update({ id, categoryId: group.id }))).toMatchObject({
      issues: [{ path: 'categoryId' }],
    });
  });

  it('moves a group only where its fields fit', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenEntry(api, { category: GROUP, value: { HOST: 'h' } });
    const narrow = await givenCategory(api, { keyType: 'group', fieldDefinitions: ['URL'] });
    const wide = await givenCategory(api, { keyType: 'group', fieldDefinitions: ['HOST', 'URL'] });
    expect(await refused(api.entries.update({ id, categoryId: narrow.id }))).toMatchObject({
      code: 'ENTRY_VALUE_INVALID',
    });
    await api.entries.update({ id, categoryId: wide.id });
    expect((await api.entries.reveal({ id })).value).toEqual({ HOST: 'h' });
  });

  it('heeds If-Match, and an update that races a delete never brings the entry back', async () => {
    const { api, session } = await vault.givenUser();
    const { id } = await givenEntry(api);
    const stale = vault.as(session, { ifMatch: etagOf(new Date(0)) }).entries.update({ id, name: 'A' });
    expect(await refused(stale)).toMatchObject({ code: 'PRECONDITION_FAILED' });
    const [updated] = await Promise.allSettled([api.entries.update({ id, value: 'new' }), api.entries.delete({ id })]);
    if (updated.status === 'rejected')
      expect(['ENTRY_NOT_FOUND', 'WRITE_CONFLICT']).toContain(updated.reason.cause.code);
    expect(await api.entries.list({})).toEqual([]);
  });
});

describe('entries.revealByName', () => {
  it('gives the newest that fits; of a group the named field alone', async () => {
    const { api } = await vault.givenUser();
    const { categoryId } = await givenEntry(api, { value: 'old' });
    const newest = await givenEntry(api, { categoryId, value: 'new' });
    await givenEntry(api, { category: GROUP, value: { HOST: 'h', USER: 'u' }, environment: 'staging' });
    const simple = await api.entries.revealByName({
      name: 'Shop',
      environment: 'production',
      variable: 'STRIPE_SECRET_KEY',
    });
    expect(simple).toMatchObject({ id: newest.id, value: 'new' });
    const field = await api.entries.revealByName({ name: 'Shop', environment: 'staging', variable: 'HOST' });
    expect(field.value).toEqual({ HOST: 'h' });
  });

  it('finds nothing elsewhere', async () => {
    const { api } = await vault.givenUser();
    await givenEntry(api);
    const wanted = { name: 'Shop', environment: 'production', variable: 'STRIPE_SECRET_KEY' } as const;
    for (const change of [{ name: 'shop' }, { environment: 'local' as const }, { variable: 'OTHER' }]) {
      expect(await refused(api.entries.revealByName({ ...wanted, ...change }))).toMatchObject({
        code: 'ENTRY_NOT_FOUND',
      });
    }
  });
});

describe('entries.copy', () => {
  it('puts the same secret elsewhere', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenEntry(api, { expiresAt: '2030-01-01T00:00:00Z' });
    const copied = await api.entries.copy({ id, name: 'Blog', environment: 'staging' });
    expect(copied).toMatchObject({ name: 'Blog', environment: 'staging', expiresAt: '2030-01-01T00:00:00.000Z' });
    expect((await api.entries.reveal({ id: copied.id })).value).toBe('sk_live_1');
    expect((await api.entries.reveal({ id })).value).toBe('sk_live_1');
  });

  it('puts one field into the newest entry there, or into a new one', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenEntry(api, { category: GROUP, value: { HOST: 'h', USER: 'u' } });
    const place = { id, name: 'Shop', environment: 'staging' } as const;
    const made = await api.entries.copy({ ...place, field: 'HOST' });
    const again = await api.entries.copy({ ...place, field: 'USER' });
    expect(again.id).toBe(made.id);
    expect((await api.entries.reveal({ id: made.id })).value).toEqual({ HOST: 'h', USER: 'u' });
  });

  it('refuses a field that is not there', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenEntry(api);
    const place = { id, name: 'Shop', environment: 'staging' } as const;
    expect(await refused(api.entries.copy({ ...place, field: 'HOST' }))).toMatchObject({ issues: [{ path: 'field' }] });
    expect(await api.entries.list({})).toHaveLength(1);
  });
});

describe('a key that is limited', () => {
  it('sees, reveals and writes only within its projects and environments', async () => {
    const { api, key } = await vault.givenUser();
    const inside = await givenEntry(api, { name: 'Shop', environment: 'staging' });
    const { categoryId } = inside;
    const outside = await givenEntry(api, { categoryId, name: 'Shop', environment: 'production' });
    const elsewhere = await givenEntry(api, { categoryId, name: 'Blog', environment: 'staging' });
    const limits = { names: ['Shop'], environments: ['staging'] as const };
    const limited = vault.as(key(['entries:read', 'entries:write', 'entries:reveal', 'export:read'], limits));
    expect((await limited.entries.list({})).map(({ id }) => id)).toEqual([inside.id]);
    expect((await limited.entries.reveal({ id: inside.id })).value).toBe('sk_live_1');
    for (const { id } of [outside, elsewhere]) {
      expect(await refused(limited.entries.reveal({ id }))).toMatchObject({ code: 'ENTRY_NOT_FOUND' });
      expect(await refused(limited.entries.update({ id, notes: 'x' }))).toMatchObject({ code: 'ENTRY_NOT_FOUND' });
    }
    const forbidden = [
      limited.entries.create({ categoryId, name: 'Blog', environment: 'staging', value: 'x' }),
      limited.entries.update({ id: inside.id, environment: 'production' }),
      limited.entries.copy({ id: inside.id, name: 'Blog', environment: 'staging' }),
      limited.entries.import({ text: 'A=1', name: 'Shop', environment: 'production', mode: 'preview' }),
    ];
    // All at once: one that fails while another is waited for would be nobody's.
    const codes = (await Promise.all(forbidden.map(refused))).map(({ code }) => code);
    expect(codes).toEqual(forbidden.map(() => 'AUTH_SCOPE_REQUIRED'));
    expect(await api.entries.list({})).toHaveLength(3);
    expect(await limited.exports.read({ format: 'json' })).toHaveLength(1);
  });
});
