import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseNow } from '#server/auth/context.ts';
import { newSession } from '#server/auth/sessions.ts';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';
import { scopeNames } from '#shared/scopes.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

type User = Awaited<ReturnType<TestVault['givenUser']>>;
type Api = User['api'];

/** A sign-in of that user, as it is stored. */
async function givenSession(user: User, method: 'password' | 'keycloak' = 'password'): Promise<string> {
  const context = await vault.vaultFor();
  return context.em.transactional(async (em) => {
    return (await newSession({ ...context, em, now: await databaseNow(em) }, user.id, method)).id;
  });
}

/** A user whose API calls come from a session that is stored. */
async function givenSignedIn() {
  const user = await vault.givenUser();
  const session = { ...user.session, id: await givenSession(user) };
  return { ...user, session, api: vault.as(session) };
}

const idsOf = async (api: Api) => (await api.sessions.list({})).map(({ id }) => id);
const events = async (api: Api) => (await api.audit.list({})).map(({ action, outcome }) => `${action} ${outcome}`);

describe('sessions.list', () => {
  it('lists the caller’s own, newest first, and says which is the current one', async () => {
    const user = await givenSignedIn();
    await givenSignedIn();
    const other = await givenSession(user, 'keycloak');
    const [newest, oldest, ...more] = await user.api.sessions.list({});
    const from = { address: '127.0.0.1', userAgent: 'vitest' };
    expect(newest).toMatchObject({ id: other, current: false, method: 'keycloak', ...from });
    expect(oldest).toMatchObject({ id: user.session.id, current: true, method: 'password', ...from });
    expect(more).toEqual([]);
    expect(await user.api.sessions.list({ limit: 1, cursor: other })).toEqual([oldest]);
    expect(JSON.stringify([newest, oldest])).not.toMatch(/hash|token|mac/i);
  });

  it('leaves out what has expired', async () => {
    const user = await givenSignedIn();
    const old = await givenSession(user);
    const past = { expiresAt: new Date(0) };
    await query(vault.db.fork()).updateTable('session').set(past).where('id', '=', old).execute();
    expect(await idsOf(user.api)).toEqual([user.session.id]);
  });
});

describe('sessions.end', () => {
  it('ends one, be it the current one, and records each', async () => {
    const user = await givenSignedIn();
    const other = await givenSession(user);
    await user.api.sessions.end({ id: other });
    expect(await idsOf(user.api)).toEqual([user.session.id]);
    await user.api.sessions.end({ id: user.session.id });
    expect(await idsOf(user.api)).toEqual([]);
    expect(await user.api.audit.list({})).toMatchObject([
      { action: 'session.end', object: { kind: 'session', id: user.session.id } },
      { action: 'session.end', object: { kind: 'session', id: other } },
    ]);
  });

  it('knows another’s session as little as one that has ended', async () => {
    const [owner, stranger] = [await givenSignedIn(), await givenSignedIn()];
    const foreign = await refused(stranger.api.sessions.end({ id: owner.session.id }));
    expect(foreign).toEqual({ error: 'Session not found', code: 'SESSION_NOT_FOUND' });
    const ended = await givenSession(owner);
    await owner.api.sessions.end({ id: ended });
    expect(await refused(owner.api.sessions.end({ id: ended }))).toEqual(foreign);
    expect(await idsOf(owner.api)).toEqual([owner.session.id]);
    expect(await events(stranger.api)).toEqual([]);
  });
});

describe('sessions.endOthers', () => {
  it('ends all but the current one, as one event, and is no event where there are none', async () => {
    const user = await givenSignedIn();
    const stranger = await givenSignedIn();
    const others = [await givenSession(user), await givenSession(user)];
    await user.api.sessions.endOthers({});
    await user.api.sessions.endOthers({});
    expect(await idsOf(user.api)).toEqual([user.session.id]);
    expect(await idsOf(stranger.api)).toEqual([stranger.session.id]);
    const [event, ...more] = await user.api.audit.list({});
    expect(event).toMatchObject({ action: 'session.end-others', details: { count: 2 } });
    expect(event?.details?.ids?.sort()).toEqual(others.sort());
    expect(more).toEqual([]);
  });
});

describe('an access key', () => {
  it.each([
    ['list', (api: Api) => api.sessions.list({})],
    ['end', (api: Api, id: string) => api.sessions.end({ id })],
    ['end-others', (api: Api) => api.sessions.endOthers({})],
  ])('may not touch sessions (%s), whatever its scopes, and leaves a trace', async (verb, call) => {
    const user = await givenSignedIn();
    const body = await refused(call(vault.as(user.key(scopeNames)), user.session.id));
    expect(body.code).toBe('AUTH_SESSION_REQUIRED');
    expect(await idsOf(user.api)).toEqual([user.session.id]);
    expect(await events(user.api)).toEqual([`session.${verb} refused`]);
  });
});
