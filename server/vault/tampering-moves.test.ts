import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { givenCategory, givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';

/** Whoever can write to the database puts every kind of envelope into every other place: none opens there. */

const KINDS = ['entry', 'entry_field', 'env_file', 'two_factor', 'recovery_code', 'idempotency'] as const;
type Kind = (typeof KINDS)[number];

/** A row with an envelope; `read` is what opens it. */
type Sealed = { table: Kind; id: string; read(): Promise<unknown> };
type User = Awaited<ReturnType<TestVault['givenUser']>>;

const BODY = { name: 'Kept', keyType: 'simple', envVarName: 'KEPT' } as const;
/** One is used up by each try to open it. */
const CODES = Array.from({ length: 40 }, (_, number) => `code ${number}`);

let vault: TestVault;
let owner: User;
const own: Sealed[] = [];
const others: Sealed[] = [];

beforeAll(async () => {
  vault = await testVault();
  owner = await vault.givenUser();
  for (const kind of KINDS) own.push(await given[kind](owner, 'one'));
  for (const kind of KINDS) others.push(await given[kind](owner, 'two'));
  const stranger = await vault.givenUser();
  for (const kind of KINDS) others.push(await given[kind](stranger, 'one'));
});
afterAll(() => vault.close());

const db = () => query(vault.db.fork());

const given: Record<Kind, (user: User, name: string) => Promise<Sealed>> = {
  entry: async ({ api }, name) => {
    const { id } = await givenEntry(api, { name });
    return { table: 'entry', id, read: () => api.entries.reveal({ id }) };
  },
  entry_field: async ({ api }, name) => {
    const { id } = await givenEntry(api, { name, category: { keyType: 'group' }, value: { A: 'a' } });
    const row = await db().selectFrom('entry_field').select('id').where('entryId', '=', id).executeTakeFirstOrThrow();
    return { table: 'entry_field', id: row.id, read: () => api.entries.reveal({ id }) };
  },
  env_file: async ({ api }, name) => {
    const { id } = await api.envs.create({ name });
    const { id: fileId } = await api.envFiles.put({ id, fileType: 'env', content: 'A=1' });
    return { table: 'env_file', id: fileId, read: () => api.envFiles.reveal({ id, fileId }) };
  },
  two_factor: async ({ api }, service) => {
    const { id } = await api.twoFactor.create({ service, secret: 'JBSWY3DPEHPK3PXP' });
    return { table: 'two_factor', id, read: () => api.twoFactor.reveal({ id }) };
  },
  recovery_code: async ({ api }, service) => {
    const { id } = await api.twoFactor.create({ service, recoveryCodes: CODES });
    const codes = db().selectFrom('recovery_code').select('id').where('twoFactorId', '=', id).orderBy('position');
    const first = await codes.executeTakeFirstOrThrow();
    return { table: 'recovery_code', id: first.id, read: () => api.twoFactor.takeRecoveryCode({ id }) };
  },
  idempotency: async ({ id: ownerId, session }, key) => {
    const api = vault.as(session, { rest: { idempotencyKey: key, input: () => BODY } });
    await api.categories.create(BODY);
    const kept = db().selectFrom('idempotency').select('id').where('ownerId', '=', ownerId).where('key', '=', key);
    const { id } = await kept.executeTakeFirstOrThrow();
    return { table: 'idempotency', id, read: () => api.categories.create(BODY) };
  },
};

async function envelopeOf({ table, id }: Sealed): Promise<string> {
  const select = sql<{ envelope: string }>`select envelope from ${sql.table(table)} where id = ${id}`;
  return (await select.execute(db())).rows[0]?.envelope ?? '';
}

/** Of recovery codes the next one that is left: the one before was used up. */
async function put(envelope: string, { table, id }: Sealed): Promise<void> {
  const left = sql`select c.id from recovery_code c join recovery_code f on f.two_factor_id = c.two_factor_id
    where f.id = ${id} and c.used_at is null order by c.position limit 1`;
  const which = table === 'recovery_code' ? left : sql`select ${id}::uuid`;
  await sql`update ${sql.table(table)} set envelope = ${envelope} where id = (${which})`.execute(db());
}

async function failures(): Promise<number> {
  const events = db().selectFrom('audit_event').select('id').where('chainId', '=', owner.id);
  return (await events.where('outcome', '=', 'failed').execute()).length;
}

describe.each(KINDS)('the envelope of a row of %s', (kind) => {
  it('is opened by no other row, of no kind and no owner, and each try is recorded', async () => {
    const target = own.find(({ table }) => table === kind);
    if (target === undefined) throw new Error('There is none.');
    const right = await envelopeOf(target);
    const before = await failures();
    const sources = [...own, ...others].filter((source) => source !== target);
    for (const source of sources) {
      await put(await envelopeOf(source), target);
      expect(await refused(target.read()), `${source.table} in ${kind}`).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    }
    expect(await failures()).toBe(before + sources.length);
    if (kind === 'recovery_code') return;
    await put(right, target);
    await target.read();
  });
});

describe('a category', () => {
  it('does not bring its entries along to another owner', async () => {
    const thief = await vault.givenUser();
    const victim = await vault.givenUser();
    const { id, categoryId } = await givenEntry(victim.api);
    for (const table of ['category', 'entry'] as const) {
      const row = table === 'category' ? categoryId : id;
      await db().updateTable(table).set({ ownerId: thief.id }).where('id', '=', row).execute();
    }
    expect(await refused(thief.api.entries.reveal({ id }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    expect(await refused(thief.api.categories.get({ id: categoryId }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    const recorded = db().selectFrom('audit_event').select('action').where('chainId', '=', thief.id);
    const failed = await recorded.where('outcome', '=', 'failed').orderBy('sequence').execute();
    expect(failed.map(({ action }) => action)).toEqual(['entry.reveal', 'category.get']);
  });

  it('does not come to another by its owner’s DEKs, brought along whole', async () => {
    const thief = await vault.givenUser();
    const victim = await vault.givenUser();
    await givenCategory(thief.api);
    const { id, categoryId } = await givenEntry(victim.api);
    await db().deleteFrom('dek').where('ownerId', '=', thief.id).execute();
    await db().updateTable('dek').set({ ownerId: thief.id }).where('ownerId', '=', victim.id).execute();
    await db().updateTable('category').set({ ownerId: thief.id }).where('id', '=', categoryId).execute();
    await db().updateTable('entry').set({ ownerId: thief.id }).where('id', '=', id).execute();
    expect(await refused(thief.api.entries.reveal({ id }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    expect(await refused(givenEntry(thief.api))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
  });
});
