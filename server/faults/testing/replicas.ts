import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { databaseOfItsOwn, dropOwn } from '#server/testing/own-database.ts';
import { freePort, type Running, run } from '#server/testing/process.ts';

export const OWNER = { email: 'ada@example.test', password: 'a horse, a battery, a staple' };

/** One server: a process with a folder of its own, as on a machine of its own. */
export type Replica = { port: number; running: Running; settings: NodeJS.ProcessEnv };

/** Servers on one PostgreSQL with one key, as an operator runs them, and an owner who can sign in. */
export type Replicas = {
  all: readonly Replica[];
  /** What they share. */
  settings: NodeJS.ProcessEnv;
  /** Runs an operator's command beside the first. */
  admin(...args: string[]): Promise<{ code: number | null; printed: string }>;
  close(): Promise<void>;
};

/** Starts that many. All of them migrate the empty database at once, as after an update. */
export async function givenReplicas(count: number, more: NodeJS.ProcessEnv = {}): Promise<Replicas> {
  const folder = await mkdtemp(join(tmpdir(), 'kagi-replicas-'));
  const settings = {
    KAGI_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    ADMIN_EMAIL: OWNER.email,
    ADMIN_PASSWORD: OWNER.password,
    ...(await databaseOfItsOwn()),
    ...more,
  };
  const all = await Promise.all(Array.from({ length: count }, (_, at) => start(settings, join(folder, String(at)))));
  return {
    all,
    settings,
    admin: (...args) => run('server/admin.ts', args, { ...all[0]?.settings }).ended(),
    close: async () => {
      for (const { running } of all) {
        running.child.kill('SIGKILL');
        await running.ended();
      }
      await dropOwn(settings);
      await rm(folder, { recursive: true });
    },
  };
}

/** Starts one that has ended, on its port and in its folder. */
export async function startAgain(replica: Replica): Promise<void> {
  replica.running = run('server/main.ts', [], replica.settings);
  await replica.running.says('Kagi listens on');
}

async function start(shared: NodeJS.ProcessEnv, dataDir: string): Promise<Replica> {
  const port = await freePort();
  const settings = { ...shared, KAGI_DATA_DIR: dataDir, PORT: String(port) };
  const running = run('server/main.ts', [], settings);
  await running.says('Kagi listens on');
  return { port, running, settings };
}

export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The body as JSON; `null` where it is none. */
  json: Record<string, unknown> & { id: string };
};

/** Who asks: by cookie or by access key, and from which of loopback's addresses. */
export type Asker = { cookie?: string; key?: string; from?: string; headers?: Record<string, string> };

/** Asks the server on this port, on a connection of its own. */
export async function ask(
  port: number,
  { cookie, key, from, headers }: Asker,
  line: string,
  body?: unknown,
): Promise<Answer> {
  const [method = '', path = ''] = line.split(' ');
  const call = request({
    ...{ host: '127.0.0.1', port, method, path, agent: false },
    ...(from === undefined ? {} : { localAddress: from }),
    headers: {
      ...(cookie === undefined ? {} : { cookie, 'sec-fetch-site': 'same-origin' }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
  });
  call.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = await once(call, 'response');
  const answered = await text(response);
  const json = /^[[{]/.test(answered) ? JSON.parse(answered) : null;
  return { status: response.statusCode, headers: response.headers, text: answered, json };
}

/** Signs the owner in. @returns the cookie that he got. */
export async function signIn(port: number, { email, password } = OWNER, asker: Asker = {}): Promise<string> {
  const headers = { 'sec-fetch-site': 'same-origin', ...asker.headers };
  const answer = await ask(port, { ...asker, headers }, 'POST /api/auth/sign-in', { email, password });
  if (answer.status !== 204) throw new Error(`The sign-in was answered with ${answer.status} ${answer.text}`);
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}
