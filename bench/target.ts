import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, run } from '#server/testing/process.ts';

/** A server under measurement. */
export type Target = {
  name: string;
  url: string;
  /** Null where it was not started here. */
  pid: number | null;
  /** An access key with every scope that the cases ask for. */
  token: string;
  /** A browser's session; null where none was given. */
  cookie: string | null;
};

export type Started = Target & { readyMs: number; stop(): Promise<void> };

export const ADMIN = { email: 'owner@example.test', password: 'pocket-lantern-harbour-73' };
const SCOPES = ['categories:write', 'entries:read', 'entries:write', 'entries:reveal', 'stats:read', 'export:read'];

/** Starts the product as its operator would, on this database or the embedded one. */
export async function startKagi(name: string, databaseUrl: string | null): Promise<Started> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kagi-bench-'));
  const port = await freePort();
  const began = performance.now();
  const { child, says, ended } = run('bin/kagi.mjs', [], {
    PORT: String(port),
    KAGI_DATA_DIR: dataDir,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    KAGI_METRICS: 'on',
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  });
  await says('is reached as');
  const readyMs = performance.now() - began;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ name, url, readyMs, pid: child.pid ?? null },
    ...(await credentials(url)),
    stop: async () => {
      child.kill('SIGTERM');
      await ended();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts what does nothing else, on a database of its own. */
export async function startLimits(databaseUrl: string): Promise<Started> {
  const port = await freePort();
  const began = performance.now();
  const { child, says, ended } = run('bench/limits.mjs', [String(port), databaseUrl], { NODE_ENV: 'production' });
  await says('The limits stand.');
  return {
    ...{ name: 'limits', url: `http://127.0.0.1:${port}`, pid: child.pid ?? null, token: '', cookie: null },
    readyMs: performance.now() - began,
    stop: async () => {
      child.kill('SIGTERM');
      await ended();
    },
  };
}

/** Asks the API by JSON. @throws {Error} with the answer, unless it is a good one. */
export async function ask<T>(url: string, headers: Record<string, string>, body?: object): Promise<T> {
  const json = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(url, { ...sent, headers: { ...headers, ...(body === undefined ? {} : json) } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  // Whoever asks knows the answer's shape.
  return (await answer.json()) as T;
}

async function credentials(url: string): Promise<{ token: string; cookie: string }> {
  const signedIn = await fetch(`${url}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(ADMIN),
  });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const wish = { name: 'bench', scopes: SCOPES };
  const { key } = await ask<{ key: string }>(`${url}/api/access-keys`, { cookie, origin: url }, wish);
  return { token: key, cookie };
}
