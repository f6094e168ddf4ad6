import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { query } from '#server/db/query.ts';
import { type HostileProvider, hostileProvider, misbehaviours } from '#server/testing/hostile-provider.ts';
import { type Site, type TestSites, testSites } from '#server/testing/keycloak.ts';
import { createUser } from './accounts.ts';
import { inTransaction } from './context.ts';
import { answerCallback } from './keycloak-callback.ts';
import { beginFlow } from './keycloak-flow.ts';
import { endByProvider } from './keycloak-sign-out.ts';
import { newSession } from './sessions.ts';

let sites: TestSites;
let provider: HostileProvider;
let site: Site;

beforeAll(async () => {
  sites = await testSites();
});

beforeEach(async () => {
  await sites.empty();
  provider = await hostileProvider();
  site = await sites.site(provider.config);
  await inTransaction(site.deps(), (tx) => createUser(tx, { email: 'a@example.com', name: 'A', passwordHash: null }));
  return () => provider.close();
});

afterAll(() => sites.close());

/** Signs somebody in, in Keycloak's session `sid`. */
async function signIn(sub: string, sid: string): Promise<string> {
  const { url, cookie } = await beginFlow(site.deps(), { purpose: 'sign-in', returnTo: '/', session: null });
  const [state, nonce] = ['state', 'nonce'].map((name) => url.searchParams.get(name) ?? expect.fail());
  provider.gives({ id_token: await provider.sign(provider.claims({ nonce, sub, sid })) });
  const answer = { state: state ?? '', cookie, code: 'c', error: null, issuer: provider.issuer };
  const { session } = await answerCallback(site.deps(), answer);
  return session?.id ?? expect.fail();
}

/** A logout token as Keycloak sends it. */
function logoutToken(named: { sub?: string; sid?: string }, lies: Record<string, unknown> = {}) {
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const bare = { sub: undefined, sid: undefined, azp: undefined, auth_time: undefined };
  return provider.sign(provider.claims({ ...bare, jti: 'j', events, ...named, ...lies }), { typ: 'logout+jwt' });
}

const liveIds = async () => (await sites.sessions()).map(({ id }) => id);

describe('a logout token', () => {
  it('of one session at Keycloak ends what was signed in by it', async () => {
    const first = await signIn('alice', 's1');
    const same = await signIn('alice', 's1');
    const other = await signIn('alice', 's2');
    expect(await endByProvider(site.deps(), await logoutToken({ sub: 'alice', sid: 's1' }))).toBe(2);
    expect(await liveIds()).toEqual([other]);
    const ended = (await sites.eventsOf('session.end')).slice(-2).map(({ objectId }) => objectId);
    expect(ended.sort()).toEqual([first, same].sort());
  });

  it('of a user ends all that he has by Keycloak, and nothing that he has by password', async () => {
    await signIn('alice', 's1');
    await signIn('alice', 's2');
    const bobs = await signIn('bob', 's3');
    const [{ ownerId } = expect.fail()] = await sites.sessions();
    const { id: byPassword } = await inTransaction(site.deps(), (tx) => newSession(tx, ownerId, 'password'));
    expect(await endByProvider(site.deps(), await logoutToken({ sub: 'alice' }))).toBe(2);
    expect(await liveIds()).toEqual([bobs, byPassword]);
  });

  it('tells the open pages of whom it concerns', async () => {
    await signIn('alice', 's1');
    await signIn('bob', 's2');
    const [{ ownerId } = expect.fail()] = await sites.sessions();
    const changes = sites.events.of(ownerId, AbortSignal.timeout(20_000))[Symbol.asyncIterator]();
    const told = changes.next();
    await endByProvider(site.deps(), await logoutToken({ sid: 's1' }));
    expect(await told).toEqual({ done: false, value: { noun: 'session', id: null } });
  });

  it('may come twice', async () => {
    await signIn('alice', 's1');
    const token = await logoutToken({ sid: 's1' });
    expect(await endByProvider(site.deps(), token)).toBe(1);
    expect(await endByProvider(site.deps(), token)).toBe(0);
  });

  it.each([{ sid: 'unknown' }, { sub: 'unknown' }])('of %j ends nothing', async (named) => {
    await signIn('alice', 's1');
    expect(await endByProvider(site.deps(), await logoutToken(named))).toBe(0);
    expect(await liveIds()).toHaveLength(1);
  });

  it.each([{ aud: 'shop' }, { nonce: 'n' }, { events: {} }, { iat: 1_700_000_000 }])(
    'that lies, %j, ends nothing',
    async (lies) => {
      await signIn('alice', 's1');
      const ended = endByProvider(site.deps(), await logoutToken({ sid: 's1' }, lies));
      await expect(ended).rejects.toMatchObject({ reason: 'TOKEN_INVALID' });
      expect(await liveIds()).toHaveLength(1);
    },
  );

  it('cannot be judged without keys, and ends nothing then', async () => {
    await signIn('alice', 's1');
    const token = await logoutToken({ sid: 's1' });
    const cold = await sites.site(provider.config);
    provider.answers.certs = misbehaviours.fails ?? expect.fail();
    await expect(endByProvider(cold.deps(), token)).rejects.toMatchObject({ code: 'KEYCLOAK_UNAVAILABLE' });
    expect(await liveIds()).toHaveLength(1);
  });

  it('of a user whose link somebody wrote past the server ends nothing', async () => {
    await signIn('alice', 's1');
    await query(site.deps().em).updateTable('identity').set({ subject: 'mallory' }).execute();
    const ended = endByProvider(site.deps(), await logoutToken({ sub: 'mallory' }));
    await expect(ended).rejects.toMatchObject({ name: 'IntegrityError', row: { table: 'identity' } });
    expect(await liveIds()).toHaveLength(1);
  });
});
