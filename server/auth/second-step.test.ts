import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '#server/db/query.ts';
import { accept } from './accept.ts';
import { newResetLink, turnOffSecondStep } from './admin.ts';
import { inTransaction } from './context.ts';
import { newLink } from './links.ts';
import { addSecondStep, newSeed, periodOf, renewRecoveryCodes, seedAddress } from './second-step.ts';
import { reauthenticate, signIn } from './sign-in.ts';
import { ago, PASSWORD, type TestAuth, testAuth } from './testing/auth.ts';
import { lockUser } from './users.ts';

let auth: TestAuth;
beforeAll(async () => {
  auth = await testAuth();
});
afterAll(() => auth.db.close());

const codeOf = (seed: string, atMs = Date.now()) => TOTP.generate({ secret: Secret.fromBase32(seed), timestamp: atMs });
const tokenIn = (url: string) => new URL(url).hash.replace('#token=', '');

/** Someone whose sign-in asks for a code. `usedStep`: the period whose code was the last. */
async function givenStep(usedStep = 0) {
  const user = await auth.givenUser();
  const seed = newSeed();
  const codes = await locked(user.id, (tx, row) => addSecondStep(tx, row, seed, usedStep));
  const enter = (code?: string) =>
    signIn(auth.elsewhere(), { email: user.email, password: PASSWORD, ...(code && { code }) });
  return { user, seed, codes, enter };
}

function locked<T>(
  id: string,
  work: (tx: Parameters<typeof addSecondStep>[0], user: Parameters<typeof addSecondStep>[1]) => Promise<T>,
): Promise<T> {
  return inTransaction(auth.deps(), async (tx) => {
    const user = await lockUser(tx, id);
    if (user === undefined) throw new Error('There is no such user.');
    return work(tx, user);
  });
}

const rowOf = (ownerId: string) =>
  query(auth.db.fork()).selectFrom('second_step').selectAll().where('ownerId', '=', ownerId).executeTakeFirstOrThrow();
const outcomesOf = async (id: string) =>
  (await auth.eventsOf(id)).map(({ action, outcome, reason }) => [action, outcome, reason]);

describe('a code', () => {
  test('is that of RFC 6238, of now or of the period beside it, and of no other', () => {
    const seed = Secret.fromUTF8('12345678901234567890').base32;
    const at = 1_111_111_109_000;
    // Its table has 8 digits; apps show the last 6.
    expect(periodOf(seed, '081804', at)).toBe(37_037_036);
    expect(periodOf(seed, '081804', at + 30_000)).toBe(37_037_036);
    expect(periodOf(seed, '081804', at - 30_000)).toBe(37_037_036);
    expect(periodOf(seed, '081804', at + 60_000)).toBeNull();
    expect(periodOf(seed, '081804', at - 60_000)).toBeNull();
    expect(periodOf(seed, '081805', at)).toBeNull();
  });

  test('comes of an address that names the vault and the account', () => {
    const seed = newSeed();
    expect(seed).toMatch(/^[A-Z2-7]{32}$/);
    const address = new URL(seedAddress(seed, { issuer: 'Kagi kagi.example.com', label: 'ada@example.com' }));
    expect(decodeURIComponent(address.pathname)).toContain('Kagi kagi.example.com:ada@example.com');
    expect(Object.fromEntries(address.searchParams)).toMatchObject({ secret: seed, issuer: 'Kagi kagi.example.com' });
  });
});

describe('sign-in', () => {
  test('asks for a code after the right password alone, and says who knew it', async () => {
    const { user, enter } = await givenStep();
    await expect(enter()).rejects.toMatchObject({ code: 'AUTH_CODE_REQUIRED' });
    const wrong = signIn(auth.elsewhere(), { email: user.email, password: 'not the one that was set', code: '000000' });
    await expect(wrong).rejects.toMatchObject({ code: 'AUTH_INVALID_CREDENTIALS' });
    expect(await outcomesOf(user.id)).toEqual([
      ['sign-in.password', 'failed', 'AUTH_CODE_REQUIRED'],
      ['sign-in.password', 'failed', 'AUTH_INVALID_CREDENTIALS'],
    ]);
  });

  test('takes the code of now once, with blanks as apps show it', async () => {
    const { seed, enter, user } = await givenStep();
    const code = codeOf(seed);
    const { token } = await enter(`${code.slice(0, 3)} ${code.slice(3)}`);
    expect((await auth.sessionBy(token)).userId).toBe(user.id);
    await expect(enter(code)).rejects.toMatchObject({ code: 'AUTH_CODE_INVALID' });
    await expect(enter(codeOf(seed, Date.now() - 60_000))).rejects.toMatchObject({ code: 'AUTH_CODE_INVALID' });
  });

  test('of two at once with one code lets one in', async () => {
    const { seed, enter } = await givenStep();
    const code = codeOf(seed);
    const both = await Promise.allSettled([enter(code), enter(code)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('does not take the code that proved the app', async () => {
    const { seed, enter } = await givenStep(Math.floor(Date.now() / 30_000) + 1);
    await expect(enter(codeOf(seed))).rejects.toMatchObject({ code: 'AUTH_CODE_INVALID' });
  });

  test('takes each recovery code once, however it is typed', async () => {
    const { user, codes, enter } = await givenStep();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[2-9a-hjkmnp-z]{5}-[2-9a-hjkmnp-z]{5}$/);
    await enter(codes[0]);
    await enter(codes[1]?.toUpperCase().replace('-', ' '));
    await expect(enter(codes[0])).rejects.toMatchObject({ code: 'AUTH_CODE_INVALID' });
    expect((await rowOf(user.id)).recoveryHashes).toHaveLength(8);
  });

  test('takes no recovery code of another, and none that was replaced', async () => {
    const { user, codes, enter } = await givenStep();
    const other = await givenStep();
    await expect(enter(other.codes[0])).rejects.toMatchObject({ code: 'AUTH_CODE_INVALID' });
    const fresh = await locked(user.id, renewRecoveryCodes);
    await expect(enter(codes[0])).rejects.toMatchObject({ code: 'AUTH_CODE_INVALID' });
    await enter(fresh[0]);
  });

  test('slows down who guesses codes, and forgives who merely was asked for one', async () => {
    const { seed, enter } = await givenStep();
    for (let i = 0; i < 8; i++) await expect(enter()).rejects.toMatchObject({ code: 'AUTH_CODE_REQUIRED' });
    for (let i = 0; i < 5; i++) await expect(enter('000000')).rejects.toMatchObject({ code: /AUTH_CODE_INVALID/ });
    await expect(enter(codeOf(seed))).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  test('a code of someone without a second step is not looked at', async () => {
    const user = await auth.givenUser();
    await signIn(auth.elsewhere(), { email: user.email, password: PASSWORD, code: 'anything' });
  });
});

test('a session becomes fresh again by password and code', async () => {
  const { seed, codes, enter } = await givenStep();
  const { id, token } = await enter(codes[0]);
  await auth.moveSession(id, { freshAt: ago(3_600_000) });
  const caller = await auth.sessionBy(token);
  const prove = (code?: string) =>
    reauthenticate(auth.elsewhere(), caller, { password: PASSWORD, ...(code && { code }) });
  await expect(prove()).rejects.toMatchObject({ code: 'AUTH_CODE_REQUIRED' });
  await expect(prove('123')).rejects.toMatchObject({ code: 'AUTH_CODE_INVALID' });
  expect((await auth.sessionBy(token)).isFresh).toBe(false);
  await prove(codeOf(seed));
  expect((await auth.sessionBy(token)).isFresh).toBe(true);
});

test('a link for a new password leaves the second step on, and signs nobody in past it', async () => {
  const { user, seed } = await givenStep();
  const { url } = await newResetLink(auth.deps(), user.email);
  const next = 'quite another lamp, far off';
  expect(await accept(auth.deps(), { token: tokenIn(url), password: next })).toBeNull();
  await expect(signIn(auth.elsewhere(), { email: user.email, password: next })).rejects.toMatchObject({
    code: 'AUTH_CODE_REQUIRED',
  });
  await signIn(auth.elsewhere(), { email: user.email, password: next, code: codeOf(seed) });
});

test('an invitation signs its guest in as before', async () => {
  const { id: ownerId } = await auth.givenUser();
  const email = `guest-${ownerId}@example.test`;
  const { url } = await inTransaction(auth.deps(), (tx) => newLink(tx, { kind: 'invitation', ownerId, email }));
  expect(await accept(auth.deps(), { token: tokenIn(url), email, name: 'Grace', password: PASSWORD })).not.toBeNull();
});

test('the operator turns it off for who has lost everything, which both chains record', async () => {
  const { user } = await givenStep();
  await turnOffSecondStep(auth.deps(), user.email);
  await signIn(auth.elsewhere(), { email: user.email, password: PASSWORD });
  const event = { action: 'account.second-step-off', outcome: 'ok', callerKind: 'system', objectId: user.id };
  expect(await auth.eventsOf(user.id)).toContainEqual(expect.objectContaining(event));
  expect(await auth.eventsOf()).toContainEqual(expect.objectContaining(event));
  await expect(turnOffSecondStep(auth.deps(), user.email)).rejects.toThrow('has no second step');
});

describe('who writes to the database', () => {
  test('finds neither the seed nor a code', async () => {
    const { user, seed, codes } = await givenStep();
    const row = JSON.stringify(await rowOf(user.id));
    for (const secret of [seed, ...codes, ...codes.map((code) => code.replace('-', ''))])
      expect(row).not.toContain(secret);
  });

  const attacks: [string, (ids: { own: string; other: string }) => string][] = [
    ['taken out of the account', ({ own }) => `update user_account set second_step_id = null where id = '${own}'`],
    ['deleted', ({ own }) => `delete from second_step where owner_id = '${own}'`],
    [
      'given another seed',
      ({ own, other }) =>
        `update second_step set envelope = (select envelope from second_step where owner_id = '${other}') where owner_id = '${own}'`,
    ],
  ];
  test.each(attacks)('does not get past a second step that was %s', async (_, statement) => {
    const { user, seed, enter } = await givenStep();
    const other = await givenStep();
    await auth.forge(statement({ own: user.id, other: other.user.id }));
    for (const code of [undefined, codeOf(seed), codeOf(other.seed)]) {
      await expect(enter(code)).rejects.toMatchObject({ name: 'VaultError' });
    }
    const reasons = (await auth.eventsOf(user.id)).map(({ reason }) => reason);
    expect(reasons).toContain('INTEGRITY_FAILURE');
  });

  test('puts in no recovery code of his own', async () => {
    const { user, enter } = await givenStep();
    await auth.forge(`update second_step set recovery_hashes = array['k7m2qx9w4d'] where owner_id = '${user.id}'`);
    await expect(enter('k7m2q-x9w4d')).rejects.toMatchObject({ code: 'AUTH_CODE_INVALID' });
  });
});
