import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { databaseNow } from '#server/auth/context.ts';
import { keepTokens, openTokens } from '#server/auth/keycloak-tokens.ts';
import { addSecondStep, newSeed, openSeed } from '#server/auth/second-step.ts';
import { newSession } from '#server/auth/sessions.ts';
import { lockUser } from '#server/auth/users.ts';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

type User = Awaited<ReturnType<TestVault['givenUser']>>;

const SEED = 'JBSWY3DPEHPK3PXP';
const TOKENS = { issuer: 'https://id.example.test', subject: 'ada', idToken: 'a.b.c', refreshToken: 'r' };

/** A user who keeps one of everything: nine rows that a wipe counts. */
async function givenFullVault(): Promise<User> {
  const user = await vault.givenUser();
  const { api, session } = user;
  await givenEntry(api);
  await givenEntry(api, { value: { A: '1', B: '2' }, category: { keyType: 'group', fieldDefinitions: ['A', 'B'] } });
  await api.twoFactor.create({ service: 'GitHub', secret: SEED, recoveryCodes: ['a', 'b'] });
  const { id } = await api.envs.create({ name: 'Shop' });
  await api.envFiles.put({ id, fileType: 'env', content: 'A=1' });
  await api.accessKeys.create({ name: 'CI', scopes: ['entries:read'] });
  const once = vault.as(session, { rest: { idempotencyKey: 'k', input: () => ({ name: 'Blog' }) } });
  await once.envs.create({ name: 'Blog' });
  return user;
}

const TABLES = ['category', 'entry', 'entry_field', 'two_factor', 'recovery_code', 'env_project', 'env_file'] as const;

async function rowsOf(ownerId: string): Promise<Record<string, number>> {
  const count = async (table: string) => {
    const rows = await sql`select 1 from ${sql.table(table)} where owner_id = ${ownerId}`.execute(
      query(vault.db.fork()),
    );
    return [table, rows.rows.length];
  };
  return Object.fromEntries(await Promise.all([...TABLES, 'access_key', 'idempotency', 'dek'].map(count)));
}

const dekOf = (ownerId: string) =>
  query(vault.db.fork()).selectFrom('dek').selectAll().where('ownerId', '=', ownerId).executeTakeFirstOrThrow();

async function givenKeycloakSession({ id }: User): Promise<{ id: string; ownerId: string }> {
  const context = await vault.vaultFor();
  return context.em.transactional(async (em) => {
    const tx = { ...context, em, now: await databaseNow(em) };
    const session = { id: (await newSession(tx, id, 'keycloak')).id, ownerId: id };
    await keepTokens(tx, session, TOKENS);
    return session;
  });
}

describe('account.wipe', () => {
  it('deletes all of it, the DEK included, and counts what it deleted', async () => {
    const { api, id, email } = await givenFullVault();
    const dek = await dekOf(id);
    await api.account.wipe({ confirm: ` ${email.toUpperCase()} ` });
    const left = Object.entries(await rowsOf(id)).filter(([, count]) => count > 0);
    expect(left).toEqual([['dek', 1]]);
    const fresh = await dekOf(id);
    expect(fresh).toMatchObject({ active: true, uses: 0 });
    expect([fresh.id, fresh.wrapped]).not.toContain(dek.id);
    expect(fresh.wrapped).not.toBe(dek.wrapped);
    const [event] = await api.audit.list({});
    expect(event).toMatchObject({ action: 'account.wipe', object: { kind: 'account', id }, details: { count: 9 } });
  });

  it('leaves a vault that works, the account, its log, and everybody else’s', async () => {
    const [user, other] = [await givenFullVault(), await givenFullVault()];
    const [before, logged] = [await rowsOf(other.id), (await user.api.audit.list({})).length];
    await user.api.account.wipe({ confirm: user.email });
    expect(await rowsOf(other.id)).toEqual(before);
    expect(await user.api.audit.list({})).toHaveLength(logged + 1);
    expect(await user.api.audit.verify({})).toMatchObject({ brokenAt: null });
    const { id } = await givenEntry(user.api, { value: 'new' });
    expect((await user.api.entries.reveal({ id })).value).toBe('new');
    expect((await user.api.account.get({})).email).toBe(user.email);
  });

  it('keeps what sessions by Keycloak keep, under the new DEK, and ends one whose tokens do not open', async () => {
    const user = await givenFullVault();
    const [kept, broken] = [await givenKeycloakSession(user), await givenKeycloakSession(user)];
    const db = query(vault.db.fork());
    const { providerTokens } = await db
      .selectFrom('session')
      .select('providerTokens')
      .where('id', '=', kept.id)
      .executeTakeFirstOrThrow();
    await db.updateTable('session').set({ providerTokens }).where('id', '=', broken.id).execute();
    await user.api.account.wipe({ confirm: user.email });
    expect(await openTokens(await vault.vaultFor(), kept)).toEqual(TOKENS);
    expect((await user.api.sessions.list({})).map(({ id }) => id)).toEqual([kept.id]);
  });

  it('keeps the second step of the sign-in, under the new DEK', async () => {
    const user = await givenFullVault();
    const context = await vault.vaultFor();
    const seed = newSeed();
    const step = await context.em.transactional(async (em) => {
      const tx = { ...context, em, now: await databaseNow(em) };
      const row = await lockUser(tx, user.id);
      if (row) await addSecondStep(tx, row, seed, 0);
      return { id: (await lockUser(tx, user.id))?.secondStepId ?? '', ownerId: user.id };
    });
    const before = await query(vault.db.fork()).selectFrom('second_step').select('envelope').execute();
    await user.api.account.wipe({ confirm: user.email });
    expect(await openSeed(await vault.vaultFor(), step)).toBe(seed);
    expect(await query(vault.db.fork()).selectFrom('second_step').select('envelope').execute()).not.toEqual(before);
  });

  it.each([
    ['another e-mail', (user: User) => user.api.account.wipe({ confirm: 'eve@example.test' }), 'VALIDATION_ERROR'],
    ['no e-mail', (user: User) => user.api.account.wipe({ confirm: '' }), 'VALIDATION_ERROR'],
    [
      'an old sign-in',
      (user: User) => vault.as({ ...user.session, isFresh: false }).account.wipe({ confirm: user.email }),
      'AUTH_FRESH_SIGN_IN_REQUIRED',
    ],
  ])('refuses on %s, and deletes nothing', async (_, call, code) => {
    const user = await givenFullVault();
    const before = await rowsOf(user.id);
    const body = await refused(call(user));
    expect(body.code).toBe(code);
    if (code === 'VALIDATION_ERROR') expect(body.issues?.map(({ path }) => path)).toEqual(['confirm']);
    expect(await rowsOf(user.id)).toEqual(before);
    const wiped = await user.api.audit.list({ action: 'account.wipe' });
    expect(wiped.map(({ outcome }) => outcome)).toEqual(code === 'VALIDATION_ERROR' ? [] : ['refused']);
  });

  it('deletes nothing if it cannot be recorded', async () => {
    const user = await givenFullVault();
    const [before, dek] = [await rowsOf(user.id), await dekOf(user.id)];
    const db = query(vault.db.fork());
    await sql`alter table audit_event rename to gone`.execute(db);
    await refused(user.api.account.wipe({ confirm: user.email })).finally(() =>
      sql`alter table gone rename to audit_event`.execute(db),
    );
    expect(await rowsOf(user.id)).toEqual(before);
    expect(await dekOf(user.id)).toEqual(dek);
  });
});

describe('a write under way while the vault is wiped', () => {
  it('is there and opens, or failed whole', async () => {
    const { api, email, id } = await vault.givenUser();
    const entry = await givenEntry(api);
    const writes = [
      ...['a', 'b', 'c'].map((value) => api.entries.update({ id: entry.id, value })),
      ...['A', 'B', 'C'].map((name) => givenEntry(api, { name, value: name })),
      ...['X', 'Y', 'Z'].map((service) => api.twoFactor.create({ service, recoveryCodes: [service] })),
    ];
    const outcomes = await Promise.allSettled([...writes, api.account.wipe({ confirm: email })]);
    const failed = outcomes.flatMap((one) => (one.status === 'rejected' ? [refused(Promise.reject(one.reason))] : []));
    for (const { code } of await Promise.all(failed)) {
      expect(['WRITE_CONFLICT', 'ENTRY_NOT_FOUND', 'CATEGORY_NOT_FOUND']).toContain(code);
    }
    for (const { id: left, name } of await api.entries.list({})) {
      expect((await api.entries.reveal({ id: left })).value).toBe(name);
    }
    for (const { id: left, service } of await api.twoFactor.list({})) {
      expect((await api.twoFactor.takeRecoveryCode({ id: left })).recoveryCode).toBe(service);
    }
    expect((await rowsOf(id)).dek).toBe(1);
  });

  it('that waits for it goes on under the new DEK, or is told of the conflict', async ({ skip }) => {
    skip(vault.db.kind === 'embedded', 'The embedded database runs one transaction at a time.');
    const { api, email, id } = await vault.givenUser();
    const entry = await givenEntry(api);
    // Who holds the head of the log holds the wipe up at its last step, its locks taken.
    const calls = await vault.db.fork().transactional(async (em) => {
      await query(em).selectFrom('audit_head').select('chainId').where('chainId', '=', id).forUpdate().execute();
      const wipe = api.account.wipe({ confirm: email });
      await untilWaiting(1);
      const create = api.twoFactor.create({ service: 'GitHub', secret: SEED, recoveryCodes: ['a'] });
      const change = refused(api.entries.update({ id: entry.id, value: 'new' }));
      const add = refused(givenEntry(api, { categoryId: entry.categoryId }));
      await untilWaiting(4);
      return { wipe, create, change, add };
    });
    await calls.wipe;
    const token = await calls.create;
    expect(await api.twoFactor.takeRecoveryCode({ id: token.id })).toMatchObject({ recoveryCode: 'a' });
    expect((await calls.change).code).toBe('WRITE_CONFLICT');
    expect((await calls.add).code).toBe('WRITE_CONFLICT');
    expect(await api.entries.list({})).toEqual([]);
  });

  async function untilWaiting(count: number): Promise<void> {
    const waiting = sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    await vi.waitFor(
      async () => expect((await waiting.execute(query(vault.db.fork()))).rows).toHaveLength(count),
      5_000,
    );
  }
});
