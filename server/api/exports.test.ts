import { parse } from 'dotenv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

type Api = Awaited<ReturnType<TestVault['givenUser']>>['api'];

async function text(api: Api, input: Parameters<Api['exports']['read']>[0] = {}): Promise<string> {
  const answer = await api.exports.read(input);
  if (typeof answer !== 'string') throw new Error('The export is no text.');
  return answer;
}

async function givenVault() {
  const user = await vault.givenUser();
  const { api } = user;
  const { categoryId } = await givenEntry(api, { environment: 'local', value: "it's" });
  await givenEntry(api, { categoryId, environment: 'development', value: '' });
  await givenEntry(api, {
    name: 'Blog',
    category: { name: 'Database', keyType: 'group', fieldDefinitions: ['HOST', 'USER'] },
    value: { USER: 'u', HOST: '$h' },
  });
  await givenEntry(api, { category: { name: 'Account', keyType: 'json' }, value: '{"a":1}', fileName: 'account.json' });
  return user;
}

describe('exports.read', () => {
  it('writes each entry under its comment, ordered by category, name and environment', async () => {
    const { api } = await givenVault();
    const lines = (await text(api)).split('\n').filter((line) => line.startsWith('#'));
    expect(lines).toEqual([
      expect.stringMatching(/^# Account — Shop \(production\).*json/),
      '# Database — Blog (production)',
      '# Stripe — Shop (development)',
      '# Stripe — Shop (local)',
    ]);
    expect(Object.entries(parse(await text(api)))).toEqual([
      ['HOST', '$h'],
      ['USER', 'u'],
      ['STRIPE_SECRET_KEY', "it's"],
    ]);
  });

  it('narrows by environment and name', async () => {
    const { api } = await givenVault();
    expect(parse(await text(api, { environment: 'local' }))).toEqual({ STRIPE_SECRET_KEY: "it's" });
    expect(parse(await text(api, { name: 'Blog' }))).toEqual({ HOST: '$h', USER: 'u' });
    expect(await text(api, { name: 'Nothing' })).toBe('');
  });

  it('writes export lines for a shell, and JSON that carries everything', async () => {
    const { api } = await givenVault();
    expect(await text(api, { format: 'shell', environment: 'local' })).toContain('\nexport STRIPE_SECRET_KEY=');
    expect(await api.exports.read({ format: 'json', name: 'Shop' })).toEqual([
      {
        category: 'Account',
        name: 'Shop',
        environment: 'production',
        variable: null,
        value: '{"a":1}',
        fileName: 'account.json',
      },
      {
        category: 'Stripe',
        name: 'Shop',
        environment: 'development',
        variable: 'STRIPE_SECRET_KEY',
        value: '',
        fileName: null,
      },
      {
        category: 'Stripe',
        name: 'Shop',
        environment: 'local',
        variable: 'STRIPE_SECRET_KEY',
        value: "it's",
        fileName: null,
      },
    ]);
  });

  it('lets the newest of one variable win for whoever reads the file', async () => {
    const { api } = await vault.givenUser();
    const { categoryId } = await givenEntry(api, { value: 'old' });
    await givenEntry(api, { categoryId, value: 'new' });
    expect(parse(await text(api))).toEqual({ STRIPE_SECRET_KEY: 'new' });
  });

  it('never lets a name break out of its comment', async () => {
    const { api } = await vault.givenUser();
    await givenEntry(api, { name: 'a\u2028EVIL=1' });
    expect(parse(await text(api))).toEqual({ STRIPE_SECRET_KEY: 'sk_live_1' });
  });

  it('is one event that counts and lists', async () => {
    const { api } = await givenVault();
    await text(api);
    const [event] = await api.audit.list({ action: 'export.read' });
    expect(event).toMatchObject({ outcome: 'ok', details: { count: 4 } });
    expect(event?.details?.ids).toHaveLength(4);
  });

  it('fails whole and names the entry that does not open, or leaves it out when asked to', async () => {
    const { api, id } = await givenVault();
    const [broken] = await api.entries.list({ environment: 'local' });
    const brokenId = broken?.id ?? '';
    await query(vault.db.fork()).updateTable('entry').set({ version: 7 }).where('id', '=', brokenId).execute();
    const body = await refused(api.exports.read({}));
    expect(body).toMatchObject({ code: 'INTEGRITY_FAILURE', error: expect.stringContaining(brokenId) });
    const rest = await text(api, { skipBroken: true });
    expect(rest).toMatch(/# Stripe — Shop \(local\): left out/);
    expect(parse(rest)).toEqual({ HOST: '$h', USER: 'u', STRIPE_SECRET_KEY: '' });
    const failed = await query(vault.db.fork())
      .selectFrom('audit_event')
      .select('outcome')
      .where('chainId', '=', id)
      .where('action', '=', 'export.read')
      .orderBy('sequence')
      .execute();
    expect(failed.map(({ outcome }) => outcome)).toEqual(['ok', 'failed', 'ok', 'failed']);
  });

  it('gives nothing of another owner', async () => {
    await givenVault();
    const { api } = await vault.givenUser();
    expect(await text(api)).toBe('');
    expect(await api.exports.read({ format: 'json' })).toEqual([]);
  });
});
