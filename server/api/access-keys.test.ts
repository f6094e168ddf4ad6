import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessKeyCaller } from '#server/auth/access-key-caller.ts';
import { type AuthState, authState } from '#server/auth/state.ts';
import { isAccessKey } from '#server/crypto/tokens.ts';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';
import type { AccessKeyInput } from '#shared/access-keys.ts';
import { type Scope, scopeNames } from '#shared/scopes.ts';

let vault: TestVault;
let state: AuthState;
beforeAll(async () => {
  vault = await testVault();
  const onFault = (error: unknown) => {
    throw error;
  };
  state = authState({ fork: vault.db.fork, keycloak: null, events: vault.events, onFault });
});
afterAll(async () => {
  await state.stamps.close();
  await vault.close();
});

type Api = Awaited<ReturnType<TestVault['givenUser']>>['api'];

const UNKNOWN = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e11';
const DAY_MS = 24 * 60 * 60 * 1000;

const given = (api: Api, input: Partial<AccessKeyInput> = {}) =>
  api.accessKeys.create({ name: 'CI', scopes: ['entries:read'], ...input });
const events = async (api: Api) => (await api.audit.list({})).map(({ action, outcome }) => `${action} ${outcome}`);

/** Who the server takes the bearer of a key for. */
async function callerOf(key: string) {
  return (await accessKeyCaller({ ...(await vault.vaultFor()), state }, `Bearer ${key}`)).caller;
}

describe('accessKeys.create', () => {
  it('makes a key that works as it says, is shown once and stored nowhere', async () => {
    const { api, id } = await vault.givenUser();
    const expiresAt = new Date(Date.now() + DAY_MS).toISOString();
    const limits = { names: ['Shop'], environments: ['staging' as const, 'local' as const] };
    const scopes: Scope[] = ['entries:read', 'entries:reveal'];
    const { key, ...made } = await given(api, { name: ' CI ', scopes, ...limits, expiresAt });
    expect(isAccessKey(key)).toBe(true);
    const keyPrefix = key.slice(0, 9);
    expect(made).toMatchObject({ name: 'CI', keyPrefix, scopes, ...limits, expiresAt, lastUsedAt: null });
    expect(await callerOf(key)).toMatchObject({ kind: 'accessKey', id: made.id, userId: id, scopes, ...limits });
    expect(await api.accessKeys.list({})).toEqual([made]);
    const rows = await query(vault.db.fork()).selectFrom('access_key').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(key.slice(9));
    expect(await events(api)).toEqual(['access-key.create ok']);
  });

  it('takes another offset and no limits', async () => {
    const { api } = await vault.givenUser();
    const made = await given(api, { expiresAt: '2999-01-01T00:30:00+01:00' });
    expect(made).toMatchObject({ expiresAt: '2998-12-31T23:30:00.000Z', names: null, environments: null });
  });

  it.each<[string, object]>([
    ['scopes', { scopes: [] }],
    ['scopes', { scopes: ['entries:read', 'entries:read'] }],
    ['scopes.0', { scopes: ['entries:all'] }],
    ['name', { name: '' }],
    ['names', { names: [] }],
    ['names', { names: ['Shop', 'Shop'] }],
    ['environments', { environments: [] }],
    ['environments.0', { environments: ['live'] }],
    ['expiresAt', { expiresAt: '2001-01-01T00:00:00Z' }],
    ['expiresAt', { expiresAt: 'tomorrow' }],
    ['key', { key: 'kagi_mine' }],
  ])('refuses naming %s, and makes nothing: %j', async (path, input) => {
    const { api } = await vault.givenUser();
    const body = await refused(given(api, input));
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path }] });
    expect(await api.accessKeys.list({})).toEqual([]);
    expect(await events(api)).toEqual([]);
  });

  const giving = scopeNames.filter((name) => /:reveal$|^export|^ai/.test(name));

  it.each(giving)('asks for a fresh sign-in where %s gives secrets', async (scope) => {
    const { api, session } = await vault.givenUser();
    const stale = vault.as({ ...session, isFresh: false });
    const body = await refused(given(stale, { scopes: ['entries:read', scope] }));
    expect(body.code).toBe('AUTH_FRESH_SIGN_IN_REQUIRED');
    expect(await api.accessKeys.list({})).toEqual([]);
    expect(await events(api)).toEqual(['access-key.create refused']);
  });

  it('asks for none where no scope gives secrets, and validates first', async () => {
    const { session } = await vault.givenUser();
    const stale = vault.as({ ...session, isFresh: false });
    const scopes = scopeNames.filter((name) => !giving.includes(name));
    expect((await given(stale, { scopes })).scopes).toEqual(scopes);
    const past = await refused(given(stale, { scopes: ['entries:reveal'], expiresAt: '2001-01-01T00:00:00Z' }));
    expect(past).toMatchObject({ code: 'VALIDATION_ERROR', issues: [{ path: 'expiresAt' }] });
  });
});

describe('accessKeys.list', () => {
  it('lists the caller’s own, newest first, and pages by the last id', async () => {
    const { api } = await vault.givenUser();
    await given((await vault.givenUser()).api);
    for (const name of ['A', 'B']) await given(api, { name });
    const [b, a] = await api.accessKeys.list({});
    expect([b?.name, a?.name]).toEqual(['B', 'A']);
    expect(await api.accessKeys.list({ limit: 1, cursor: b?.id })).toEqual([a]);
  });
});

describe('a key with a scope that no longer is one', () => {
  it('is listed without it', async () => {
    const { api } = await vault.givenUser();
    const { id } = await given(api);
    const scopes = ['entries:read', 'entries:browse'];
    await query(vault.db.fork()).updateTable('access_key').set({ scopes }).where('id', '=', id).execute();
    expect(await api.accessKeys.list({})).toMatchObject([{ id, scopes: ['entries:read'] }]);
  });
});

describe('accessKeys.revoke', () => {
  it('takes the key out of the list, and its next request is refused', async () => {
    const { api } = await vault.givenUser();
    const { id, key } = await given(api);
    await api.accessKeys.revoke({ id });
    expect(await api.accessKeys.list({})).toEqual([]);
    await expect(callerOf(key)).rejects.toMatchObject({ code: 'AUTH_INVALID_KEY' });
    expect(await events(api)).toEqual(['access-key.revoke ok', 'access-key.create ok']);
  });

  it('knows another’s key as little as one that is none', async () => {
    const [owner, stranger] = [await vault.givenUser(), await vault.givenUser()];
    const { id, key } = await given(owner.api);
    const foreign = await refused(stranger.api.accessKeys.revoke({ id }));
    expect(foreign).toEqual({ error: 'Access key not found', code: 'ACCESS_KEY_NOT_FOUND' });
    expect(await refused(stranger.api.accessKeys.revoke({ id: UNKNOWN }))).toEqual(foreign);
    expect((await callerOf(key)).id).toBe(id);
    expect(await events(stranger.api)).toEqual([]);
  });
});

describe('an access key', () => {
  it.each([
    ['list', (api: Api) => api.accessKeys.list({})],
    ['create', (api: Api) => given(api)],
    ['revoke', (api: Api, id: string) => api.accessKeys.revoke({ id })],
  ])('may not %s keys, whatever its scopes, and leaves a trace', async (verb, call) => {
    const { api, key } = await vault.givenUser();
    const { key: _, ...made } = await given(api);
    const body = await refused(call(vault.as(key(scopeNames)), made.id));
    expect(body.code).toBe('AUTH_SESSION_REQUIRED');
    expect(await api.accessKeys.list({})).toEqual([made]);
    expect(await events(api)).toEqual([`access-key.${verb} refused`, 'access-key.create ok']);
  });
});
