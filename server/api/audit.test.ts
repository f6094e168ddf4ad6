import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INSTANCE_CHAIN, type NewEvent } from '#server/audit/event.ts';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';
import type { Action } from '#shared/audit.ts';
import { scopeNames } from '#shared/scopes.ts';

let vault: TestVault;
let admin: User;
beforeAll(async () => {
  vault = await testVault();
  admin = await vault.givenUser();
});
afterAll(() => vault.close());

type User = Awaited<ReturnType<TestVault['givenUser']>>;

const UNKNOWN = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e11';

/** Events of a chain, one a second from `from` on. */
async function givenEvents(chainId: string, actions: readonly Action[], from = '2026-11-24T09:00:00.000Z') {
  const origin = { requestId: null, address: null, userAgent: null };
  const caller = { kind: 'system', id: null, label: null } as const;
  const events = actions.map((action, i): NewEvent => {
    const at = new Date(Date.parse(from) + i * 1000);
    return { chainId, at, action, outcome: 'ok', caller, object: null, origin, details: null };
  });
  await vault.db.fork().transactional((em) => vault.audit.record(em, ...events));
}

const many = (count: number) => Array.from({ length: count }, (_, i): Action => `entry.${i}`);

describe('audit.list', () => {
  it('tells who did what to what, from where, newest first, in a chain', async () => {
    const { api, session, email } = await vault.givenUser();
    await givenEntry((await vault.givenUser()).api);
    const { id } = await givenEntry(api);
    await api.entries.reveal({ id });
    const [reveal, create, category, ...more] = await api.audit.list({});
    expect(more).toEqual([]);
    expect(reveal).toMatchObject({
      ...{ sequence: 3, action: 'entry.reveal', outcome: 'ok', details: null },
      caller: { kind: 'session', id: session.id, label: email },
      object: { kind: 'entry', id, label: 'Shop' },
      ...{ requestId: 'test', address: '127.0.0.1', userAgent: 'vitest', previousHash: create?.hash },
    });
    expect([create?.action, category?.action]).toEqual(['entry.create', 'category.create']);
    expect(category).toMatchObject({ sequence: 1, previousHash: '0'.repeat(64) });
  });

  it('names what still exists, of every kind, and nothing that is gone', async () => {
    const { api, email } = await vault.givenUser();
    await givenEntry(api, { name: 'Blog' });
    const token = await api.twoFactor.create({ service: 'GitHub', recoveryCodes: ['a'] });
    const { id } = await api.envs.create({ name: 'Shop' });
    await api.envFiles.put({ id, fileType: 'env.local', content: '' });
    await api.accessKeys.create({ name: 'CI', scopes: ['stats:read'] });
    await api.account.update({ name: 'Ada' });
    const labels = async () => (await api.audit.list({})).map(({ object }) => object?.label);
    expect(await labels()).toEqual([email, 'CI', 'Shop/env.local', 'Shop', 'GitHub', 'Blog', 'Stripe']);
    await api.twoFactor.delete({ id: token.id });
    await api.envs.delete({ id });
    expect(await labels()).toEqual([null, null, email, 'CI', null, null, null, 'Blog', 'Stripe']);
  });

  it('names nothing outside the limits of a key', async () => {
    const { api, key } = await vault.givenUser();
    for (const name of ['Shop', 'Blog']) {
      const { id } = await api.envs.create({ name });
      await api.envFiles.put({ id, fileType: 'env', content: '' });
    }
    const limited = vault.as(key(['audit:read'], { names: ['Shop'] }));
    const labels = (await limited.audit.list({})).map(({ object }) => object?.label);
    expect(labels).toEqual([null, null, 'Shop/env', 'Shop']);
  });

  it('reads an event whose object was made up past the server', async () => {
    const { api, id } = await vault.givenUser();
    await givenEvents(id, many(1));
    const forged = { objectKind: 'entry', objectId: "no'uuid" };
    await query(vault.db.fork()).updateTable('audit_event').set(forged).where('chainId', '=', id).execute();
    expect(await api.audit.list({})).toMatchObject([{ object: { kind: 'entry', id: "no'uuid", label: null } }]);
  });

  it('filters by action, and by time from and until, both inclusive', async () => {
    const { api, id } = await vault.givenUser();
    await givenEvents(id, ['entry.a', 'entry.b', 'entry.a', 'entry.c']);
    const found = async (filter: Parameters<typeof api.audit.list>[0]) =>
      (await api.audit.list(filter)).map(({ sequence }) => sequence);
    expect(await found({ action: 'entry.a' })).toEqual([3, 1]);
    expect(await found({ action: 'entry' })).toEqual([]);
    expect(await found({ since: '2026-11-24T09:00:01Z', until: '2026-11-24T10:00:02+01:00' })).toEqual([3, 2]);
    expect(await found({ since: '2026-11-24T09:00:03.001Z' })).toEqual([]);
  });

  it('holds 1,000 events when no number is asked for, and goes on behind the last', async () => {
    const { api, id } = await vault.givenUser();
    await givenEvents(id, many(1_002));
    const page = await api.audit.list({});
    expect(page).toHaveLength(1_000);
    expect(page[0]?.sequence).toBe(1_002);
    const cursor = page.at(-1)?.id;
    expect((await api.audit.list({ cursor })).map(({ sequence }) => sequence)).toEqual([2, 1]);
    expect((await api.audit.list({ cursor, limit: 1 })).map(({ sequence }) => sequence)).toEqual([2]);
    expect(await api.audit.list({ cursor: UNKNOWN })).toEqual([]);
  });

  it.each<[string, object]>([
    ['since', { since: 'yesterday' }],
    ['until', { until: '2026-11-24' }],
    ['limit', { limit: 1_001 }],
    ['chain', { chain: 'other' }],
    ['owner', { owner: UNKNOWN }],
  ])('refuses naming %s', async (path, filter) => {
    const body = await refused(admin.api.audit.list(filter));
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path }] });
  });

  it('is for keys with the scope alone, and leaves a trace', async () => {
    const { api, key } = await vault.givenUser();
    const scopes = scopeNames.filter((name) => name !== 'audit:read');
    const body = await refused(vault.as(key(scopes)).audit.list({}));
    expect(body).toEqual({ code: 'AUTH_SCOPE_REQUIRED', error: 'This access key lacks the scope audit:read.' });
    expect(await api.audit.list({})).toMatchObject([{ action: 'account.read-audit', outcome: 'refused' }]);
  });
});

describe('the instance’s chain', () => {
  it('is read by the admin’s session', async () => {
    await givenEvents(INSTANCE_CHAIN, ['account.setup']);
    const [event] = await admin.api.audit.list({ chain: 'instance' });
    expect(event).toMatchObject({ action: 'account.setup', caller: { kind: 'system' } });
    expect(await admin.api.audit.list({ chain: 'own' })).toEqual([]);
  });

  it('is for nobody else, and leaves a trace', async () => {
    const user = await vault.givenUser();
    const body = await refused(user.api.audit.list({ chain: 'instance' }));
    expect(body.code).toBe('AUTH_ADMIN_REQUIRED');
    const keyed = await refused(vault.as(admin.key(['audit:read'])).audit.list({ chain: 'instance' }));
    expect(keyed.code).toBe('AUTH_SESSION_REQUIRED');
    for (const { api } of [user, admin]) {
      expect(await api.audit.list({})).toMatchObject([{ action: 'account.read-audit', outcome: 'refused' }]);
    }
  });
});

describe('audit.verify', () => {
  it('finds nothing broken in a log that is whole', async () => {
    const { api } = await vault.givenUser();
    expect(await api.audit.verify({})).toEqual({ events: 0, head: null, brokenAt: null });
    await givenEntry(api);
    const [last] = await api.audit.list({});
    expect(await api.audit.verify({})).toEqual({ events: 2, head: last?.hash, brokenAt: null });
  });

  it('says where the caller’s log was edited, and heeds nobody else’s', async () => {
    const [user, other] = [await vault.givenUser(), await vault.givenUser()];
    for (const { id } of [user, other]) await givenEvents(id, many(3));
    await query(vault.db.fork())
      .updateTable('audit_event')
      .set({ action: 'entry.other' })
      .where('chainId', '=', user.id)
      .where('sequence', '=', 2)
      .execute();
    expect(await user.api.audit.verify({})).toMatchObject({ events: 1, brokenAt: 2 });
    expect(await other.api.audit.verify({})).toMatchObject({ events: 3, brokenAt: null });
  });

  it('is for no access key, and leaves a trace', async () => {
    const { api, key } = await vault.givenUser();
    const body = await refused(vault.as(key(scopeNames)).audit.verify({}));
    expect(body.code).toBe('AUTH_SESSION_REQUIRED');
    expect(await api.audit.list({})).toMatchObject([{ action: 'account.verify-audit', outcome: 'refused' }]);
  });
});
