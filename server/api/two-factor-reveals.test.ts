import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';
import type { Scope } from '#shared/scopes.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());
afterEach(() => {
  vi.useRealTimers();
});

type Api = Awaited<ReturnType<TestVault['givenUser']>>['api'];

/** The seed of RFC 6238, appendix B: at 59 s its code ends in 287082, at 60 s in 359152. */
const SEED = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

const given = (api: Api, recoveryCodes?: string[]) =>
  api.twoFactor.create({ service: 'GitHub', accountName: 'ada', secret: SEED, recoveryCodes });
const stopClockAt = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: seconds * 1000 });
const events = async (api: Api) => (await api.audit.list({})).map(({ action, outcome }) => `${action} ${outcome}`);

/** While the log has no table to write to. */
async function withoutLog<T>(work: () => Promise<T>): Promise<T> {
  const db = query(vault.db.fork());
  await sql`alter table audit_event rename to gone`.execute(db);
  return work().finally(() => sql`alter table gone rename to audit_event`.execute(db));
}

describe('twoFactor.reveal', () => {
  it('gives the code of the process’s clock, and records it', async () => {
    const { api } = await vault.givenUser();
    const { id } = await given(api);
    stopClockAt(59);
    const named = { id, service: 'GitHub', accountName: 'ada' };
    expect(await api.twoFactor.reveal({ id })).toEqual({ ...named, code: '287082', remainingSeconds: 1 });
    const [event] = await api.audit.list({});
    expect(event).toMatchObject({ action: 'two-factor.reveal', object: { kind: 'two-factor', id, label: 'GitHub' } });
  });

  it('refuses a token that holds recovery codes only, and records nothing', async () => {
    const { api } = await vault.givenUser();
    const { id } = await api.twoFactor.create({ service: 'GitHub', recoveryCodes: ['a'] });
    expect(await refused(api.twoFactor.reveal({ id }))).toMatchObject({ code: 'TWO_FACTOR_HAS_NO_SECRET' });
    expect(await events(api)).toEqual(['two-factor.create ok']);
  });

  it('gives nothing that it cannot record', async () => {
    const { api } = await vault.givenUser();
    const { id } = await given(api);
    const body = await withoutLog(() => refused(api.twoFactor.reveal({ id })));
    expect(body.code).toBe('AUDIT_UNAVAILABLE');
    const many = await withoutLog(() => refused(api.twoFactor.revealMany({ ids: [id] })));
    expect(many.code).toBe('AUDIT_UNAVAILABLE');
  });

  it.each([
    ['was moved from another token', async (api: Api) => (await given(api)).id],
    ['was replaced since', async (api: Api, id: string) => (await api.twoFactor.update({ id, secret: 'MFRGG' })).id],
  ])('does not open a seed that %s, and records that', async (_, otherOf) => {
    const { api } = await vault.givenUser();
    const { id } = await given(api);
    const before = await envelopeOf(id);
    const other = await otherOf(api, id);
    const envelope = other === id ? before : await envelopeOf(other);
    await query(vault.db.fork()).updateTable('two_factor').set({ envelope }).where('id', '=', id).execute();
    expect(await refused(api.twoFactor.reveal({ id }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    expect((await events(api)).slice(0, 2)).toEqual(['two-factor.reveal failed', 'two-factor.reveal ok']);
  });

  async function envelopeOf(id: string) {
    const token = query(vault.db.fork()).selectFrom('two_factor').select('envelope').where('id', '=', id);
    return (await token.executeTakeFirstOrThrow()).envelope;
  }
});

describe('twoFactor.revealMany', () => {
  it('gives this and the next code of each, once, in the order asked for, as one event', async () => {
    const { api } = await vault.givenUser();
    const [a, b] = [await given(api), await given(api)];
    stopClockAt(59);
    const codes = await api.twoFactor.revealMany({ ids: [a.id, b.id, a.id] });
    expect(codes.map(({ id }) => id)).toEqual([a.id, b.id]);
    expect(codes[0]).toMatchObject({ code: '287082', nextCode: '359152', remainingSeconds: 1, period: 30 });
    const [event] = await api.audit.list({});
    expect(event).toMatchObject({
      action: 'two-factor.reveal',
      object: null,
      details: { count: 2, ids: [a.id, b.id] },
    });
    expect(await events(api)).toHaveLength(3);
  });

  it('gives nothing of any where one is missing or has no secret', async () => {
    const { api } = await vault.givenUser();
    const token = await given(api);
    const codesOnly = await api.twoFactor.create({ service: 'GitHub', recoveryCodes: ['a'] });
    const foreign = await given((await vault.givenUser()).api);
    const missing = await refused(api.twoFactor.revealMany({ ids: [token.id, foreign.id] }));
    expect(missing.code).toBe('TWO_FACTOR_NOT_FOUND');
    const bare = await refused(api.twoFactor.revealMany({ ids: [token.id, codesOnly.id] }));
    expect(bare.code).toBe('TWO_FACTOR_HAS_NO_SECRET');
    expect(await events(api)).toEqual(['two-factor.create ok', 'two-factor.create ok']);
  });
});

describe('twoFactor.takeRecoveryCode', () => {
  it('gives each code once, in the order given, and then no more', async () => {
    const { api } = await vault.givenUser();
    const { id } = await given(api, ['first', 'second']);
    const named = { id, service: 'GitHub', accountName: 'ada' };
    expect(await api.twoFactor.takeRecoveryCode({ id })).toEqual({ ...named, recoveryCode: 'first', remaining: 1 });
    expect(await api.twoFactor.get({ id })).toMatchObject({ recoveryCodesTotal: 2, recoveryCodesLeft: 1 });
    expect(await api.twoFactor.takeRecoveryCode({ id })).toEqual({ ...named, recoveryCode: 'second', remaining: 0 });
    const exhausted = await refused(api.twoFactor.takeRecoveryCode({ id }));
    expect(exhausted.code).toBe('RECOVERY_CODES_EXHAUSTED');
    const took = (await events(api)).filter((event) => event === 'two-factor.recovery-code ok');
    expect(took).toHaveLength(2);
  });

  it('never gives two callers the same code, and says so to exactly those who get none', async () => {
    const { api } = await vault.givenUser();
    const codes = ['a', 'b', 'c', 'd', 'e'];
    const { id } = await given(api, codes);
    const taken = await Promise.allSettled(Array.from({ length: 8 }, () => api.twoFactor.takeRecoveryCode({ id })));
    const got = taken.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(got.map(({ recoveryCode }) => recoveryCode).sort()).toEqual(codes);
    expect(got.map(({ remaining }) => remaining).sort()).toEqual([0, 1, 2, 3, 4]);
    const refusals = taken.flatMap((one) => (one.status === 'rejected' ? [refused(Promise.reject(one.reason))] : []));
    const told = (await Promise.all(refusals)).map(({ code }) => code);
    expect(told).toEqual(Array(3).fill('RECOVERY_CODES_EXHAUSTED'));
  });

  it('uses no code up that it could not record', async () => {
    const { api } = await vault.givenUser();
    const { id } = await given(api, ['a']);
    await withoutLog(() => refused(api.twoFactor.takeRecoveryCode({ id })));
    expect(await api.twoFactor.takeRecoveryCode({ id })).toMatchObject({ recoveryCode: 'a' });
  });

  it.each([
    ['it was moved from another', (second: Code) => ({ envelope: second.envelope })],
    ['its turn was changed', () => ({ position: -1 })],
  ])('uses up a code that does not open, since %s: it was committed before', async (_, forgery) => {
    const { api } = await vault.givenUser();
    const { id } = await given(api, ['a', 'b']);
    const db = query(vault.db.fork());
    const codes = await db.selectFrom('recovery_code').selectAll().where('twoFactorId', '=', id).execute();
    const [first, second] = codes.sort((a, b) => a.position - b.position);
    if (!first || !second) throw new Error('There are no codes.');
    await db.updateTable('recovery_code').set(forgery(second)).where('id', '=', first.id).execute();
    expect(await refused(api.twoFactor.takeRecoveryCode({ id }))).toMatchObject({ code: 'INTEGRITY_FAILURE' });
    const newest = (await events(api)).slice(0, 2);
    expect(newest).toEqual(['two-factor.recovery-code failed', 'two-factor.recovery-code ok']);
    expect(await api.twoFactor.takeRecoveryCode({ id })).toMatchObject({ recoveryCode: 'b', remaining: 0 });
  });
});

type Code = { envelope: string };

describe('an access key', () => {
  const calls: [Scope, string, (api: Api, id: string) => Promise<unknown>][] = [
    ['2fa:read', 'list', (api) => api.twoFactor.list({})],
    ['2fa:read', 'get', (api, id) => api.twoFactor.get({ id })],
    ['2fa:write', 'create', (api) => given(api)],
    ['2fa:write', 'update', (api, id) => api.twoFactor.update({ id, service: 'X' })],
    ['2fa:write', 'delete', (api, id) => api.twoFactor.delete({ id })],
    ['2fa:reveal', 'reveal', (api, id) => api.twoFactor.reveal({ id })],
    ['2fa:reveal', 'recovery-code', (api, id) => api.twoFactor.takeRecoveryCode({ id })],
  ];
  const all: Scope[] = ['2fa:read', '2fa:write', '2fa:reveal'];

  it.each(calls)('needs %s to %s, and without it does nothing but leave a trace', async (scope, verb, call) => {
    const { api, key } = await vault.givenUser();
    const made = await given(api, ['a']);
    const without = vault.as(key(all.filter((other) => other !== scope)));
    const body = await refused(call(without, made.id));
    expect(body).toEqual({ code: 'AUTH_SCOPE_REQUIRED', error: `This access key lacks the scope ${scope}.` });
    expect(await api.twoFactor.list({})).toEqual([made]);
    expect(await events(api)).toEqual([`two-factor.${verb} refused`, 'two-factor.create ok']);
    await call(vault.as(key([scope])), made.id);
  });

  it('never reveals many, whatever its scopes', async () => {
    const { api, key } = await vault.givenUser();
    const { id } = await given(api);
    const body = await refused(vault.as(key(all)).twoFactor.revealMany({ ids: [id] }));
    expect(body.code).toBe('AUTH_SESSION_REQUIRED');
    expect(await events(api)).toEqual(['two-factor.reveal refused', 'two-factor.create ok']);
  });
});
