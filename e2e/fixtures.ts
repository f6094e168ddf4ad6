import { randomBytes } from 'node:crypto';
import { type Browser, type BrowserContext, test as base, request } from '@playwright/test';
import { type Api, apiOf } from './api.ts';
import { type Server, startServer } from './server.ts';
import { type Watched, watch } from './watch.ts';

export { expect } from '@playwright/test';

export type Options = { postgresUrl: string | null };

/** Someone who has a vault, as the browser of this journey knows him. */
export type Person = { email: string; name: string; password: string; api: Api };

type OfWorker = Options & {
  /** Origins that pages of this server may lead to and ask, beside their own. */
  others: readonly string[];
  server: Server;
  /** Makes a person, and signs a browser in as them. */
  invite: (context: BrowserContext) => Promise<Person>;
};
type OfTest = {
  watched: Watched;
  /** Signed in, with an empty vault. */
  person: Person;
  /** A vault that nobody has come to yet. */
  emptyServer: Server;
  /** Another browser, of which nobody knows, at this server or at one that is named. */
  newBrowser: (server?: Server) => Promise<BrowserContext>;
};

/** Who has the server that is started for a worker. No journey touches his vault. */
export const ADMIN = { email: 'owner@example.test', password: 'pocket-lantern-harbour-73' };

export const test = base.extend<OfTest, OfWorker>({
  postgresUrl: [null, { option: true, scope: 'worker' }],

  others: [[], { scope: 'worker' }],

  server: [
    async ({ postgresUrl }, use) => {
      const server = await startServer({ postgresUrl, admin: ADMIN });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  invite: [
    async ({ server }, use) => {
      const owner = await request.newContext();
      const api = apiOf(owner, server.url);
      await api('POST', '/auth/sign-in', ADMIN);
      await use((context) => join(api, context, server.url));
      await owner.dispose();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  watched: [
    async ({ context, server, others }, use) => {
      const watched = watch(context, server.url, { others });
      await use(watched);
      watched.check();
    },
    { auto: true },
  ],

  person: async ({ context, invite }, use) => use(await invite(context)),

  emptyServer: [
    async ({ postgresUrl }, use) => {
      const server = await startServer({ postgresUrl });
      await use(server);
      await server.stop();
    },
    { timeout: 60_000 },
  ],

  newBrowser: async ({ browser, server: usual, others, watched: { provoked } }, use) => {
    const opened: { context: BrowserContext; watched: Watched }[] = [];
    await use(async ({ url } = usual) => {
      const context = await browserOf(browser, url);
      opened.push({ context, watched: watch(context, url, { others, provoked }) });
      return context;
    });
    for (const { context, watched } of opened) {
      await context.close();
      watched.check();
    }
  },
});

function browserOf(browser: Browser, baseURL: string): Promise<BrowserContext> {
  const permissions = ['clipboard-read', 'clipboard-write'];
  return browser.newContext({ baseURL, permissions, locale: 'en-GB', viewport: { width: 1440, height: 900 } });
}

/** As an invited guest joins, except that the link is not clicked. */
async function join(owner: Api, context: BrowserContext, origin: string): Promise<Person> {
  const mark = randomBytes(5).toString('hex');
  const person = { email: `ada-${mark}@example.test`, name: 'Ada Example', password: `violet-anchor-${mark}-meadow` };
  const { url } = await owner<{ url: string }>('POST', '/invitations', { email: person.email });
  const token = new URLSearchParams(new URL(url).hash.slice(1)).get('token');
  const api = apiOf(context.request, origin);
  await api('POST', '/auth/accept', { token, ...person });
  return { ...person, api };
}
