import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';
import { etagOf } from '#server/vault/write.ts';
import type { TwoFactorInput } from '#shared/two-factor.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

type Api = Awaited<ReturnType<TestVault['givenUser']>>['api'];

const UNKNOWN = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e11';
const SEED = 'JBSWY3DPEHPK3PXP';
const URI = `otpauth://totp/GitHub:ada?secret=${SEED}&issuer=GitHub&algorithm=SHA256&digits=8&period=60`;

const givenToken = (api: Api, input: Partial<TwoFactorInput> = {}) =>
  api.twoFactor.create({ service: 'GitHub', secret: SEED, ...input });

const actions = async (api: Api) => (await api.audit.list({})).map(({ action }) => action);

describe('twoFactor.create', () => {
  it('keeps a seed with recovery codes, and shows neither', async () => {
    const { api, id } = await vault.givenUser();
    const codes = ['one-recovery', 'two-recovery'];
    const made = await givenToken(api, { secret: 'jbsw y3dp ehpk 3pxp', recoveryCodes: codes, notes: 'a\nb' });
    expect(made).toMatchObject({
      ...{ userId: id, service: 'GitHub', accountName: null, issuer: null, notes: 'a\nb', hasSecret: true },
      ...{ algorithm: 'SHA1', digits: 6, period: 30, recoveryCodesTotal: 2, recoveryCodesLeft: 2 },
    });
    expect(await api.twoFactor.get({ id: made.id })).toEqual(made);
    expect(JSON.stringify(await api.twoFactor.list({}))).not.toMatch(/jbsw|recovery"/i);
    const rows = await query(vault.db.fork()).selectFrom('recovery_code').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('one-recovery');
    expect(await actions(api)).toEqual(['two-factor.create']);
  });

  it('keeps recovery codes alone, without a form', async () => {
    const { api } = await vault.givenUser();
    const made = await givenToken(api, { secret: null, recoveryCodes: ['a'] });
    expect(made).toMatchObject({ hasSecret: false, algorithm: null, digits: null, period: null });
  });

  it('lets a URI say form, issuer and account', async () => {
    const { api } = await vault.givenUser();
    const said = { algorithm: 'SHA256', digits: 8, period: 60, issuer: 'GitHub', accountName: 'ada' };
    expect(await givenToken(api, { secret: URI })).toMatchObject(said);
    expect(await givenToken(api, { secret: URI, digits: 8 })).toMatchObject(said);
  });

  it.each([[{ issuer: 'Mine', accountName: 'eve' }], [{ issuer: null, accountName: null }]])(
    'lets the body stand before the URI: %j',
    async (named) => {
      const { api } = await vault.givenUser();
      expect(await givenToken(api, { secret: URI, ...named })).toMatchObject(named);
    },
  );

  it.each<[string, object]>([
    ['secret', { secret: null }],
    ['secret', { secret: 'not-base32-0189' }],
    ['secret', { secret: '' }],
    ['secret', { secret: 'otpauth://hotp/a?secret=JBSWY3DP&counter=0' }],
    ['digits', { secret: URI, digits: 6 }],
    ['algorithm', { secret: URI, algorithm: 'SHA1' }],
    ['period', { secret: null, recoveryCodes: ['a'], period: 30 }],
    ['period', { period: 301 }],
    ['period', { period: 0 }],
    ['digits', { digits: 5 }],
    ['digits', { digits: 9 }],
    ['recoveryCodes', { recoveryCodes: [] }],
    ['recoveryCodes', { recoveryCodes: Array(51).fill('a') }],
    ['recoveryCodes.1', { recoveryCodes: ['a', ' '] }],
    ['recoveryCodes.0', { recoveryCodes: ['a'.repeat(256)] }],
    ['service', { service: ' ' }],
    ['secrets', { secrets: SEED }],
  ])('refuses naming %s, repeats no secret, and keeps nothing: %j', async (path, input) => {
    const { api } = await vault.givenUser();
    const body = await refused(api.twoFactor.create(Object.assign({ service: 'GitHub', secret: SEED }, input)));
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path }] });
    expect(JSON.stringify(body)).not.toMatch(/0189|JBSW/);
    expect(await api.twoFactor.list({})).toEqual([]);
    expect(await actions(api)).toEqual([]);
  });

  it('answers a repeated Idempotency-Key with what it answered first', async () => {
    const { api, session } = await vault.givenUser();
    const body = { service: 'GitHub', secret: SEED };
    const twin = vault.as(session, { rest: { idempotencyKey: 'k', input: () => body } });
    const first = await twin.twoFactor.create(body);
    expect(await twin.twoFactor.create(body)).toEqual(first);
    expect(await api.twoFactor.list({})).toHaveLength(1);
  });
});

describe('twoFactor.list', () => {
  it('lists the caller’s own, newest first, and pages by the last id', async () => {
    const { api } = await vault.givenUser();
    await givenToken((await vault.givenUser()).api);
    for (const service of ['A', 'B', 'C']) await givenToken(api, { service });
    const [c, b, a] = await api.twoFactor.list({});
    expect([c?.service, b?.service, a?.service]).toEqual(['C', 'B', 'A']);
    expect(await api.twoFactor.list({ limit: 1, cursor: c?.id })).toEqual([b]);
  });

  it('searches service, account, issuer and notes; % and _ are letters', async () => {
    const { api } = await vault.givenUser();
    await givenToken(api, { service: 'GitHub', accountName: 'Ada', issuer: 'Octo', notes: '50% left' });
    await givenToken(api, { service: 'GitLab' });
    const found = async (search: string) => (await api.twoFactor.list({ search })).map(({ service }) => service);
    for (const search of ['gitHUB', 'ADA', 'octo', '0% l']) expect(await found(search)).toEqual(['GitHub']);
    for (const search of ['G_t', '%a%']) expect(await found(search)).toEqual([]);
  });
});

describe('twoFactor.update', () => {
  it('changes what is given, clears what is null, and leaves the rest, secrets included', async () => {
    const { api } = await vault.givenUser();
    const made = await givenToken(api, { accountName: 'ada', notes: 'x', recoveryCodes: ['a', 'b'] });
    const changed = await api.twoFactor.update({ id: made.id, service: 'GitLab', notes: null });
    expect(changed).toEqual({ ...made, service: 'GitLab', notes: null, updatedAt: changed.updatedAt });
    expect(changed.updatedAt > made.updatedAt).toBe(true);
    expect(await api.twoFactor.takeRecoveryCode({ id: made.id })).toMatchObject({ recoveryCode: 'a', remaining: 1 });
    expect(await api.twoFactor.reveal({ id: made.id })).toMatchObject({ service: 'GitLab', accountName: 'ada' });
  });

  it('changes and records nothing when nothing is given', async () => {
    const { api } = await vault.givenUser();
    const made = await givenToken(api);
    expect(await api.twoFactor.update({ id: made.id })).toEqual(made);
    expect(await actions(api)).toEqual(['two-factor.create']);
  });

  it('changes the form under the same seed', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenToken(api);
    const changed = await api.twoFactor.update({ id, digits: 8, algorithm: 'SHA512' });
    expect(changed).toMatchObject({ digits: 8, algorithm: 'SHA512', period: 30 });
    expect((await api.twoFactor.reveal({ id })).code).toMatch(/^\d{8}$/);
  });

  it('takes another seed under the form there is, or under its URI’s', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenToken(api, { digits: 8, issuer: 'Old' });
    const other = await api.twoFactor.update({ id, secret: 'KRSXG5CTMVRXEZLU' });
    expect(other).toMatchObject({ digits: 8, issuer: 'Old' });
    expect(await api.twoFactor.update({ id, secret: URI })).toMatchObject({ period: 60, issuer: 'GitHub' });
    expect((await api.twoFactor.reveal({ id })).code).toMatch(/^\d{8}$/);
  });

  it('starts anew with other recovery codes, and removes the seed where codes are there', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenToken(api, { recoveryCodes: ['a', 'b'] });
    await api.twoFactor.takeRecoveryCode({ id });
    const changed = await api.twoFactor.update({ id, recoveryCodes: ['x', 'y', 'z'], secret: null });
    expect(changed).toMatchObject({ hasSecret: false, digits: null, recoveryCodesTotal: 3, recoveryCodesLeft: 3 });
    expect(await api.twoFactor.takeRecoveryCode({ id })).toMatchObject({ recoveryCode: 'x', remaining: 2 });
    expect(await refused(api.twoFactor.reveal({ id }))).toMatchObject({ code: 'TWO_FACTOR_HAS_NO_SECRET' });
  });

  it.each([
    ['secret', { secret: null }, {}],
    ['secret', { secret: '0' }, {}],
    ['digits', { secret: null, digits: 6 }, { recoveryCodes: ['a'] }],
    ['algorithm', { algorithm: 'SHA256' as const }, { secret: null, recoveryCodes: ['a'] }],
    ['period', { secret: URI, period: 30 }, {}],
  ])('refuses naming %s, and changes nothing: %j', async (path, change, input) => {
    const { api } = await vault.givenUser();
    const made = await givenToken(api, input);
    const body = await refused(api.twoFactor.update({ id: made.id, service: 'X', ...change }));
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path }] });
    expect(await api.twoFactor.get({ id: made.id })).toEqual(made);
    expect(await actions(api)).toEqual(['two-factor.create']);
  });

  it('heeds If-Match', async () => {
    const { session, api } = await vault.givenUser();
    const { id, updatedAt } = await givenToken(api);
    const matching = vault.as(session, { ifMatch: etagOf(new Date(updatedAt)) });
    expect((await matching.twoFactor.update({ id, service: 'A' })).service).toBe('A');
    expect(await refused(matching.twoFactor.update({ id, service: 'B' }))).toMatchObject({
      code: 'PRECONDITION_FAILED',
    });
    expect((await api.twoFactor.get({ id })).service).toBe('A');
  });

  it('loses none of several racing changes that it answered as done', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenToken(api, { recoveryCodes: ['0'] });
    const changes = ['A', 'B', 'C', 'D', 'E', 'F'].map((service) => ({
      id,
      service,
      secret: SEED,
      recoveryCodes: [service],
    }));
    const outcomes = await Promise.allSettled(changes.map((change) => api.twoFactor.update(change)));
    const failed = outcomes.flatMap((one) => (one.status === 'rejected' ? [refused(Promise.reject(one.reason))] : []));
    for (const { code } of await Promise.all(failed)) expect(code).toBe('WRITE_CONFLICT');
    const { version, service } = await query(vault.db.fork())
      .selectFrom('two_factor')
      .select(['version', 'service'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(version).toBe(1 + outcomes.length - failed.length);
    expect(await api.twoFactor.takeRecoveryCode({ id })).toMatchObject({
      service,
      recoveryCode: service,
      remaining: 0,
    });
  });
});

describe('twoFactor.delete', () => {
  it('deletes a token with its recovery codes', async () => {
    const { api } = await vault.givenUser();
    const { id } = await givenToken(api, { recoveryCodes: ['a'] });
    await api.twoFactor.delete({ id });
    expect(await api.twoFactor.list({})).toEqual([]);
    const codes = query(vault.db.fork()).selectFrom('recovery_code').select('id').where('twoFactorId', '=', id);
    expect(await codes.execute()).toEqual([]);
    expect(await actions(api)).toEqual(['two-factor.delete', 'two-factor.create']);
  });
});

describe('another’s token', () => {
  it.each([
    ['get', (api: Api, id: string) => api.twoFactor.get({ id })],
    ['update', (api: Api, id: string) => api.twoFactor.update({ id, service: 'Mine' })],
    ['delete', (api: Api, id: string) => api.twoFactor.delete({ id })],
    ['reveal', (api: Api, id: string) => api.twoFactor.reveal({ id })],
    ['takeRecoveryCode', (api: Api, id: string) => api.twoFactor.takeRecoveryCode({ id })],
    ['revealMany', (api: Api, id: string) => api.twoFactor.revealMany({ ids: [id] })],
  ])('is as unknown as one that is none: %s', async (_, call) => {
    const [owner, stranger] = [await vault.givenUser(), await vault.givenUser()];
    const made = await givenToken(owner.api, { recoveryCodes: ['a'] });
    const foreign = await refused(call(stranger.api, made.id));
    expect(foreign).toEqual({ error: 'Two-factor token not found', code: 'TWO_FACTOR_NOT_FOUND' });
    expect(await refused(call(stranger.api, UNKNOWN))).toEqual(foreign);
    expect(await owner.api.twoFactor.get({ id: made.id })).toEqual(made);
    expect(await actions(stranger.api)).toEqual([]);
  });
});
