import type { BrowserContext } from '@playwright/test';
import { ADMIN, test as journey } from '#e2e/fixtures.ts';
import { type Server, type ServerOptions, startServer } from '#e2e/server.ts';
import { type Admin, adminOf } from './admin.ts';
import { type Clock, NO_CLOCK, newClock } from './clock.ts';
import { type Gate, newGate } from './proxy.ts';
import { type Plan, planRealm, type Realm } from './realm.ts';

export { ADMIN, expect } from '#e2e/fixtures.ts';

type OfWorker = {
  keycloakUrl: string;
  admin: Admin;
  plan: Plan;
  /** The realm that the server's people come from. */
  realm: Realm;
  /** Another way to the same Keycloak, which can be shut. */
  gate: Gate;
};
type OfTest = {
  /** Another server of the same realm, with settings of its own. */
  newServer: (given?: Pick<ServerOptions, 'env' | 'admin'>) => Promise<Server>;
  clock: Clock;
  /** A server that goes by `clock`, and a realm that is its alone. */
  apart: { server: Server; realm: Realm };
};

export const test = journey.extend<OfTest, OfWorker>({
  keycloakUrl: [process.env.KAGI_E2E_KEYCLOAK_URL ?? '', { scope: 'worker' }],

  admin: [async ({ keycloakUrl }, use) => use(adminOf(keycloakUrl)), { scope: 'worker' }],

  plan: [async ({ admin, keycloakUrl }, use) => use(planRealm(admin, keycloakUrl)), { scope: 'worker' }],

  server: [
    async ({ plan }, use) => {
      const server = await startServer({ postgresUrl: null, admin: ADMIN, env: plan.settings });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  realm: [async ({ plan, server }, use) => use(await plan.make(server.url)), { scope: 'worker' }],

  gate: [
    async ({ keycloakUrl }, use) => {
      const gate = await newGate(keycloakUrl);
      await gate.open();
      await use(gate);
      await gate.shut();
    },
    { scope: 'worker' },
  ],

  others: [async ({ gate, keycloakUrl }, use) => use([keycloakUrl, gate.url]), { scope: 'worker' }],

  newServer: async ({ realm }, use) => {
    const started: Server[] = [];
    await use(async ({ env, ...given } = {}) => {
      const client = await realm.newClient();
      const server = await startServer({ ...given, postgresUrl: null, env: { ...client.settings, ...env } });
      started.push(server);
      await client.openTo(server.url);
      return server;
    });
    await Promise.all(started.map((server) => server.stop()));
  },

  // They end in the other order: a page must not outlive its server, whose end it would complain of.
  newBrowser: async ({ newServer: _, newBrowser }, use) => use(newBrowser),

  // biome-ignore lint/correctness/noEmptyPattern: what it depends on must be told by a pattern
  clock: async ({}, use, { skip }) => {
    const clock = await newClock();
    if (clock === null && process.env.CI) throw new Error(NO_CLOCK);
    if (clock === null) return skip(true, NO_CLOCK);
    await use(clock);
    await clock.remove();
  },

  apart: async ({ admin, clock, keycloakUrl }, use) => {
    const plan = planRealm(admin, keycloakUrl);
    const server = await startServer({ postgresUrl: null, admin: ADMIN, env: { ...plan.settings, ...clock.env } });
    await use({ server, realm: await plan.make(server.url) });
    await server.stop();
  },
});

/** What the server says to this browser's cookie: 200, or 401 once its session is over. */
export async function sessionOf(context: BrowserContext): Promise<number> {
  return (await context.request.get('/api/auth/session')).status();
}
