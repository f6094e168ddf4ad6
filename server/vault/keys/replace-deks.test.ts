import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyChain } from '#server/audit/verify.ts';
import { databaseNow, inTransaction } from '#server/auth/context.ts';
import { keepTokens, openTokens } from '#server/auth/keycloak-tokens.ts';
import { addSecondStep, openSeed } from '#server/auth/second-step.ts';
import { newSession } from '#server/auth/sessions.ts';
import { lockUser } from '#server/auth/users.ts';
import { claimedDekId } from '#server/crypto/envelope.ts';
import { query } from '#server/db/query.ts';
import { type RingVault, ringVault } from '#server/testing/ring.ts';
import { givenCategory, givenEntry } from '#server/testing/vault.ts';
import { openerOf } from '#server/vault/secrets.ts';
import { setMark } from './marks.ts';
import { FIRST, SEALED_TABLES } from './sealed-rows.ts';

const TOKENS = { issuer: 'https://id.example.test', subject: 'ada', idToken: 'id-token', refreshToken: 'refresh' };

const SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

let vault: RingVault;
beforeEach(async () => {
  vault = await ringVault();
});
afterEach(() => vault.close());

const rotateDeks = () => vault.command({ command: 'keys rotate deks' });

/** Somebody with one of every kind of secret, and what tells whether all of them open. */
async function givenAll() {
  const { api, id, session } = await vault.givenUser();
  const simple = await givenEntry(api, { value: 'simple', environment: 'production' });
  const same = await givenEntry(api, { value: 'simple', environment: 'staging', categoryId: simple.categoryId });
  const group = await givenCategory(api, { keyType: 'group' });
  const fields = await givenEntry(api, { categoryId: group.id, value: { HOST: 'host', USER: 'user' } });
  const { id: projectId } = await api.envs.create({ name: 'Shop' });
  const file = await api.envFiles.put({ id: projectId, fileType: 'env', content: 'A=file' });
  const token = await api.twoFactor.create({
    ...{ service: 'GitHub', secret: 'MNQW4YLSPFZWKZLENFXGSYLL', recoveryCodes: ['code-1', 'code-2', 'code-3'] },
  });
  const input = { categoryId: simple.categoryId, name: 'Once', value: 'once' };
  const once = { rest: { idempotencyKey: 'a-key', input: () => input } };
  const first = await vault.as(session, once).entries.create(input);
  const kept = await inTransaction(vault.context(), async (tx) => {
    const made = await newSession(tx, id, 'keycloak');
    await keepTokens(tx, { id: made.id, ownerId: id }, TOKENS);
    return made;
  });
  await inTransaction(vault.context(), async (tx) => {
    const user = await lockUser(tx, id);
    if (user) await addSecondStep(tx, user, SEED, 0);
  });
  const opens = async () => {
    const value = async (entry: { id: string }) => (await api.entries.reveal({ id: entry.id })).value;
    return {
      values: [await value(simple), await value(same), await value(fields)],
      file: (await api.envFiles.reveal({ id: projectId, fileId: file.id })).content,
      code: (await api.twoFactor.reveal({ id: token.id })).code.length,
      recovery: (await api.twoFactor.takeRecoveryCode({ id: token.id })).recoveryCode,
      again: (await vault.as(session, once).entries.create(input)).id === first.id,
      tokens: await openTokens(vault.context(), { id: kept.id, ownerId: id }),
      seed: await openSeed(vault.context(), await stepOf(id)),
    };
  };
  return { api, id, opens, entry: simple };
}

const all = (recovery: string) => ({
  values: ['simple', 'simple', { HOST: 'host', USER: 'user' }],
  ...{ file: 'A=file', code: 6, recovery, again: true, tokens: TOKENS, seed: SEED },
});

const stepOf = (ownerId: string) =>
  query(vault.db.fork())
    .selectFrom('second_step')
    .select(['id', 'ownerId'])
    .where('ownerId', '=', ownerId)
    .executeTakeFirstOrThrow();

const deksOf = (ownerId: string) =>
  query(vault.db.fork()).selectFrom('dek').selectAll().where('ownerId', '=', ownerId).execute();

/** Ids of the DEKs that some envelope of the owner is under. */
async function dekIdsInUse(ownerId: string) {
  const due = { ownerId, prefix: 'none', after: FIRST, limit: 1000 };
  const em = vault.db.fork();
  const rows = await Promise.all(SEALED_TABLES.map((table) => table.fetch(em, due)));
  expect(rows.every((ofTable) => ofTable.length > 0)).toBe(true);
  return [...new Set(rows.flat().map(({ envelope }) => claimedDekId(envelope)))];
}

test('seals every kind of secret anew under a new DEK, destroys the old one, and all opens as before', async () => {
  const { id, opens } = await givenAll();
  expect(await opens()).toEqual(all('code-1'));
  const [old] = await deksOf(id);
  expect(await rotateDeks()).toEqual({
    ok: true,
    lines: ['1 owner got a new DEK, and 13 secrets were sealed anew.'],
  });
  const [dek, ...others] = await deksOf(id);
  expect([dek?.active, dek?.uses, others]).toEqual([true, 13, []]);
  expect(dek?.id).not.toBe(old?.id);
  expect(await dekIdsInUse(id)).toEqual([dek?.id]);
  expect(await opens()).toEqual(all('code-2'));
});

test('knows every table that holds an envelope', async () => {
  const rows = await vault.db.fork().execute<{ name: string; column: string }[]>(
    `select table_name as name, column_name as column from information_schema.columns
     where table_schema = 'public' and column_name in ('envelope', 'provider_tokens') order by 1`,
  );
  const known = SEALED_TABLES.map(({ name, column }) => ({ name, column }));
  expect(known.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(rows);
});

test('keeps fingerprints comparable, and moves neither version nor updatedAt', async () => {
  const { api, entry } = await givenAll();
  const matrix = () => api.projects.get({ name: 'Shop' });
  const row = async () => {
    const rows = query(vault.db.fork()).selectFrom('entry').select(['version', 'updatedAt', 'fingerprint']);
    return rows.where('id', '=', entry.id).executeTakeFirstOrThrow();
  };
  const before = { matrix: await matrix(), row: await row() };
  await rotateDeks();
  const after = { matrix: await matrix(), row: await row() };
  expect(after.matrix).toEqual(before.matrix);
  expect(JSON.stringify(before.matrix)).toContain('sameAsProduction');
  expect(after.row).toEqual({ ...before.row, fingerprint: expect.not.stringContaining(before.row.fingerprint ?? '') });
});

test('is recorded in each owner’s chain and in the instance’s, and the chains fit', async () => {
  const { id } = await givenAll();
  await rotateDeks();
  const rows = query(vault.db.fork()).selectFrom('audit_event').select(['chainId', 'callerKind', 'details']);
  expect(await rows.where('action', '=', 'account.rotate-deks').orderBy('chainId').execute()).toMatchObject([
    { chainId: FIRST, callerKind: 'system', details: { count: 13 } },
    { chainId: id, callerKind: 'system', details: { count: 13 } },
  ]);
  expect(await verifyChain(vault.db.fork(), vault.keyring.instance, id)).toMatchObject({ brokenAt: null });
});

test('reads and writes go on meanwhile, and every one of them is right', async () => {
  const { api } = await vault.givenUser();
  const { id: categoryId } = await givenCategory(api);
  const entries: { id: string; value: string }[] = [];
  for (let number = 0; number < 60; number++) {
    const value = `value ${number}`;
    entries.push({ id: (await givenEntry(api, { categoryId, value })).id, value });
  }
  let isDone = false;
  const use = async (offset: number) => {
    for (let turn = offset; !isDone; turn++) {
      const entry = entries[(turn * 7) % entries.length];
      if (entry === undefined) return;
      expect((await api.entries.reveal({ id: entry.id })).value).toBe(entry.value);
      await api.entries.update({ id: entry.id, name: `Shop ${turn % 5}` });
    }
  };
  const used = Promise.all([use(0), use(30)]);
  for (let round = 0; round < 3; round++) expect(await rotateDeks()).toMatchObject({ ok: true });
  isDone = true;
  await used;
  for (const { id, value } of entries) expect((await api.entries.reveal({ id })).value).toBe(value);
});

test('goes on where it was cut, and gives nobody a second new DEK', async () => {
  const done = await givenAll();
  const half = await givenAll();
  const untouched = await givenAll();
  await rotateDeks();
  const before = await Promise.all([done, half, untouched].map(async ({ id }) => (await deksOf(id))[0]));
  // As if a rotation had begun after the first owner's DEK was made, and was killed before the second one was done.
  const em = vault.db.fork();
  const since = new Date((await databaseNow(em)).getTime() - 60_000);
  await setMark(em, vault.keyring, { kind: 'replacing', subject: '', at: since });
  const old = { createdAt: new Date(since.getTime() - 1) };
  for (const { id } of [half, untouched])
    await query(em).updateTable('dek').set(old).where('ownerId', '=', id).execute();
  const { lines } = await vault.command({ command: 'keys status' });
  expect(lines).toContain('DEKs are being replaced: npm run keys -- rotate deks goes on with it.');
  expect((await rotateDeks()).lines).toEqual(['2 owners got a new DEK, and 26 secrets were sealed anew.']);
  const after = await Promise.all([done, half, untouched].map(async ({ id }) => (await deksOf(id))[0]));
  expect(after.map((dek, index) => dek?.id === before[index]?.id)).toEqual([true, false, false]);
  expect(await query(em).selectFrom('key_mark').select('kind').execute()).toEqual([]);
  for (const { opens } of [done, half, untouched]) expect(await opens()).toEqual(all('code-1'));
});

test('leaves what does not open as it is with its DEK, and says so; everybody else gets a new one', async () => {
  const broken = await givenAll();
  const whole = await givenAll();
  const { id: rowId } = broken.entry;
  const other = await query(vault.db.fork())
    .selectFrom('entry')
    .select('envelope')
    .where('ownerId', '=', broken.id)
    .where('id', '!=', rowId)
    .where('envelope', 'is not', null)
    .executeTakeFirstOrThrow();
  await query(vault.db.fork()).updateTable('entry').set(other).where('id', '=', rowId).execute();
  const { ok, lines } = await rotateDeks();
  expect([ok, lines]).toEqual([false, expect.arrayContaining([`entry ${rowId} does not open and stays as it is.`])]);
  expect((await deksOf(broken.id)).map(({ active }) => active).toSorted()).toEqual([false, true]);
  expect(await deksOf(whole.id)).toHaveLength(1);
  expect(await whole.opens()).toEqual(all('code-1'));
  const stored = query(vault.db.fork()).selectFrom('entry').select('envelope').where('id', '=', rowId);
  expect(await stored.executeTakeFirst()).toEqual(other);
});

test('an opener that was made before finds the DEKs that came since', async () => {
  const { id, entry } = await givenAll();
  const owner = { userId: id };
  const opener = await openerOf({ em: vault.db.fork(), keyring: vault.keyring }, owner);
  await rotateDeks();
  const table = SEALED_TABLES[0];
  const rows = await table?.fetch(vault.db.fork(), { ownerId: id, prefix: 'none', after: FIRST, limit: 10 });
  const row = rows?.find((each) => each.id === entry.id);
  if (row === undefined) throw new Error('The entry is gone.');
  expect(() => opener.open(row.place, row.envelope)).toThrow('names a DEK that the owner does not have');
  await opener.catchUp([row.envelope]);
  expect(opener.open(row.place, row.envelope)).toBe('simple');
});

test.runIf(process.env.KAGI_TEST_POSTGRES_URL)('a write that waits for the DEK goes on under the new one', async () => {
  const { api, id } = await vault.givenUser();
  const { id: categoryId } = await givenCategory(api);
  const locked = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  const holding = vault.db.fork().transactional(async (em) => {
    await query(em).selectFrom('dek').selectAll().where('ownerId', '=', id).forUpdate().execute();
    locked.resolve();
    await free.promise;
  });
  await locked.promise;
  const waiting = async () => {
    const sql =
      "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    return (await vault.db.fork().execute<{ count: number }[]>(sql))[0]?.count ?? 0;
  };
  const rotating = rotateDeks();
  await expect.poll(waiting).toBe(1);
  const writing = givenEntry(api, { categoryId, value: 'late' });
  await expect.poll(waiting).toBe(2);
  free.resolve();
  await holding;
  expect(await rotating).toMatchObject({ ok: true });
  const { id: entryId } = await writing;
  expect((await api.entries.reveal({ id: entryId })).value).toBe('late');
});
