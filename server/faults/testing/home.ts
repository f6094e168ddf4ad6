import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { templateFolder } from '#server/testing/embedded.ts';
import { databaseOfItsOwn, dropOwn } from '#server/testing/own-database.ts';
import { freePort, type Running, run } from '#server/testing/process.ts';
import { scopeNames } from '#shared/scopes.ts';
import { type Ask, askAt, type Question } from './ask.ts';

// Whole processes are started again and again, which takes long where the machine has other things to do.
vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 600_000 });

/** What outlives the processes of a vault: its folder, its database, its keys. */
export type Home = {
  settings: { KAGI_DATA_DIR: string; DATABASE_URL?: string };
  /** Starts a server, `under` another program if one is given, and does not wait until it is up. */
  launch(more?: NodeJS.ProcessEnv, under?: readonly string[]): Promise<Served>;
  /** The same, once it is up. */
  start(more?: NodeJS.ProcessEnv, under?: readonly string[]): Promise<Served>;
  /** Kills what still runs, and leaves nothing behind. Asked again, it does nothing. */
  remove(): Promise<void>;
};

/** One process that serves a vault. */
export type Served = {
  running: Running;
  base: string;
  up(): Promise<void>;
  /** Speaks to it with these credentials. */
  as(credentials: Record<string, string>): Ask;
  kill(): Promise<void>;
  /** Tells it to stop. @returns its exit code. */
  stop(): Promise<number | null>;
};

export const OWNER = { email: 'ada@example.test', password: 'a horse, a battery, a staple' };

type Given = {
  /** A PostgreSQL; where there is none, a database on the one that the tests have, or else embedded. */
  DATABASE_URL?: string;
  /** Leaves the making of the embedded folder and its tables to the first start. */
  isEmpty?: boolean;
};

export async function vaultHome({ isEmpty = false, ...own }: Given = {}): Promise<Home> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kagi-faults-'));
  const ofTests = own.DATABASE_URL === undefined ? await databaseOfItsOwn() : {};
  const settings = { KAGI_DATA_DIR: dataDir, ...ofTests, ...own };
  if (settings.DATABASE_URL === undefined && !isEmpty)
    await cp(await templateFolder(), join(dataDir, 'db'), { recursive: true });
  const alive = new Set<Running>();
  let isRemoved = false;

  async function launch(more: NodeJS.ProcessEnv = {}, under: readonly string[] = []): Promise<Served> {
    const { PORT = String(await freePort()) } = more;
    const admin = { ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password };
    const running = run('server/main.ts', [], { ...settings, ...admin, LOG_LEVEL: 'warn', ...more, PORT }, under);
    alive.add(running);
    running.child.once('close', () => alive.delete(running));
    return served(running, `http://127.0.0.1:${PORT}`);
  }

  return {
    settings,
    launch,
    start: async (more, under) => {
      const server = await launch(more, under);
      await server.up();
      return server;
    },
    remove: async () => {
      if (isRemoved) return;
      isRemoved = true;
      for (const running of alive) await end(running, 'SIGKILL');
      await dropOwn(ofTests);
      await rm(dataDir, { recursive: true });
    },
  };
}

function served(running: Running, base: string): Served {
  return {
    running,
    base,
    up: async () => void (await running.says('is reached as')),
    as: (credentials) => {
      return (method, path, question: Question = {}) =>
        askAt(base, method, path, { ...question, headers: { ...credentials, ...question.headers } });
    },
    kill: async () => void (await end(running, 'SIGKILL')),
    stop: () => end(running, 'SIGTERM'),
  };
}

async function end(running: Running, signal: NodeJS.Signals): Promise<number | null> {
  running.child.kill(signal);
  return (await running.ended()).code;
}

export type Owner = { session: Record<string, string>; key: Record<string, string> };

/** Signs the owner in, and makes him an access key of all scopes: both outlive the process. */
export async function ownerOf(server: Served): Promise<Owner> {
  const fromPage = { 'sec-fetch-site': 'same-origin' };
  const { headers } = await server.as(fromPage)('POST', '/api/auth/sign-in', { body: OWNER });
  const session = { ...fromPage, cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
  const body = { name: 'Faults', scopes: scopeNames };
  const { json, text } = await server.as(session)('POST', '/api/access-keys', { body });
  if (typeof json.key !== 'string') throw new Error(text);
  return { session, key: { authorization: `Bearer ${json.key}` } };
}

/** A vault that serves, and its owner. `ask` is his program. */
export async function givenServer(given: Given = {}, more: NodeJS.ProcessEnv = {}) {
  const home = await vaultHome(given);
  const server = await home.start(more);
  const owner = await ownerOf(server);
  return { home, server, owner, ask: server.as(owner.key) };
}

/** Makes what an entry needs. @returns its id. */
export async function givenCategory(ask: Ask): Promise<string> {
  const body = { name: 'Stripe', keyType: 'simple', envVarName: 'STRIPE_SECRET_KEY' };
  const { status, json, text } = await ask('POST', '/api/categories', { body });
  if (status !== 201) throw new Error(text);
  return String(json.id);
}
