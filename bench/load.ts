import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { cpuMicrosOf } from './process-facts.ts';

/** One request, sent again and again. */
export type Ask = {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  /** `{n}` in it becomes another number each time. */
  body?: string;
};

/** What came of sending it for a while. */
export type Load = {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Of the server's process, user and system. Null where it is not ours to look at. */
  cpuMicros: number | null;
  /** Of one core, by wrk itself: what is near 1 measured wrk. */
  generatorShare: number;
};

const SCRIPT = join(import.meta.dirname, 'load.lua');
export const CONNECTIONS = 16;

const result = z.object({
  requests: z.number().positive(),
  micros: z.number().positive(),
  refused: z.number(),
  broken: z.number(),
  p50Micros: z.number(),
  p99Micros: z.number(),
});

/**
 * Sends it over 16 connections for so many seconds.
 * @throws {Error} if any answer was not as good as it should be: what is refused is fast.
 */
export async function load(ask: Ask, seconds: number, server: { pid: number | null; expects: number }): Promise<Load> {
  const before = server.pid === null ? 0 : await cpuMicrosOf(server.pid);
  const { told, generatorMicros } = await wrk(ask, seconds);
  const cpu = server.pid === null ? null : (await cpuMicrosOf(server.pid)) - before;
  const { requests, micros, refused, broken } = told;
  const bad = server.expects < 400 ? refused : requests - refused;
  if (bad + broken > 0)
    throw new Error(`${ask.method} ${ask.url}: ${bad} wrong answers, ${broken} broken connections.`);
  return {
    perSecond: (requests / micros) * 1e6,
    p50Ms: told.p50Micros / 1000,
    p99Ms: told.p99Micros / 1000,
    cpuMicros: cpu === null ? null : cpu / requests,
    generatorShare: generatorMicros / micros,
  };
}

async function wrk({ url, method, headers, body }: Ask, seconds: number) {
  const lines = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const options = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--timeout', '30s', '-s', SCRIPT, ...lines];
  const args = [...options, url, '--', method, ...(body === undefined ? [] : [body])];
  const child = spawn('wrk', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  // Looked at while it runs: of a process that has ended, Linux keeps no times.
  let generatorMicros = 0;
  const look = setInterval(async () => {
    generatorMicros = child.pid === undefined ? 0 : await cpuMicrosOf(child.pid).catch(() => generatorMicros);
  }, 100);
  const [printed] = await Promise.all([text(child.stdout), once(child, 'close')]).finally(() => clearInterval(look));
  const line = printed.trim().split('\n').at(-1) ?? '';
  return { told: result.parse(JSON.parse(line)), generatorMicros };
}
