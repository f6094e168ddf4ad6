import { randomBytes } from 'node:crypto';
import { databaseOfItsOwn, dropOwn } from '#server/testing/own-database.ts';
import { run } from '#server/testing/process.ts';
import { type Answer, askAt } from './ask.ts';
import { OWNER, type Served, vaultHome } from './home.ts';

/** One server with a folder of its own, as on a machine of its own. */
export type Replica = {
  port: number;
  settings: NodeJS.ProcessEnv;
  server: Served;
  /** Starts it once it has ended, on its port and in its folder. */
  startAgain(): Promise<void>;
};

/** Servers on one PostgreSQL with one key, as an operator runs them, and an owner who can sign in. */
export type Replicas = {
  all: readonly Replica[];
  /** What they share. */
  settings: NodeJS.ProcessEnv & { DATABASE_URL?: string };
  /** Runs an operator's command beside the first. */
  admin(...args: string[]): Promise<{ code: number | null; printed: string }>;
  close(): Promise<void>;
};

/** Starts that many. All of them migrate the empty database at once, as after an update. */
export async function givenReplicas(count: number, more: NodeJS.ProcessEnv = {}): Promise<Replicas> {
  const database = await databaseOfItsOwn();
  const shared = { KAGI_ENCRYPTION_KEY: randomBytes(32).toString('hex'), ...more };
  const homes = await Promise.all(Array.from({ length: count }, () => vaultHome(database)));
  const all = await Promise.all(
    homes.map(async ({ settings, start }): Promise<Replica> => {
      const server = await start(shared);
      const port = Number(new URL(server.base).port);
      const startAgain = async () => {
        replica.server = await start({ ...shared, PORT: String(port) });
      };
      const replica = { port, settings: { ...settings, ...shared }, server, startAgain };
      return replica;
    }),
  );
  return {
    all,
    settings: { ...database, ...shared },
    admin: (...args) => run('server/admin.ts', args, { ...all[0]?.settings }).ended(),
    close: async () => {
      for (const home of homes) await home.remove();
      await dropOwn(database);
    },
  };
}

/** Who asks: by cookie or by access key, and from which of loopback's addresses. */
export type Asker = { cookie?: string; key?: string; from?: string; headers?: Record<string, string> };

/** Asks whatever listens on this port. */
export function ask(port: number, asker: Asker, line: string, body?: unknown): Promise<Answer> {
  const { cookie, key, headers, ...from } = asker;
  const [method = '', path = ''] = line.split(' ');
  const who = {
    ...(cookie === undefined ? {} : { cookie, 'sec-fetch-site': 'same-origin' }),
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };
  return askAt(`http://127.0.0.1:${port}`, method, path, { body, ...from, headers: { ...who, ...headers } });
}

/** Signs the owner in. @returns the cookie that he got. */
export async function signIn(port: number, asker: Asker = {}): Promise<string> {
  const headers = { 'sec-fetch-site': 'same-origin', ...asker.headers };
  return cookieOf(await ask(port, { ...asker, headers }, 'POST /api/auth/sign-in', OWNER));
}

/** The cookie that an answer gives. @throws {Error} with the answer, if it gives none. */
export function cookieOf({ status, headers, text }: Answer): string {
  const [cookie] = headers['set-cookie']?.[0]?.split(';') ?? [];
  if (cookie === undefined) throw new Error(`There is no cookie in the answer ${status} ${text}`);
  return cookie;
}
