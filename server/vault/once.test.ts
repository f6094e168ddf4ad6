import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { givenCategory, givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

type Session = Awaited<ReturnType<TestVault['givenUser']>>['session'];
const BODY = { name: 'Stripe', keyType: 'simple', envVarName: 'STRIPE_SECRET_KEY' } as const;

/** The API as a REST request with an `Idempotency-Key` meets it. */
function repeating(session: Session, body: object, idempotencyKey = 'key-1') {
  return vault.as(session, { rest: { idempotencyKey, input: () => body } });
}

describe('an Idempotency-Key', () => {
  it('answers a repetition as the first request, and makes one thing', async () => {
    const { api, session } = await vault.givenUser();
    const first = await repeating(session, BODY).categories.create(BODY);
    await api.categories.update({ id: first.id, name: 'Changed since' });
    expect(await repeating(session, BODY).categories.create(BODY)).toEqual(first);
    expect(await api.categories.list({})).toHaveLength(1);
  });

  it('lets a parallel twin wait for the one answer', async () => {
    const { api, session } = await vault.givenUser();
    const twins = Array.from({ length: 5 }, () => repeating(session, BODY).categories.create(BODY));
    const ids = new Set((await Promise.all(twins)).map(({ id }) => id));
    expect(ids.size).toBe(1);
    expect(await api.categories.list({})).toHaveLength(1);
  });

  it('refuses another body, and makes nothing of it', async () => {
    const { api, session } = await vault.givenUser();
    await repeating(session, BODY).categories.create(BODY);
    const other = { ...BODY, name: 'Other' };
    expect(await refused(repeating(session, other).categories.create(other))).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect(await api.categories.list({})).toHaveLength(1);
  });

  it('belongs to its owner and its route', async () => {
    const one = await vault.givenUser();
    const two = await vault.givenUser();
    const mine = await repeating(one.session, BODY).categories.create(BODY);
    expect((await repeating(two.session, BODY).categories.create(BODY)).id).not.toBe(mine.id);
    const entry = { categoryId: mine.id, name: 'Shop', value: 'sk_live_1' };
    expect((await repeating(one.session, entry).entries.create(entry)).name).toBe('Shop');
  });

  it('keeps no failure: the corrected request goes through', async () => {
    const { api, session } = await vault.givenUser();
    const { id: categoryId } = await givenCategory(api, { keyType: 'json' });
    const bad = { categoryId, name: 'Shop', value: 'no json' };
    expect(await refused(repeating(session, bad).entries.create(bad))).toMatchObject({ code: 'ENTRY_VALUE_INVALID' });
    const good = { ...bad, value: '{}' };
    expect(await repeating(session, good).entries.create(good)).toMatchObject({ name: 'Shop' });
  });

  it('is forgotten after a day', async () => {
    const { id, session } = await vault.givenUser();
    const first = await repeating(session, BODY).categories.create(BODY);
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await query(vault.db.fork())
      .updateTable('idempotency')
      .set({ createdAt: yesterday })
      .where('ownerId', '=', id)
      .execute();
    expect((await repeating(session, BODY).categories.create(BODY)).id).not.toBe(first.id);
  });

  it('stores neither body nor answer in the clear', async () => {
    const { id, api, session } = await vault.givenUser();
    const { categoryId } = await givenEntry(api);
    const body = { categoryId, name: 'canary-name', value: 'canary-value' };
    await repeating(session, body).entries.create(body);
    const rows = await query(vault.db.fork()).selectFrom('idempotency').selectAll().where('ownerId', '=', id).execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/canary/);
  });

  it('is not heeded where nothing is created', async () => {
    const { api, session } = await vault.givenUser();
    const { id } = await givenEntry(api);
    await repeating(session, { id }).entries.reveal({ id });
    await api.entries.update({ id, value: 'new' });
    expect((await repeating(session, { id }).entries.reveal({ id })).value).toBe('new');
  });
});
