import { sql } from 'kysely';
import { pino } from 'pino';
import { auditLog } from '#server/audit/log.ts';
import { authenticate } from '#server/auth/authenticate.ts';
import { keycloakClient } from '#server/auth/keycloak.ts';
import { authState } from '#server/auth/state.ts';
import { type Config, type KeycloakConfig, readConfig } from '#server/config.ts';
import { newInstanceKey, openInstanceKey } from '#server/crypto/instance.ts';
import { keksOf, newKek } from '#server/crypto/keks.ts';
import { query } from '#server/db/query.ts';
import { openEvents } from '#server/events/events.ts';
import { contextMaker } from '#server/http/context.ts';
import { keycloakRoutes } from '#server/http/keycloak-routes.ts';
import { bareServer, TIMEOUTS } from '#server/http/server.ts';
import type { Services } from '#server/http/services.ts';
import { browser, type Visit } from './browser.ts';
import { freshDatabase } from './database.ts';

export type Site = Awaited<ReturnType<TestSites['site']>>;

/** The origin of the vaults that tests build: nobody listens there. */
export const PUBLIC_URL = new URL('http://127.0.0.1:3000');

const NOWHERE = { requestId: 'test', address: '192.0.2.1', userAgent: 'vitest' };

export type TestSites = Awaited<ReturnType<typeof testSites>>;

/** One database, and on it as many vaults as a test needs, each with settings of its own. */
export async function testSites() {
  const db = await freshDatabase();
  const keks = keksOf([newKek()]);
  const keyring = { keks, instance: openInstanceKey(keks, newInstanceKey(keks)) };
  const audit = auditLog(db.fork, () => keyring.instance);
  const events = await openEvents(db);
  const shared = { db, keyring: () => keyring, audit, events };

  /** All events of an action, of whatever chain, oldest first. */
  async function eventsOf(action: string) {
    const rows = await query(db.fork())
      .selectFrom('audit_event')
      .select(['chainId', 'outcome', 'callerKind', 'callerLabel', 'objectId', 'details', 'address'])
      .where('action', '=', action)
      .orderBy('at')
      .orderBy('sequence')
      .execute();
    return rows.map(({ details, ...event }) => ({ ...event, reason: details?.reason ?? null }));
  }

  return {
    ...shared,
    site: siteMaker(shared),
    eventsOf,
    sessions: () => query(db.fork()).selectFrom('session').selectAll().orderBy('id').execute(),
    flows: () => query(db.fork()).selectFrom('sign_in_flow').selectAll().execute(),
    users: () => query(db.fork()).selectFrom('user_account').selectAll().orderBy('id').execute(),
    /** Moves a column's times into the past. */
    async age(table: 'sign_in_flow' | 'session', column: string, by: string) {
      const at = sql.ref(column);
      await sql`update ${sql.table(table)} set ${at} = ${at} - ${by}::interval`.execute(query(db.fork()));
    },
    /** Forgets everybody, as if the vault had just been set up. */
    async empty() {
      for (const table of ['sign_in_flow', 'throttle', 'user_account'] as const) {
        await query(db.fork()).deleteFrom(table).execute();
      }
    },
    async close() {
      await events.close();
      await db.close();
    },
  };
}

/** What all sites on one database have in common. */
type Shared = Pick<Services, 'db' | 'keyring' | 'audit' | 'events'>;

function siteMaker({ db, keyring, audit, events }: Shared) {
  return async (keycloakConfig: KeycloakConfig, settings: Partial<Config> = {}, limitMs = 1000) => {
    const config: Config = { ...readConfig({}), publicUrl: PUBLIC_URL, keycloak: keycloakConfig, ...settings };
    const faults: unknown[] = [];
    const lines: string[] = [];
    const onFault = (error: unknown) => void faults.push(error);
    const keycloak = keycloakClient(keycloakConfig, config.publicUrl, { onFault, limitMs, keysCooldownMs: 0 });
    const auth = authState({ fork: db.fork, keycloak, events, onFault });
    // No route of these tests lets a model or the matcher pick.
    const pickers = {} as Services['pickers'];
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
    const services: Services = { config, db, keyring, audit, events, pickers, auth, log };
    const app = bareServer(services, TIMEOUTS);
    const mount = { services, makeContext: contextMaker(services, authenticate) };
    await app.register(keycloakRoutes, mount);
    app.get('/*', async (_request, reply) => reply.type('text/html').send('the app'));

    const visit: Visit = async (url, { headers, form }) => {
      const asked = form ? { method: 'POST' as const, body: form } : {};
      if (url.origin !== config.publicUrl.origin) return fetch(url, { ...asked, headers, redirect: 'manual' });
      return asResponse(await app.inject({ url: url.pathname + url.search, headers: { host: url.host, ...headers } }));
    };
    /** What one request works with. */
    const deps = () => ({ em: db.fork(), keyring: keyring(), audit, config, origin: NOWHERE, state: auth, keycloak });
    return { app, mount, faults, lines, deps, browser: () => browser(visit), deliver: deliverTo(app) };
  };
}

type App = ReturnType<typeof bareServer>;
type Injected = { statusCode: number; payload: string; headers: Record<string, unknown> };

/** Carries what Keycloak's server sends to the vault. */
function deliverTo(app: App): typeof fetch {
  return async (input, init) => {
    const { pathname } = new URL(String(input));
    const headers = Object.fromEntries(new Headers(init?.headers));
    const payload = String(init?.body ?? '');
    return asResponse(await app.inject({ method: 'POST', url: pathname, headers, payload }));
  };
}

function asResponse({ statusCode, payload, headers }: Injected): Response {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
  return new Response(payload, { status: statusCode, headers: lines });
}
