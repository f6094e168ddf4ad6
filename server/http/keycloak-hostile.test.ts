import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { INSTANCE_CHAIN } from '#server/audit/event.ts';
import { createUser } from '#server/auth/accounts.ts';
import { inTransaction } from '#server/auth/context.ts';
import { changeUser, lockUser } from '#server/auth/users.ts';
import { newId } from '#server/crypto/ids.ts';
import { query } from '#server/db/query.ts';
import { type HostileProvider, hostileProvider, json, misbehaviours } from '#server/testing/hostile-provider.ts';
import { PUBLIC_URL, type Site, type TestSites, testSites } from '#server/testing/keycloak.ts';

const HERE = PUBLIC_URL.origin;
const LOGIN = `${HERE}/api/auth/login/keycloak`;
const LIMIT_MS = 1000;

let sites: TestSites;
let provider: HostileProvider;
let site: Site;

beforeAll(async () => {
  sites = await testSites();
});

beforeEach(async () => {
  await sites.empty();
  provider = await hostileProvider();
  site = await sites.site(provider.config, {}, LIMIT_MS);
  await inTransaction(site.deps(), (tx) => createUser(tx, { email: 'a@example.com', name: 'A', passwordHash: null }));
  return () => provider.close();
});

afterAll(() => sites.close());

/** A browser that went to Keycloak, and what it must bring back. */
async function begin(visitor = site.browser(), start = LOGIN) {
  const { url } = await visitor.goTo(start, provider.issuer);
  const state = url.searchParams.get('state') ?? expect.fail();
  const nonce = url.searchParams.get('nonce') ?? expect.fail();
  const answer = (replaced: Record<string, string | undefined> = {}) => {
    const given = Object.entries({ code: 'a code', state, iss: provider.issuer, ...replaced });
    const query = given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
    return `${HERE}/api/auth/callback/keycloak?${new URLSearchParams(query)}`;
  };
  return { visitor, nonce, answer };
}

/** Nobody was let in, and the log says why. */
async function expectRefused(page: { status: number; body: string }, status: number, reason: string) {
  expect(page.status).toBe(status);
  expect(page.body).toContain('<h1>Not signed in</h1>');
  expect(await sites.sessions()).toEqual([]);
  expect(await sites.users()).toHaveLength(1);
  const failed = { chainId: INSTANCE_CHAIN, outcome: 'failed', callerKind: 'anonymous', reason };
  expect((await sites.eventsOf('sign-in.keycloak')).at(-1)).toMatchObject(failed);
}

it('an honest answer signs in: what the others lack is what they lack', async () => {
  const { visitor, nonce, answer } = await begin();
  provider.gives({ id_token: await provider.sign(provider.claims({ nonce })), refresh_token: 'r' });
  expect(await visitor.goTo(answer())).toMatchObject({ status: 200, body: 'the app' });
  expect(await sites.sessions()).toHaveLength(1);
  expect(visitor.cookie(HERE, 'kagi')).toMatch(/^[\w-]{43}$/);
});

describe('an answer to nothing that was asked', () => {
  const honest = async (nonce: string) => provider.gives({ id_token: await provider.sign(provider.claims({ nonce })) });

  it.each([
    ['a forged state', { state: 'forged' }],
    ['an empty state', { state: '' }],
    ['a state of odd bytes', { state: '\0' }],
  ])('with %s is refused, and no code is exchanged', async (_what, replaced) => {
    const { visitor, nonce, answer } = await begin();
    await honest(nonce);
    await expectRefused(await visitor.goTo(answer(replaced)), 400, 'FLOW_UNKNOWN');
    expect(provider.asked.token).toBe(0);
  });

  it('without a state is refused', async () => {
    const { visitor, answer } = await begin();
    const page = await visitor.goTo(answer({ state: undefined }));
    await expectRefused(page, 400, 'FLOW_UNKNOWN');
  });

  it('that says everything twice is refused', async () => {
    const { visitor, answer } = await begin();
    const page = await visitor.goTo(`${answer()}&state=x`);
    await expectRefused(page, 400, 'FLOW_UNKNOWN');
  });

  it('is refused the second time', async () => {
    const { visitor, nonce, answer } = await begin();
    await honest(nonce);
    const cookie = visitor.cookie(HERE, 'kagi-flow') ?? expect.fail();
    await visitor.goTo(answer());
    await sites.empty();
    visitor.setCookie(HERE, 'kagi-flow', cookie);
    expect((await visitor.goTo(answer())).status).toBe(400);
    expect(await sites.sessions()).toEqual([]);
    expect(provider.asked.token).toBe(1);
  });

  it.each([
    ['has no cookie', null],
    ['has a cookie of its own sign-in', 'own'],
  ])('is refused in another browser, which %s', async (_what, cookie) => {
    const { visitor, nonce, answer } = await begin();
    await honest(nonce);
    const other = cookie === null ? site.browser() : (await begin()).visitor;
    await expectRefused(await other.goTo(answer()), 400, 'FLOW_UNKNOWN');
    // And spoils nothing for the one that began.
    expect(await visitor.goTo(answer())).toMatchObject({ status: 200 });
  });

  it('after ten minutes is refused', async () => {
    const { visitor, nonce, answer } = await begin();
    await honest(nonce);
    await sites.age('sign_in_flow', 'expires_at', '10 minutes');
    await expectRefused(await visitor.goTo(answer()), 400, 'FLOW_UNKNOWN');
  });

  it.each([
    ['of another issuer', { iss: 'https://evil.example/realms/dev' }, 400, 'ISSUER_WRONG'],
    ['of no issuer', { iss: undefined }, 400, 'ISSUER_WRONG'],
    ['without a code', { code: undefined }, 400, 'REQUEST_INVALID: code'],
    ['that he did not want to', { code: undefined, error: 'access_denied' }, 401, 'SIGN_IN_CANCELLED: access_denied'],
    ['with an error that is none', { error: '<b>' }, 401, 'SIGN_IN_CANCELLED'],
    ['that Keycloak is ill', { error: 'server_error' }, 503, 'KEYCLOAK_UNAVAILABLE'],
  ])('%s is refused, and no code is exchanged', async (_what, replaced, status, reason) => {
    const { visitor, nonce, answer } = await begin();
    await honest(nonce);
    await expectRefused(await visitor.goTo(answer(replaced)), status, reason);
    expect(provider.asked.token).toBe(0);
  });
});

describe('a token that proves nothing', () => {
  const past = Math.floor(Date.now() / 1000) - 3600;
  const signed = (replaced: Record<string, unknown>) => (nonce: string) =>
    provider.sign(provider.claims({ nonce, ...replaced }));

  it.each<[string, (nonce: string) => Promise<string>, string]>([
    ['has another nonce', signed({ nonce: 'another' }), 'nonce'],
    ['is for another audience', signed({ aud: 'shop' }), 'aud'],
    ['was issued to another client', signed({ azp: 'shop' }), 'azp'],
    ['is of another issuer', signed({ iss: 'https://evil.example/realms/dev' }), 'iss'],
    ['has expired', signed({ iat: past, exp: past + 60 }), 'exp'],
    ['is not signed', async (nonce) => provider.signUnsecured(provider.claims({ nonce })), 'ERR_JOSE_ALG_NOT_ALLOWED'],
    [
      'is signed with the public key as a secret',
      (nonce) => provider.signWithPublicKey(provider.claims({ nonce })),
      'ERR_JOSE_ALG_NOT_ALLOWED',
    ],
    [
      'is signed by an unknown key',
      (nonce) => provider.sign(provider.claims({ nonce }), { kid: 'no' }),
      'ERR_JWKS_NO_MATCHING_KEY',
    ],
    [
      'is signed by a key that only says that it is ours',
      (nonce) => provider.forge(provider.claims({ nonce })),
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    ],
  ])('because it %s is refused', async (_why, make, detail) => {
    const { visitor, nonce, answer } = await begin();
    provider.gives({ id_token: await make(nonce) });
    await expectRefused(await visitor.goTo(answer()), 401, `TOKEN_INVALID: ${detail}`);
  });

  it('because it is not there is refused', async () => {
    const { visitor, answer } = await begin();
    provider.gives({});
    await expectRefused(await visitor.goTo(answer()), 401, 'TOKEN_INVALID: missing');
  });

  it('since its keys were rotated is no such token: the new ones are fetched', async () => {
    const first = await begin();
    provider.gives({ id_token: await provider.sign(provider.claims({ nonce: first.nonce })) });
    await first.visitor.goTo(first.answer());
    await provider.rotate();
    const second = await begin();
    provider.gives({ id_token: await provider.sign(provider.claims({ nonce: second.nonce })) });
    expect(await second.visitor.goTo(second.answer())).toMatchObject({ status: 200 });
    expect(await sites.sessions()).toHaveLength(2);
    expect(provider.asked.certs).toBe(2);
  });
});

describe('a provider that refuses or misbehaves', () => {
  it.each([
    ['the code, be it of another client or used', 'invalid_grant', 401, 'CODE_REFUSED'],
    ['the client’s secret', 'invalid_client', 503, 'CLIENT_REFUSED: invalid_client'],
  ])('refuses %s', async (_what, error, status, reason) => {
    const { visitor, answer } = await begin();
    provider.answers.token = json(() => ({ error }), 400);
    await expectRefused(await visitor.goTo(answer()), status, reason);
  });

  const badly = Object.keys(misbehaviours);
  // A list is an answer without tokens, which is another matter.
  const atToken = badly.filter((how) => how !== 'answers a list');
  it.each([...atToken.map((how) => ['token', how] as const), ...badly.map((how) => ['certs', how] as const)])(
    'whose %s endpoint %s lets nobody in and holds nobody up',
    async (endpoint, how) => {
      const { visitor, nonce, answer } = await begin();
      provider.gives({ id_token: await provider.sign(provider.claims({ nonce })) });
      provider.answers[endpoint] = misbehaviours[how] ?? expect.fail();
      const begun = performance.now();
      const page = await visitor.goTo(answer());
      expect(performance.now() - begun).toBeLessThan(LIMIT_MS * 5);
      expect(page.headers.get('retry-after')).toBe('30');
      await expectRefused(page, 503, 'KEYCLOAK_UNAVAILABLE');
    },
  );

  it.each(badly)('whose discovery %s is one to which nobody is sent', async (how) => {
    provider.answers.discovery = misbehaviours[how] ?? expect.fail();
    const page = await site.browser().goTo(LOGIN);
    expect(page.headers.get('retry-after')).toBe('30');
    await expectRefused(page, 503, 'KEYCLOAK_UNAVAILABLE');
    expect(await sites.flows()).toEqual([]);
  });

  it('leaves no code, token or secret in the log', async () => {
    const { visitor, nonce, answer } = await begin();
    const token = await provider.forge(provider.claims({ nonce }));
    provider.gives({ id_token: token });
    await visitor.goTo(answer());
    provider.answers.certs = misbehaviours['hangs up'] ?? expect.fail();
    const again = await begin();
    await again.visitor.goTo(again.answer());
    const log = site.lines.join('');
    for (const secret of [token, 'a code', nonce, provider.config.clientSecret ?? ''])
      expect(log).not.toContain(secret);
  });
});

describe('a session is not made fresh', () => {
  const AGAIN = `${HERE}/api/auth/reauthenticate/keycloak`;
  const now = Math.floor(Date.now() / 1000);

  /** Signs alice in, or whom the claims name. */
  async function signIn(claims: Record<string, unknown> = {}) {
    const { visitor, nonce, answer } = await begin();
    provider.gives({ id_token: await provider.sign(provider.claims({ nonce, ...claims })) });
    await visitor.goTo(answer());
    return visitor;
  }

  it.each([
    ['by somebody whom nobody knows', { sub: 'nobody' }, 'OTHER_ACCOUNT'],
    ['by another user', { sub: 'bob' }, 'OTHER_ACCOUNT'],
    ['by a sign-in of this morning', { auth_time: now - 3600 }, 'NOT_FRESH'],
    ['by a sign-in at no time', { auth_time: undefined }, 'NOT_FRESH'],
  ])('%s', async (_why, claims, reason) => {
    await signIn({ sub: 'bob', email: 'bob@example.com' });
    const visitor = await signIn();
    const before = await sites.sessions();
    const { nonce, answer } = await begin(visitor, AGAIN);
    provider.gives({ id_token: await provider.sign(provider.claims({ nonce, ...claims })) });
    expect((await visitor.goTo(answer())).status).toBe(403);
    expect(await sites.sessions()).toEqual(before);
    const failed = { chainId: before[1]?.ownerId, outcome: 'failed', reason };
    expect((await sites.eventsOf('sign-in.reauthenticate')).at(-1)).toMatchObject(failed);
  });

  it('by its sign-in, if Keycloak does not say when that was', async () => {
    await signIn({ auth_time: undefined });
    expect((await sites.sessions())[0]?.freshAt).toEqual(new Date(0));
  });
});

describe('a row that somebody wrote past the server', () => {
  it('links nobody to a user', async () => {
    const [{ id: victim } = expect.fail()] = await sites.users();
    const forged = { id: newId(), ownerId: victim, issuer: provider.issuer, subject: 'mallory', mac: 'm1.x.y' };
    await query(site.deps().em)
      .insertInto('identity')
      .values({ ...forged, createdAt: new Date() })
      .execute();
    const { visitor, nonce, answer } = await begin();
    provider.gives({ id_token: await provider.sign(provider.claims({ nonce, sub: 'mallory' })) });
    await expectRefused(await visitor.goTo(answer()), 500, 'INTEGRITY_FAILURE');
  });

  it('lets no disabled user in', async () => {
    const first = await begin();
    provider.gives({ id_token: await provider.sign(provider.claims({ nonce: first.nonce })) });
    await first.visitor.goTo(first.answer());
    const [{ ownerId } = expect.fail()] = await sites.sessions();
    const disabled = async (tx: Parameters<typeof changeUser>[0]) => {
      const user = (await lockUser(tx, ownerId)) ?? expect.fail();
      return changeUser(tx, user, { disabledAt: tx.now });
    };
    await inTransaction(site.deps(), disabled);
    const second = await begin();
    provider.gives({ id_token: await provider.sign(provider.claims({ nonce: second.nonce })) });
    expect((await second.visitor.goTo(second.answer())).status).toBe(403);
    expect(await sites.sessions()).toHaveLength(1);
    const failed = { chainId: ownerId, outcome: 'failed', reason: 'ACCOUNT_DISABLED' };
    expect((await sites.eventsOf('sign-in.keycloak')).at(-1)).toMatchObject(failed);
    // With his row as it was, its MAC does not fit.
    await query(site.deps().em)
      .updateTable('user_account')
      .set({ disabledAt: null })
      .where('id', '=', ownerId)
      .execute();
    const third = await begin();
    provider.gives({ id_token: await provider.sign(provider.claims({ nonce: third.nonce })) });
    expect((await third.visitor.goTo(third.answer())).status).toBe(500);
    expect(await sites.sessions()).toHaveLength(1);
  });
});

describe('many failures', () => {
  it('from one address are refused after fifty, recorded once, and wait', async () => {
    const { visitor, answer } = await begin();
    for (let tries = 0; tries < 50; tries++) await visitor.goTo(answer({ state: 'forged' }));
    const before = (await sites.eventsOf('sign-in.keycloak')).length;
    const page = await visitor.goTo(answer());
    await expectRefused(page, 429, 'RATE_LIMITED');
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    await visitor.goTo(answer());
    expect(await sites.eventsOf('sign-in.keycloak')).toHaveLength(before + 1);
  });

  it('of Keycloak itself count against nobody', async () => {
    provider.answers.token = misbehaviours['hangs up'] ?? expect.fail();
    for (let tries = 0; tries < 51; tries++) {
      const { visitor, answer } = await begin();
      expect((await visitor.goTo(answer())).status).toBe(503);
    }
  });
});
