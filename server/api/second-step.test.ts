import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUser } from '#server/auth/accounts.ts';
import { databaseNow } from '#server/auth/context.ts';
import { newId } from '#server/crypto/ids.ts';
import { refused } from '#server/testing/refused.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

/** Someone who signs in by password. */
async function givenPasswordUser() {
  const context = await vault.vaultFor();
  const email = `${newId()}@example.test`;
  const user = await context.em.transactional(async (em) => {
    const tx = { ...context, em, now: await databaseNow(em) };
    return createUser(tx, { email, name: 'Test', passwordHash: '$argon2id$' });
  });
  const { session: other } = await vault.givenUser();
  const session = { ...other, userId: user.id, label: email };
  return { email, session, api: vault.as(session), stale: vault.as({ ...session, isFresh: false }) };
}

async function givenSecondStep() {
  const user = await givenPasswordUser();
  const { secret } = await user.api.secondStep.propose({});
  const { recoveryCodes } = await user.api.secondStep.turnOn({ secret, code: codeOf(secret) });
  return { ...user, secret, recoveryCodes };
}

const codeOf = (secret: string) => TOTP.generate({ secret: Secret.fromBase32(secret) });
type Api = Awaited<ReturnType<typeof givenPasswordUser>>['api'];
const actions = async (api: Api) => (await api.audit.list({})).map(({ action, outcome }) => `${action} ${outcome}`);
const stepOf = async (api: Api) => (await api.account.get({})).secondStep;

describe('secondStep', () => {
  it('is proposed with an address for the app, and nothing is stored', async () => {
    const { api, email } = await givenPasswordUser();
    const { secret, uri } = await api.secondStep.propose({});
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(decodeURIComponent(uri)).toContain(`otpauth://totp/Kagi 127.0.0.1:3000:${email}?`);
    expect(new URL(uri).searchParams.get('secret')).toBe(secret);
    expect((await api.secondStep.propose({})).secret).not.toBe(secret);
    expect(await stepOf(api)).toBeNull();
  });

  it('is turned on by a code of it, which gives ten recovery codes, and is recorded', async () => {
    const { api, recoveryCodes } = await givenSecondStep();
    expect(recoveryCodes).toHaveLength(10);
    expect(await stepOf(api)).toEqual({ recoveryCodesLeft: 10, since: expect.stringMatching(/Z$/) });
    expect(await actions(api)).toEqual(['account.second-step-on ok']);
  });

  it('is not turned on by another code, which names the field, nor with a secret that is none', async () => {
    const { api } = await givenPasswordUser();
    const { secret } = await api.secondStep.propose({});
    const wrong = codeOf(secret) === '000000' ? '000001' : '000000';
    for (const [input, path] of [
      [{ secret, code: wrong }, 'code'],
      [{ secret, code: '12345' }, 'code'],
      [{ secret: 'JBSWY3DP', code: '123456' }, 'secret'],
    ] as const) {
      const { code, issues } = await refused(api.secondStep.turnOn(input));
      expect({ code, paths: issues?.map((issue) => issue.path) }).toEqual({ code: 'VALIDATION_ERROR', paths: [path] });
    }
    expect(await stepOf(api)).toBeNull();
  });

  it('is turned on once, and for who has a password', async () => {
    const { api, secret } = await givenSecondStep();
    expect(await refused(api.secondStep.turnOn({ secret, code: codeOf(secret) }))).toMatchObject({
      code: 'SECOND_STEP_ON',
    });
    const byKeycloak = await vault.givenUser();
    const refusal = await refused(byKeycloak.api.secondStep.turnOn({ secret, code: codeOf(secret) }));
    expect(refusal).toMatchObject({ code: 'VALIDATION_ERROR', error: expect.stringContaining('Set a password first') });
  });

  it('gets new recovery codes', async () => {
    const { api, recoveryCodes } = await givenSecondStep();
    const renewed = await api.secondStep.renewCodes({});
    expect(renewed.recoveryCodes).toHaveLength(10);
    for (const code of renewed.recoveryCodes) expect(recoveryCodes).not.toContain(code);
    expect(await actions(api)).toContain('account.recovery-codes ok');
  });

  it('is turned off, and can be turned on anew', async () => {
    const { api } = await givenSecondStep();
    await api.secondStep.turnOff({});
    expect(await stepOf(api)).toBeNull();
    expect(await actions(api)).toContain('account.second-step-off ok');
    for (const call of [() => api.secondStep.turnOff({}), () => api.secondStep.renewCodes({})]) {
      expect(await refused(call())).toMatchObject({ code: 'SECOND_STEP_OFF' });
    }
    const { secret } = await api.secondStep.propose({});
    await api.secondStep.turnOn({ secret, code: codeOf(secret) });
    expect(await stepOf(api)).not.toBeNull();
  });

  it('asks for a fresh sign-in, whatever is done with it', async () => {
    const { api, stale, secret } = await givenSecondStep();
    const calls = [
      () => stale.secondStep.propose({}),
      () => stale.secondStep.turnOn({ secret, code: '123456' }),
      () => stale.secondStep.renewCodes({}),
      () => stale.secondStep.turnOff({}),
    ];
    for (const call of calls) expect(await refused(call())).toMatchObject({ code: 'AUTH_FRESH_SIGN_IN_REQUIRED' });
    expect(await stepOf(api)).toMatchObject({ recoveryCodesLeft: 10 });
  });
});
