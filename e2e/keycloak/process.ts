import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '#e2e/server.ts';

/** A Keycloak that answers. */
export type Running = { url: string; stop(): Promise<void> };

/** It listens on this machine alone, and is gone with the tests. */
export const MASTER = { username: 'admin', password: 'for-the-tests-of-this-machine' };

/** What it does in its first seconds runs once: the better compiler would not pay off. */
const JAVA_OPTIONS = '-XX:TieredStopAtLevel=1';
const READY_MS = 240_000;
const ASK_EVERY_MS = 200;

/** Runs until its input ends, which it also does when we are killed; then ends all of its group, as which it was started. */
const WATCHED = '{ sh "$@" </dev/null; kill -TERM 0; } & read -r _; kill -TERM 0';

/** Starts one in development mode on free ports, and waits until it says that it is ready. */
export async function launch(home: string, jdk: string): Promise<Running> {
  const [port, healthPort] = [await freePort(), await freePort()];
  const options = [`--http-port=${port}`, `--http-management-port=${healthPort}`, '--http-host=127.0.0.1'];
  const command = [join(home, 'bin/kc.sh'), 'start-dev', '--cache=local', '--health-enabled=true', ...options];
  const child = spawn('sh', ['-c', WATCHED, 'sh', ...command], { env: environment(jdk), detached: true });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed += String(text)));
  const ended = once(child, 'close');
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  if (await isReady(`http://127.0.0.1:${healthPort}/health/ready`, ended))
    return { url: `http://127.0.0.1:${port}`, stop };
  await stop();
  throw new Error(`Keycloak did not start, and said:\n${printed}`);
}

function environment(jdk: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    JAVA_HOME: jdk,
    JAVA_OPTS_APPEND: JAVA_OPTIONS,
    KC_BOOTSTRAP_ADMIN_USERNAME: MASTER.username,
    KC_BOOTSTRAP_ADMIN_PASSWORD: MASTER.password,
  };
}

/** Whether it says so before it ends or the time is over. */
async function isReady(url: string, ended: Promise<unknown>): Promise<boolean> {
  let isOver = false;
  const over = ended.then(() => {
    isOver = true;
  });
  const last = Date.now() + READY_MS;
  while (!isOver && Date.now() < last) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return true;
    await Promise.race([wait(ASK_EVERY_MS), over]);
  }
  return false;
}
