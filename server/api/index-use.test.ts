import { afterAll, beforeAll, expect, test } from 'vitest';
import { selectKey, selectSession } from '#server/auth/credentials.ts';
import { givenCategory, givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';

// What one owner reads must not cost what all the others have: in a vault of many, every read goes by an index. The
// database counts itself how often it went through a whole table. Only the embedded one can be told to count at once.

const OTHERS = 20;
/** Of each of the others. */
const ROWS = 1_000;
const LARGE = ['access_key', 'audit_event', 'category', 'entry', 'entry_field', 'session'];

let vault: TestVault;
let ada: Awaited<ReturnType<TestVault['givenUser']>>;
let ids: { entry: string; group: string; category: string; token: string; project: string };

beforeAll(async () => {
  vault = await testVault();
  for (let nth = 0; nth < OTHERS; nth++) await givenCategory((await vault.givenUser()).api);
  await giveMuchToAll();
  ada = await vault.givenUser();
  const { api } = ada;
  const entry = await givenEntry(api);
  for (const name of ['Blog', 'Mail']) await givenEntry(api, { categoryId: entry.categoryId, name });
  const group = await givenEntry(api, { category: { keyType: 'group' }, value: { HOST: 'h', PORT: '1' } });
  const token = await api.twoFactor.create({ service: 'Cloud', secret: 'JBSWY3DPEHPK3PXP', recoveryCodes: ['a', 'b'] });
  const project = await api.envs.create({ name: 'Shop' });
  await api.envFiles.put({ id: project.id, fileType: 'env', content: 'A=1' });
  ids = { entry: entry.id, group: group.id, category: entry.categoryId, token: token.id, project: project.id };
  await run('analyze');
});
afterAll(() => vault.close());

const run = (sql: string) => vault.db.fork().execute(sql);

/** Rows that no one reads, and that must not be read. */
async function giveMuchToAll(): Promise<void> {
  const each = `from category cross join generate_series(1, ${ROWS}) n`;
  const hash = 'md5(category.id::text || n) || md5(n || category.id::text)';
  const past = "now() - n * interval '1 minute'";
  await run(`insert into entry (id, owner_id, category_id, name, environment, envelope, fingerprint, version, created_at,
    updated_at) select gen_random_uuid(), owner_id, id, 'project-' || n, 'production', 'k1', 'f', 1, ${past}, ${past} ${each}`);
  await run(`insert into entry_field (id, owner_id, entry_id, name, position, envelope, fingerprint, version)
    select gen_random_uuid(), owner_id, id, 'FIELD', 0, 'k1', 'f', 1 from entry`);
  await run(`insert into audit_event (id, chain_id, sequence, at, action, outcome, caller_kind, previous_hash, hash)
    select gen_random_uuid(), owner_id, n + 100, ${past}, 'entry.reveal', 'ok', 'session', ${hash}, ${hash} ${each}`);
  await run(`insert into access_key (id, owner_id, name, key_prefix, token_hash, scopes, created_at, mac)
    select gen_random_uuid(), owner_id, 'ci', 'kagi_test', ${hash}, '{}', ${past}, 'm1' ${each}`);
  await run(`insert into session (id, owner_id, token_hash, method, created_at, last_used_at, fresh_at, expires_at, mac)
    select gen_random_uuid(), owner_id, ${hash}, 'password', ${past}, ${past}, ${past}, now() + interval '1 day', 'm1' ${each}`);
  await run(`insert into category (id, owner_id, name, key_type, env_var_name, created_at, updated_at, mac)
    select gen_random_uuid(), owner_id, 'Kind ' || n, 'simple', 'KIND_' || n, ${past}, ${past}, 'm1' ${each}`);
}

/** How often each large table was read from end to end since the database was opened. */
async function scans(): Promise<Record<string, number>> {
  await run('select pg_stat_force_next_flush()');
  const counts = await vault.db
    .fork()
    .execute<{ relname: string; scans: number }[]>(
      'select relname, seq_scan::int as scans from pg_stat_user_tables order by relname',
    );
  return Object.fromEntries(
    counts.filter(({ relname }) => LARGE.includes(relname)).map((row) => [row.relname, row.scans]),
  );
}

const wanted = { name: 'Shop', environment: 'production', variable: 'STRIPE_SECRET_KEY' } as const;

test.each<[string, () => Promise<unknown>]>([
  ['the caller by an access key', () => selectKey(vault.db.fork(), 'a hash').execute()],
  ['the caller by a session', () => selectSession(vault.db.fork(), 'a hash').execute()],
  ['all entries', () => ada.api.entries.list({})],
  ['a page of entries', () => ada.api.entries.list({ limit: 2, cursor: ids.group })],
  ['entries of a category', () => ada.api.entries.list({ categoryId: ids.category })],
  ['entries of a project', () => ada.api.entries.list({ name: 'Shop', environment: 'production' })],
  ['entries that hold some letters', () => ada.api.entries.list({ search: 'sho' })],
  ['names of projects', () => ada.api.entries.projectNames({})],
  ['an entry', () => ada.api.entries.get({ id: ids.entry })],
  ['a value', () => ada.api.entries.reveal({ id: ids.entry })],
  ['the values of a group', () => ada.api.entries.reveal({ id: ids.group })],
  ['a value by its name', () => ada.api.entries.revealByName(wanted)],
  ['an export', () => ada.api.exports.read({ format: 'json' })],
  ['categories', () => ada.api.categories.list({})],
  ['uses of categories', () => ada.api.categories.uses({})],
  ['a category', () => ada.api.categories.get({ id: ids.category })],
  ['a project', () => ada.api.projects.get({ name: 'Shop' })],
  ['the overview', () => ada.api.overview.get({ days: ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'] })],
  ['statistics', () => ada.api.stats.get({})],
  ['a search', () => ada.api.search.find({ q: 'sho' })],
  ['the audit log', () => ada.api.audit.list({})],
  ['the audit log of one action', () => ada.api.audit.list({ action: 'entry.reveal', since: '2020-01-01T00:00:00Z' })],
  ['access keys', () => ada.api.accessKeys.list({})],
  ['sessions', () => ada.api.sessions.list({})],
  ['tokens', () => ada.api.twoFactor.list({})],
  ['a token', () => ada.api.twoFactor.reveal({ id: ids.token })],
  ['env projects', () => ada.api.envs.list({})],
  ['an env project', () => ada.api.envs.get({ id: ids.project })],
])('%s is read by an index', async (_, read) => {
  const before = await scans();
  await read();
  expect(await scans()).toEqual(before);
});

test('a table that is read from end to end is noticed', async () => {
  const before = await scans();
  await run('select count(notes) from entry');
  expect((await scans()).entry).toBe((before.entry ?? 0) + 1);
});
