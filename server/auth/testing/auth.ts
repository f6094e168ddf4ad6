import { sql } from 'kysely';
import { INSTANCE_CHAIN, type Origin } from '#server/audit/event.ts';
import { auditLog } from '#server/audit/log.ts';
import { createUser } from '#server/auth/accounts.ts';
import { authenticate } from '#server/auth/authenticate.ts';
import type { SessionCaller } from '#server/auth/caller.ts';
import { inTransaction } from '#server/auth/context.ts';
import { accessKeyFields, linkFields, sessionFields } from '#server/auth/macs.ts';
import { newSession } from '#server/auth/sessions.ts';
import { type AuthDeps, authState } from '#server/auth/state.ts';
import { type Config, readConfig } from '#server/config.ts';
import { newId } from '#server/crypto/ids.ts';
import { keyedHash, newInstanceKey, openInstanceKey, rowMac } from '#server/crypto/instance.ts';
import { keksOf, newKek } from '#server/crypto/keks.ts';
import { accessKeyPrefix, newAccessKey } from '#server/crypto/tokens.ts';
import { query } from '#server/db/query.ts';
import { openEvents } from '#server/events/events.ts';
import { freshDatabase } from '#server/testing/database.ts';

/** Cheap, so that tests may hash often; what the real cost is has a test of its own. */
export const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };
export const PASSWORD = 'a lamp on the window sill';
const NOWHERE: Origin = { requestId: 'test', address: '192.0.2.1', userAgent: 'vitest' };

export type TestAuth = Awaited<ReturnType<typeof testAuth>>;
type KeyRow = Partial<Parameters<typeof accessKeyFields>[0]>;
type SessionTimes = Partial<Record<'createdAt' | 'freshAt' | 'expiresAt' | 'lastUsedAt', Date>>;

/** Auth on a database of its own, as a running server holds it; only hashing is cheap. */
export async function testAuth(settings: Partial<Config> = {}) {
  const db = await freshDatabase();
  const keks = keksOf([newKek()]);
  const keyring = { keks, instance: openInstanceKey(keks, newInstanceKey(keks)) };
  const audit = auditLog(db.fork, () => keyring.instance);
  const faults: unknown[] = [];
  const events = await openEvents(db);
  const onFault = (error: unknown) => faults.push(error);
  const state = authState({ fork: db.fork, keycloak: null, events, onFault, hashCost: CHEAP });
  const config: Config = { ...readConfig({}), ...settings };

  /** What one request works with. */
  const deps = (origin: Partial<Origin> = {}): AuthDeps => {
    return { em: db.fork(), keyring, audit, state, config, origin: { ...NOWHERE, ...origin } };
  };

  let lastAddress = 0;
  /** A request from an address that nothing else has come from: failures elsewhere do not count against it. */
  const elsewhere = () => deps({ address: `203.0.113.${++lastAddress}` });

  /** Whose session a cookie is. */
  async function sessionBy(cookie: string): Promise<SessionCaller> {
    const { caller } = await authenticate(deps(), { authorization: undefined, cookie });
    if (caller.kind !== 'session') throw new Error('This is no session.');
    return caller;
  }

  async function givenUser(email = `${newId()}@example.test`, password: string | null = PASSWORD) {
    const passwordHash = password && (await state.passwords.hash(password));
    return inTransaction(deps(), (tx) => createUser(tx, { email, name: 'Ada', passwordHash }));
  }

  const givenSession = (ownerId: string) => inTransaction(deps(), (tx) => newSession(tx, ownerId, 'password'));

  /** An access key as the vault would write it. */
  async function givenKey(ownerId: string, change: KeyRow = {}) {
    const key = newAccessKey();
    const tokenHash = keyedHash(keyring.instance, 'access-key', key);
    const rights = { scopes: ['entries:read'], names: null, environments: null, expiresAt: null };
    const row = { id: newId(), ownerId, tokenHash, ...rights, createdAt: new Date(), ...change };
    const mac = rowMac(keyring.instance, 'access_key', accessKeyFields(row));
    const lists = {
      scopes: [...row.scopes],
      names: row.names && [...row.names],
      environments: row.environments && [...row.environments],
    };
    await query(db.fork())
      .insertInto('access_key')
      .values({ ...row, ...lists, name: 'CI', keyPrefix: accessKeyPrefix(key), lastUsedAt: null, mac })
      .execute();
    return { id: row.id, key };
  }

  /** Moves a session in time, as if it had been made then: its MAC fits. */
  async function moveSession(id: string, times: SessionTimes) {
    const row = await query(db.fork()).selectFrom('session').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const mac = rowMac(keyring.instance, 'session', sessionFields({ ...row, ...times }));
    await query(db.fork())
      .updateTable('session')
      .set({ ...times, mac })
      .where('id', '=', id)
      .execute();
  }

  /** Lets a link expire, as if it had been made earlier: its MAC fits. */
  async function expireLink(id: string) {
    const row = await query(db.fork()).selectFrom('link').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const expiresAt = ago(1);
    const mac = rowMac(keyring.instance, 'link', linkFields({ ...row, expiresAt }));
    await query(db.fork()).updateTable('link').set({ expiresAt, mac }).where('id', '=', id).execute();
  }

  /** A chain's events, oldest first: what matters of them. */
  async function eventsOf(chainId = INSTANCE_CHAIN) {
    const rows = await query(db.fork())
      .selectFrom('audit_event')
      .select(['action', 'outcome', 'callerKind', 'callerLabel', 'objectKind', 'objectId', 'details'])
      .where('chainId', '=', chainId)
      .orderBy('sequence')
      .execute();
    return rows.map(({ details, ...event }) => ({
      ...event,
      reason: details?.reason ?? null,
      count: details?.count ?? null,
    }));
  }

  /** What an attacker does who can write to the database. */
  async function forge(statement: string) {
    await sql.raw(statement).execute(query(db.fork()));
  }

  const given = { givenUser, givenSession, givenKey, moveSession, expireLink };
  return { db, keyring, audit, events, state, config, faults, deps, elsewhere, sessionBy, ...given, eventsOf, forge };
}

/** A moment so many milliseconds ago. */
export function ago(ms: number): Date {
  return new Date(Date.now() - ms);
}
