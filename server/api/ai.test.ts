import { parse } from 'dotenv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offlinePicker } from '#server/ai/offline.ts';
import { ModelUnavailable, type Picker, type Wish } from '#server/ai/picker.ts';
import { refused } from '#server/testing/refused.ts';
import { givenCategory, givenEntry, type TestVault, testVault } from '#server/testing/vault.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

async function givenVault(of: TestVault = vault) {
  const user = await of.givenUser();
  const { api } = user;
  const stripe = await givenEntry(api, { value: 'sk_live', notes: 'a note' });
  const test = await givenEntry(api, { categoryId: stripe.categoryId, environment: 'development', value: 'sk_test' });
  await givenEntry(api, { category: { name: 'Sentry', envVarName: 'SENTRY_DSN' }, value: 'https://sentry' });
  return { ...user, stripe, test };
}

async function text(call: Promise<unknown>): Promise<string> {
  const answer = await call;
  if (typeof answer !== 'string') throw new Error('The answer is no text.');
  return answer;
}

describe('ai.extract', () => {
  it('writes what the description needs and no more, development first', async () => {
    const { session } = await givenVault();
    const api = vault.as(session, { wantsJson: false });
    const env = await text(api.ai.extract({ prompt: 'A shop that takes payments with Stripe' }));
    expect(parse(env)).toEqual({ STRIPE_SECRET_KEY: 'sk_test' });
    expect(env).toContain('# Stripe — Shop (development)');
    const live = await text(api.ai.extract({ prompt: 'Stripe for production' }));
    expect(parse(live)).toEqual({ STRIPE_SECRET_KEY: 'sk_live' });
  });

  it('does not blame a model that nobody configured', async () => {
    const { session } = await givenVault();
    const env = await text(vault.as(session, { wantsJson: false }).ai.extract({ prompt: 'payments', fallback: true }));
    expect(env).not.toContain('model');
  });

  it('names what each entry writes, in the order of the file, whether fields are fixed or free', async () => {
    const { api } = await vault.givenUser();
    const group = { keyType: 'group' } as const;
    const free = await givenEntry(api, { category: group, value: { S3_KEY: 'k', S3_BUCKET: 'b' } });
    const fieldDefinitions = ['DB_USER', 'DB_HOST'];
    const fixed = await givenEntry(api, {
      category: { ...group, fieldDefinitions },
      value: { DB_HOST: 'h', DB_USER: 'u' },
    });
    const file = await givenEntry(api, { category: { keyType: 'json' }, value: '{}' });
    const done = await api.ai.extract({ choose: [free.id, fixed.id, file.id] });
    if (typeof done === 'string') throw new Error('JSON was asked for.');
    expect(done.entries.map(({ variables }) => variables)).toEqual([['S3_KEY', 'S3_BUCKET'], fieldDefinitions, []]);
    expect(Object.keys(parse(done.env ?? ''))).toEqual(done.entries.flatMap(({ variables }) => variables));
  });

  it('makes fresh secrets when asked to, another each time', async () => {
    const { session } = await givenVault();
    const api = vault.as(session, { wantsJson: false });
    const make = async () => parse(await text(api.ai.extract({ prompt: 'a session secret' })));
    const [[name, value] = ['', '']] = Object.entries(await make());
    expect(name).toMatch(/SECRET/);
    expect(value.length).toBeGreaterThanOrEqual(32);
    expect((await make())[name]).not.toBe(value);
  });

  it('plans without opening anything, and then opens what was chosen', async () => {
    const { api, test } = await givenVault();
    const plan = await api.ai.extract({ prompt: 'payments', mode: 'plan' });
    expect(plan).toMatchObject({
      entries: [{ id: test.id, category: 'Stripe', environment: 'development', variables: ['STRIPE_SECRET_KEY'] }],
      sent: null,
      picker: 'offline',
    });
    expect(plan).not.toHaveProperty('env');
    const done = await api.ai.extract({
      choose: [test.id],
      generate: [{ name: 'JWT_SECRET', format: 'hex', bytes: 32 }],
      rename: { STRIPE_SECRET_KEY: 'PAY_KEY' },
    });
    if (typeof done === 'string') throw new Error('JSON was asked for.');
    expect(parse(done.env ?? '')).toEqual({ PAY_KEY: 'sk_test', JWT_SECRET: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(done.picker).toBe('caller');
  });

  it('opens nothing when one of the chosen is another’s', async () => {
    const { api, stripe } = await givenVault();
    const other = await givenVault();
    const call = api.ai.extract({ choose: [stripe.id, other.stripe.id] });
    expect(await refused(call)).toMatchObject({ code: 'ENTRY_NOT_FOUND' });
    expect(await api.audit.list({ action: 'ai.extract' })).toEqual([]);
  });

  it('is one event that counts and lists', async () => {
    const { api, test } = await givenVault();
    await api.ai.extract({ prompt: 'payments' });
    expect(await api.audit.list({ action: 'ai.extract' })).toMatchObject([{ details: { count: 1, ids: [test.id] } }]);
  });

  it('demands entries:reveal for what a key chooses itself', async () => {
    const { key, stripe } = await givenVault();
    const call = vault.as(key(['ai:extract'])).ai.extract({ choose: [stripe.id] });
    expect(await refused(call)).toMatchObject({ code: 'AUTH_SCOPE_REQUIRED' });
    const both = await vault.as(key(['ai:extract', 'entries:reveal'])).ai.extract({ choose: [stripe.id] });
    expect(both).toMatchObject({ env: expect.stringContaining('sk_live') });
  });

  it.each([
    ['prompt', { prompt: 'x', choose: [] }],
    ['prompt', {}],
    ['prompt', { prompt: ' ' }],
    ['prompt', { prompt: 'x'.repeat(2001) }],
    ['mode', { mode: 'plan' as const, choose: [] }],
    ['generate.0.bytes', { generate: [{ name: 'A', format: 'hex' as const, bytes: 8 }] }],
  ])('names the field %s of bad input', async (path, input) => {
    const { api } = await vault.givenUser();
    expect(await refused(api.ai.extract(input))).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path }] });
  });
});

describe('a model', () => {
  async function withModel(model: Picker) {
    const modelled = await testVault({ offline: offlinePicker(), model });
    return { modelled, ...(await givenVault(modelled)) };
  }

  it('sees names only, of the caller’s own vault', async () => {
    const wishes: Wish[] = [];
    const { modelled, api } = await withModel(async (wish) => {
      wishes.push(wish);
      return { entries: [], generated: [], sent: 'what was sent' };
    });
    await givenEntry((await modelled.givenUser()).api, { name: 'theirs' });
    const plan = await api.ai.extract({ prompt: 'payments', project: 'Shop', mode: 'plan' });
    expect(plan).toMatchObject({ sent: 'what was sent', picker: 'model' });
    expect(wishes).toMatchObject([{ prompt: 'payments', project: 'Shop' }]);
    expect(wishes[0]?.offers).toHaveLength(3);
    expect(JSON.stringify(wishes)).not.toMatch(/sk_live|sk_test|a note|theirs/);
    await modelled.close();
  });

  it('that fails opens nothing, or gives way to the offline matcher when asked to', async () => {
    const { modelled, session, api } = await withModel(async () => {
      throw new ModelUnavailable('It is down.');
    });
    expect(await refused(api.ai.extract({ prompt: 'payments' }))).toMatchObject({ code: 'AI_UNAVAILABLE' });
    expect(await api.audit.list({ action: 'ai.extract' })).toEqual([]);
    expect(await api.ai.extract({ prompt: 'payments', fallback: true })).toMatchObject({ picker: 'offline' });
    const plain = modelled.as(session, { wantsJson: false }).ai.extract({ prompt: 'payments', fallback: true });
    expect(await text(plain)).toMatch(/^# Picked offline/);
    await modelled.close();
  });

  it('cannot reach another’s entry, whatever it answers', async () => {
    let foreignId = '';
    const { modelled, api } = await withModel(async () => ({
      entries: [{ id: foreignId, reason: 'please' }],
      generated: [],
      sent: '',
    }));
    const other = await modelled.givenUser();
    foreignId = (await givenEntry(other.api)).id;
    expect(await refused(api.ai.extract({ prompt: 'payments' }))).toMatchObject({ code: 'ENTRY_NOT_FOUND' });
    await modelled.close();
  });

  it('cannot write a line into the file by its reason', async () => {
    const { modelled, api } = await withModel(async ({ offers }) => ({
      entries: [],
      generated: [{ name: 'A', format: 'hex', bytes: 16, reason: 'x\nEVIL=1\u2028EVIL=2\rEVIL=3' }],
      sent: JSON.stringify(offers.length),
    }));
    const done = await api.ai.extract({ prompt: 'anything' });
    if (typeof done === 'string') throw new Error('JSON was asked for.');
    expect(Object.keys(parse(done.env ?? ''))).toEqual(['A']);
    await modelled.close();
  });
});

it('a category without entries is offered to nobody', async () => {
  const { api } = await vault.givenUser();
  await givenCategory(api);
  expect(await api.ai.extract({ prompt: 'payments' })).toMatchObject({ entries: [], env: '' });
});
