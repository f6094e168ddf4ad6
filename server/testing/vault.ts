import { offlinePicker } from '#server/ai/offline.ts';
import type { Context, RestCall } from '#server/api/context.ts';
import { appRouter } from '#server/api/router.ts';
import { auditLog } from '#server/audit/log.ts';
import { createUser } from '#server/auth/accounts.ts';
import type { AccessKeyCaller, Caller, SessionCaller } from '#server/auth/caller.ts';
import { databaseNow } from '#server/auth/context.ts';
import { readConfig } from '#server/config.ts';
import { newId } from '#server/crypto/ids.ts';
import { newInstanceKey, openInstanceKey } from '#server/crypto/instance.ts';
import { keksOf, newKek } from '#server/crypto/keks.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import type { Database } from '#server/db/open.ts';
import { openEvents } from '#server/events/events.ts';
import type { Pickers, Vault } from '#server/vault/vault.ts';
import type { CategoryInput } from '#shared/categories.ts';
import type { EntryInput } from '#shared/entries.ts';
import type { Scope } from '#shared/scopes.ts';
import { freshDatabase } from './database.ts';

export type TestVault = Awaited<ReturnType<typeof testVault>>;
type Limits = Partial<Pick<AccessKeyCaller, 'names' | 'environments'>>;
type Conditions = Pick<Vault, 'ifMatch' | 'mustBeNew'>;
type Request = Partial<Pick<Context, 'isSameOrigin' | 'wantsJson'>> &
  Partial<Conditions> & { rest?: Partial<RestCall> };

const NOWHERE = { requestId: 'test', address: '127.0.0.1', userAgent: 'vitest' };

/** A vault on a database of its own. Callers are made as sign-in would make them; all else is real. */
export async function testVault(pickers?: Pickers) {
  const keks = keksOf([newKek()]);
  return vaultOn(await freshDatabase(), { keks, instance: openInstanceKey(keks, newInstanceKey(keks)) }, pickers);
}

/** The same on a database and keys that the test has made. `close` closes the database. */
export async function vaultOn(
  db: Database,
  keyring: Keyring,
  pickers: Pickers = { offline: offlinePicker(), model: null },
) {
  const audit = auditLog(db.fork, () => keyring.instance);
  const events = await openEvents(db);
  const config = readConfig({});

  async function vaultFor(conditions: Conditions): Promise<Vault> {
    const em = db.fork();
    const now = await databaseNow(em);
    return { em, keyring, now, origin: NOWHERE, config, audit, events, pickers, ...conditions, once: null };
  }

  function contextFor(caller: Caller, { ifMatch = null, mustBeNew = false, rest, ...request }: Request = {}): Context {
    return {
      requestId: 'test',
      identify: async () => ({ caller, vault: await vaultFor({ ifMatch, mustBeNew }) }),
      isSameOrigin: true,
      wantsJson: true,
      reply: { created: null, updatedAt: null, download: null, contentType: null },
      rest: rest ? { input: () => undefined, idempotencyKey: null, ...rest } : null,
      ...request,
    };
  }

  /** The API as this caller meets it. */
  const as = (caller: Caller, request?: Request) => appRouter.createCaller(contextFor(caller, request));

  async function givenUser(email = `${newId()}@example.test`) {
    const context = { keyring, audit, config, origin: NOWHERE };
    const user = await db.fork().transactional(async (em) => {
      return createUser({ ...context, em, now: await databaseNow(em) }, { email, name: 'Test', passwordHash: null });
    });
    const base = { kind: 'session', id: newId(), userId: user.id, label: email } as const;
    const session: SessionCaller = { ...base, role: user.role, isFresh: true };
    const key = (scopes: readonly Scope[], limits: Limits = {}): AccessKeyCaller => {
      const caller = { kind: 'accessKey', id: newId(), userId: user.id, label: 'kagi_test' } as const;
      return { ...caller, scopes, names: null, environments: null, ...limits };
    };
    return { id: user.id, email, session, key, api: as(session) };
  }

  return {
    db,
    keyring,
    audit,
    events,
    vaultFor: () => vaultFor({ ifMatch: null, mustBeNew: false }),
    contextFor,
    as,
    givenUser,
    async close() {
      await events.close();
      await db.close();
    },
  };
}

type Api = ReturnType<TestVault['as']>;

/** A category of that caller; a simple one for STRIPE_SECRET_KEY where nothing else is said. */
export function givenCategory(api: Api, input: Partial<CategoryInput> = {}) {
  const simple = { name: 'Stripe', keyType: 'simple', envVarName: 'STRIPE_SECRET_KEY' } as const;
  return api.categories.create(
    input.keyType && input.keyType !== 'simple'
      ? { name: 'Other', keyType: 'group', ...input }
      : { ...simple, ...input },
  );
}

/** An entry of that caller in a category of its own. */
export async function givenEntry(api: Api, input: Partial<EntryInput> & { category?: Partial<CategoryInput> } = {}) {
  const { category, ...entry } = input;
  const categoryId = entry.categoryId ?? (await givenCategory(api, category)).id;
  return api.entries.create({ name: 'Shop', value: 'sk_live_1', ...entry, categoryId });
}
