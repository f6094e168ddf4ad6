import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { givenCategory, givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';

/** What someone who can write to the database tries: nothing of it opens, and each try shows in the log. */

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

const db = () => query(vault.db.fork());

async function givenTwo() {
  const user = await vault.givenUser();
  const one = await givenEntry(user.api, { value: 'one' });
  const two = await givenEntry(user.api, { categoryId: one.categoryId, name: 'Blog', value: 'two' });
  return { ...user, one, two };
}

async function envelopeOf(id: string): Promise<string> {
  const row = await db().selectFrom('entry').select('envelope').where('id', '=', id).executeTakeFirstOrThrow();
  return row.envelope ?? '';
}

async function failures(ownerId: string): Promise<(string | null)[]> {
  const rows = await db()
    .selectFrom('audit_event')
    .select('objectId')
    .where('chainId', '=', ownerId)
    .where('outcome', '=', 'failed')
    .execute();
  return rows.map(({ objectId }) => objectId);
}

describe('an entry', () => {
  it('does not open with the ciphertext of another row', async () => {
    const { id, api, one, two } = await givenTwo();
    await db()
      .updateTable('entry')
      .set({ envelope: await envelopeOf(two.id) })
      .where('id', '=', one.id)
      .execute();
    expect(await refused(api.entries.reveal({ id: one.id }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    expect(await failures(id)).toEqual([one.id]);
  });

  it('does not open for another owner', async () => {
    const { one } = await givenTwo();
    const thief = await vault.givenUser();
    const { categoryId } = await givenEntry(thief.api);
    await db().updateTable('entry').set({ ownerId: thief.id, categoryId }).where('id', '=', one.id).execute();
    expect(await refused(thief.api.entries.reveal({ id: one.id }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    expect(await failures(thief.id)).toEqual([one.id]);
  });

  it.each([
    ['another version', { version: 2 }],
    ['another name', { name: 'Blog' }],
    ['another environment', { environment: 'local' as const }],
  ])('does not open under %s', async (_, change) => {
    const { api, one } = await givenTwo();
    await db().updateTable('entry').set(change).where('id', '=', one.id).execute();
    expect(await refused(api.entries.reveal({ id: one.id }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    expect(await refused(api.entries.copy({ id: one.id, name: 'X', environment: 'local' }))).toMatchObject({
      code: 'INTEGRITY_FAILURE',
    });
    expect(await api.entries.list({ name: 'X' })).toEqual([]);
  });

  it('does not open in another category', async () => {
    const { api, one } = await givenTwo();
    const other = await givenCategory(api, { name: 'Other' });
    await db().updateTable('entry').set({ categoryId: other.id }).where('id', '=', one.id).execute();
    expect(await refused(api.entries.reveal({ id: one.id }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
  });

  it('does not come within a limited key’s reach by a new label', async () => {
    const { key, one } = await givenTwo();
    const limited = vault.as(key(['entries:reveal'], { names: ['Decoy'] }));
    expect(await refused(limited.entries.reveal({ id: one.id }))).toMatchObject({ code: 'ENTRY_NOT_FOUND' });
    await db().updateTable('entry').set({ name: 'Decoy' }).where('id', '=', one.id).execute();
    expect(await refused(limited.entries.reveal({ id: one.id }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
  });
});

describe('the field of a group', () => {
  it.each(['name', 'entry'] as const)('does not open under another %s', async (what) => {
    const { api } = await vault.givenUser();
    const group = await givenEntry(api, { category: { keyType: 'group' }, value: { A: 'a', B: 'b' } });
    const twin = await givenEntry(api, { categoryId: group.categoryId, value: { C: 'c' } });
    const change = what === 'name' ? { name: 'D' } : { entryId: twin.id };
    await db().updateTable('entry_field').set(change).where('entryId', '=', group.id).where('name', '=', 'A').execute();
    const id = what === 'name' ? group.id : twin.id;
    expect(await refused(api.entries.reveal({ id }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
  });
});

describe('a DEK', () => {
  it.each([
    ['the wrapped key of another owner', (other: { wrapped: string }) => ({ wrapped: other.wrapped })],
    ['another KEK’s name', () => ({ kekId: 'other' })],
    ['a forged MAC', () => ({ mac: 'm1.x.y' })],
  ])('does not serve with %s', async (_, change) => {
    const { id, api, one } = await givenTwo();
    const other = await vault.givenUser();
    const theirs = await db().selectFrom('dek').selectAll().where('ownerId', '=', other.id).executeTakeFirstOrThrow();
    await db().updateTable('dek').set(change(theirs)).where('ownerId', '=', id).execute();
    expect(await refused(api.entries.reveal({ id: one.id }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    expect(await refused(givenEntry(api, { categoryId: one.categoryId }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    expect(await api.entries.list({})).toHaveLength(2);
  });
});
