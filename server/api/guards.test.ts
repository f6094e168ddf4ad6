import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '#server/db/query.ts';
import { refused } from '#server/testing/refused.ts';
import { type TestVault, testVault } from '#server/testing/vault.ts';
import { type Scope, scopeNames } from '#shared/scopes.ts';
import type { Meta } from './meta.ts';
import { appRouter } from './router.ts';
import * as trpc from './trpc.ts';

/** The routes of the contract, said once more: what the router says of itself must be this. */
const ROUTES: Record<string, Scope | 'session' | 'admin'> = {
  'GET /categories': 'categories:read',
  'POST /categories': 'categories:write',
  'GET /categories/{id}': 'categories:read',
  'PUT /categories/{id}': 'categories:write',
  'DELETE /categories/{id}': 'categories:write',
  'GET /entries': 'entries:read',
  'POST /entries': 'entries:write',
  'GET /entries/{id}': 'entries:read',
  'PUT /entries/{id}': 'entries:write',
  'DELETE /entries/{id}': 'entries:write',
  'POST /entries/{id}/reveal': 'entries:reveal',
  'POST /entries/reveal': 'entries:reveal',
  'POST /entries/{id}/copy': 'entries:write',
  'GET /entries/project-names': 'entries:read',
  'POST /entries/import': 'entries:write',
  'GET /projects/{name}': 'entries:read',
  'GET /search': 'entries:read',
  'GET /2fa': '2fa:read',
  'POST /2fa': '2fa:write',
  'GET /2fa/{id}': '2fa:read',
  'PUT /2fa/{id}': '2fa:write',
  'DELETE /2fa/{id}': '2fa:write',
  'POST /2fa/{id}/reveal': '2fa:reveal',
  'POST /2fa/{id}/recovery-code': '2fa:reveal',
  'GET /envs': 'envs:read',
  'POST /envs': 'envs:write',
  'GET /envs/{id}': 'envs:read',
  'PUT /envs/{id}': 'envs:write',
  'DELETE /envs/{id}': 'envs:write',
  'GET /envs/{id}/files': 'envs:read',
  'POST /envs/{id}/files': 'envs:write',
  'DELETE /envs/{id}/files/{fileId}': 'envs:write',
  'POST /envs/{id}/files/{fileId}/reveal': 'envs:reveal',
  'GET /stats': 'stats:read',
  'GET /export': 'export:read',
  'POST /ai/extract': 'ai:extract',
  'GET /audit': 'audit:read',
  'GET /access-keys': 'session',
  'POST /access-keys': 'session',
  'DELETE /access-keys/{id}': 'session',
  'GET /sessions': 'session',
  'DELETE /sessions/{id}': 'session',
  'DELETE /sessions': 'session',
  'DELETE /account/data': 'session',
  'GET /invitations': 'admin',
  'POST /invitations': 'admin',
  'DELETE /invitations/{id}': 'admin',
  'PUT /account': 'session',
  'DELETE /account/identity': 'session',
  'POST /account/second-step/seed': 'session',
  'POST /account/second-step': 'session',
  'POST /account/second-step/recovery-codes': 'session',
  'DELETE /account/second-step': 'session',
  'POST /audit/verify': 'session',
  'GET /encryption': 'session',
  'POST /2fa/reveal': 'session',
};

/** Procedures of tRPC's wire alone. */
const WITHOUT_REST: Record<string, Scope | 'session' | 'admin'> = {
  'account.get': 'session',
  'categories.uses': 'session',
  'instance.keycloak': 'admin',
  'live.changes': 'session',
  'overview.get': 'session',
};

// tRPC keeps the procedures flat, by path; its types show the nested record.
const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { meta: Meta; type: string } }>,
);

let vault: TestVault;
beforeAll(async () => {
  vault = await testVault();
});
afterAll(() => vault.close());

function accessOf({ access }: Meta): Scope | 'session' | 'admin' | 'open' {
  if (access === undefined || access.kind === 'open') return 'open';
  if (access.kind === 'scoped') return access.scope;
  return access.admin ? 'admin' : 'session';
}

/** Calls a procedure by its path with nothing: an admitted caller gets as far as validation, at least. */
function call(api: ReturnType<TestVault['as']>, path: string): Promise<unknown> {
  const [noun = '', name = ''] = path.split('.');
  // The path is data here, which no type can follow.
  const nouns = api as unknown as Record<string, Record<string, (input?: unknown) => Promise<unknown>>>;
  return (async () => nouns[noun]?.[name]?.({ thereIsNoSuchField: true }))();
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const code = await refused(promise).then(
    (body) => body.code,
    () => 'ANSWERED',
  );
  return code;
}

const isRefusal = (code: string) => code.startsWith('AUTH_');

describe('the router', () => {
  it('is the contract’s routes, each with its guard, and no more', () => {
    const routes = procedures.flatMap(([, { _def }]) => {
      const { openapi } = _def.meta;
      return openapi ? [[`${openapi.method} ${openapi.path}`, accessOf(_def.meta)]] : [];
    });
    expect(Object.fromEntries(routes)).toEqual(ROUTES);
    const others = procedures
      .filter(([, { _def }]) => !_def.meta.openapi)
      .map(([path, { _def }]) => [path, accessOf(_def.meta)]);
    expect(Object.fromEntries(others)).toEqual(WITHOUT_REST);
  });

  it('has no open procedure', () => {
    expect(procedures.filter(([, { _def }]) => accessOf(_def.meta) === 'open')).toEqual([]);
  });
});

describe('every scope on every procedure', () => {
  it.each(scopeNames)('%s opens its own procedures and no other', async (scope) => {
    const { key } = await vault.givenUser();
    const api = vault.as(key([scope]));
    for (const [path, { _def }] of procedures.filter(([, { _def }]) => _def.type !== 'subscription')) {
      const code = await codeOf(call(api, path));
      const access = accessOf(_def.meta);
      const expected =
        access === scope
          ? null
          : access === 'session' || access === 'admin'
            ? 'AUTH_SESSION_REQUIRED'
            : 'AUTH_SCOPE_REQUIRED';
      expect([path, isRefusal(code) ? code : null]).toEqual([path, expected]);
    }
  });

  it('all of them together open no procedure of sessions alone: keys, sessions, invitations, account, wipe', async () => {
    const { id, key } = await vault.givenUser();
    const api = vault.as(key(scopeNames));
    const before = await counts(id);
    for (const [path, { _def }] of procedures) {
      const access = accessOf(_def.meta);
      if ((access !== 'session' && access !== 'admin') || _def.type === 'subscription') continue;
      expect([path, await codeOf(call(api, path))]).toEqual([path, 'AUTH_SESSION_REQUIRED']);
    }
    expect(await refused(api.accessKeys.create({ name: 'More', scopes: [...scopeNames] }))).toMatchObject({
      code: 'AUTH_SESSION_REQUIRED',
    });
    expect(await counts(id)).toEqual(before);
  });

  it('a session passes them all', async () => {
    const { session } = await vault.givenUser();
    const api = vault.as({ ...session, role: 'admin' });
    for (const [path, { _def }] of procedures.filter(([, { _def }]) => _def.type !== 'subscription')) {
      expect([path, isRefusal(await codeOf(call(api, path))), _def.type]).toEqual([path, false, _def.type]);
    }
  });

  it('a session without the admin’s role does not pass where the admin alone may', async () => {
    const { session } = await vault.givenUser();
    const api = vault.as({ ...session, role: 'user' });
    for (const [path, { _def }] of procedures.filter(([, { _def }]) => accessOf(_def.meta) === 'admin')) {
      expect([path, await codeOf(call(api, path)), _def.type]).toEqual([path, 'AUTH_ADMIN_REQUIRED', _def.type]);
    }
  });
});

describe('a refusal', () => {
  it('is recorded under the action that was refused', async () => {
    const { id, key } = await vault.givenUser();
    await refused(vault.as(key(['stats:read'])).exports.read({}));
    const events = await query(vault.db.fork())
      .selectFrom('audit_event')
      .select(['action', 'outcome', 'callerKind', 'details'])
      .where('chainId', '=', id)
      .execute();
    expect(events).toEqual([
      {
        action: 'export.read',
        outcome: 'refused',
        callerKind: 'accessKey',
        details: { count: null, ids: null, reason: 'AUTH_SCOPE_REQUIRED' },
      },
    ]);
  });

  it('comes before validation', async () => {
    const { key } = await vault.givenUser();
    expect(await codeOf(call(vault.as(key(['stats:read'])), 'categories.create'))).toBe('AUTH_SCOPE_REQUIRED');
    expect(await codeOf(call(vault.as(key(['categories:write'])), 'categories.create'))).toBe('VALIDATION_ERROR');
  });
});

describe('a change by cookie', () => {
  it('must come from this site, and so must an export; reading need not', async () => {
    const { session } = await vault.givenUser();
    const api = vault.as(session, { isSameOrigin: false });
    for (const [path, { _def }] of procedures.filter(([, { _def }]) => _def.type !== 'subscription')) {
      const isBound = _def.type === 'mutation' || path === 'exports.read';
      expect([path, (await codeOf(call(api, path))) === 'AUTH_ORIGIN_REJECTED']).toEqual([path, isBound]);
    }
  });

  it('by access key needs no origin', async () => {
    const { key } = await vault.givenUser();
    const api = vault.as(key(['categories:write']), { isSameOrigin: false });
    expect(await api.categories.create({ name: 'A', keyType: 'ssh' })).toMatchObject({ name: 'A' });
  });
});

describe('the guarded builders', () => {
  it('are the only way to a procedure', () => {
    expect(Object.keys(trpc).sort()).toEqual(['assertGuarded', 'mayUse', 'open', 'router', 'scoped', 'sessionOnly']);
    // @ts-expect-error A guard without its scope is none.
    expect(() => trpc.scoped()).toBeTypeOf('function');
    // @ts-expect-error There is no such scope.
    expect(() => trpc.scoped('everything', 'entry.list')).toBeTypeOf('function');
    // @ts-expect-error There is no bare procedure.
    expect(trpc.procedure).toBeUndefined();
  });

  it('are checked once more at start', () => {
    const bare = { _def: { meta: {} } };
    const forged = { _def: { procedures: { 'entries.steal': bare } } };
    expect(() => trpc.assertGuarded(forged as never)).toThrow('The procedure entries.steal names no guard.');
  });
});

async function counts(ownerId: string): Promise<number[]> {
  const of = async (table: 'access_key' | 'session' | 'link' | 'dek') =>
    (await query(vault.db.fork()).selectFrom(table).select('id').where('ownerId', '=', ownerId).execute()).length;
  return [await of('access_key'), await of('session'), await of('link'), await of('dek')];
}
