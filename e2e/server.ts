import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/postgresql';

/** The product as an operator starts it: one process, one port, a vault of its own. */
export type Server = {
  url: string;
  /** What it printed for whoever comes first; null once there is an owner. */
  setupLink: string | null;
  stop(): Promise<void>;
};

export type ServerOptions = {
  /** A PostgreSQL on which it gets a database of its own; null: the embedded one. */
  postgresUrl: string | null;
  admin?: { email: string; password: string };
  /** Any free one, unless it is to be seen in a picture. */
  port?: number;
  /** More settings, by their names. */
  env?: Record<string, string>;
};

const PRODUCT = join(import.meta.dirname, '../bin/kagi.mjs');
const READY = /is reached as (\S+)/;
const LINK = /(\S+\/setup#token=\S+)/;

/** Starts one on a folder that goes with it. */
export async function startServer({ postgresUrl, admin, port, env = {} }: ServerOptions): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'kagi-e2e-'));
  const database = postgresUrl === null ? null : await newDatabase(postgresUrl);
  const child = spawn(process.execPath, [PRODUCT], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(port ?? (await freePort())),
      KAGI_DATA_DIR: folder,
      LOG_LEVEL: 'error',
      ...(database === null ? {} : { DATABASE_URL: database.url }),
      ...(admin ? { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password } : {}),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const printed = await read(child.stdout, child.stderr, ended, admin === undefined ? LINK : READY);
  return {
    url: READY.exec(printed)?.[1] ?? '',
    setupLink: LINK.exec(printed)?.[1] ?? null,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** All that is printed until some words are. */
async function read(
  stdout: NodeJS.ReadableStream,
  stderr: NodeJS.ReadableStream,
  ended: Promise<unknown>,
  words: RegExp,
): Promise<string> {
  let printed = '';
  let isOver = false;
  for (const stream of [stdout, stderr]) stream.on('data', (text) => (printed += String(text)));
  const over = ended.then(() => {
    isOver = true;
  });
  while (!words.test(printed)) {
    await Promise.race([once(stdout, 'data'), over]);
    if (isOver) throw new Error(`The server ended before it was ready, and said:\n${printed}`);
  }
  return printed;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

async function newDatabase(postgresUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `kagi_e2e_${randomBytes(6).toString('hex')}`;
  await run(postgresUrl, `create database ${name}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(postgresUrl, `drop database ${name} with (force)`) };
}

async function run(clientUrl: string, sql: string): Promise<void> {
  const orm = await MikroORM.init({ clientUrl, entities: [], discovery: { warnWhenNoEntities: false } });
  await orm.em
    .getConnection()
    .execute(sql)
    .finally(() => orm.close());
}
