import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';
import { scopeNames } from '#shared/scopes.ts';

let vault: TestVault;
let admin: User;
beforeAll(async () => {
  vault = await testVault();
  admin = await vault.givenUser();
});
afterAll(() => vault.close());

type User = Awaited<ReturnType<TestVault['givenUser']>>;

describe('encryption.status', () => {
  it('shows the ring and the caller’s DEK with its uses, and no key', async () => {
    const { api } = await vault.givenUser();
    await givenEntry(api);
    const { primary } = vault.keyring.keks;
    const status = await api.encryption.status({});
    expect(status).toMatchObject({
      ...{ primaryKek: primary, keks: [{ id: primary, deks: 1 }], rotation: 'none' },
      deks: [{ kekId: primary, active: true, uses: 1 }],
    });
    const { wrapped } = await query(vault.db.fork())
      .selectFrom('dek')
      .select('wrapped')
      .where('id', '=', status.deks[0]?.id ?? '')
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(status)).not.toContain(wrapped);
  });

  it('counts the DEKs of all owners for the admin alone, who yet sees his own only', async () => {
    const { api } = await vault.givenUser();
    const owners = await query(vault.db.fork()).selectFrom('user_account').select('id').execute();
    const all = await admin.api.encryption.status({});
    expect(all.keks.map(({ deks }) => deks)).toEqual([owners.length]);
    expect(all.deks).toHaveLength(1);
    expect((await api.encryption.status({})).keks.map(({ deks }) => deks)).toEqual([1]);
  });

  it('names a KEK that is not primary any more, or not in the ring, as long as a DEK needs it', async () => {
    const { api, id } = await vault.givenUser();
    await query(vault.db.fork()).updateTable('dek').set({ kekId: 'lost' }).where('ownerId', '=', id).execute();
    const { primary } = vault.keyring.keks;
    const keks = [
      { id: primary, deks: 0 },
      { id: 'lost', deks: 1 },
    ];
    expect(await api.encryption.status({})).toMatchObject({ keks, rotation: 'pending' });
  });

  it('is for no access key, and leaves a trace', async () => {
    const { api, key } = await vault.givenUser();
    const body = await refused(vault.as(key(scopeNames)).encryption.status({}));
    expect(body.code).toBe('AUTH_SESSION_REQUIRED');
    expect(await api.audit.list({})).toMatchObject([{ action: 'account.encryption', outcome: 'refused' }]);
  });
});
