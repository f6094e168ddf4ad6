import type { Case } from './cases.ts';
import { CONNECTIONS, type Load, load } from './load.ts';
import type { Target } from './target.ts';
import type { Seeded } from './vault.ts';

/** A case as it was measured: of each figure the median of its rounds. */
export type Line = {
  name: string;
  target: string;
  limit: string;
  limitPerSecond: number;
  limitCpuMicros: number | null;
  limitGeneratorShare: number;
  ratio: number;
  goal: number;
} & Load;

const SLOW_SECONDS = 24;

type Rounds = { rounds: number; seconds: number };

/** Measures a case in turn with its limit, so that whatever else the machine does falls on both. */
export async function measure(
  one: Case,
  { limits, targets }: { limits: Target; targets: readonly { target: Target; vault: Seeded }[] },
  { rounds, seconds: usual }: Rounds,
): Promise<Line[]> {
  const seconds = one.isSlow === true ? Math.max(usual, SLOW_SECONDS) : usual;
  const asked = targets.flatMap(({ target, vault }) => {
    const ask = one.ask(target, vault);
    return ask === null ? [] : [{ target, ask, loads: [] as Load[] }];
  });
  const limit: Load[] = [];
  const method = one.limit === '/c' ? 'POST' : 'GET';
  const body = method === 'POST' ? { body: '{"name":"{n}","value":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}' } : {};
  for (let round = 0; round < rounds; round++) {
    const bare = { method, url: limits.url + one.limit, headers: {}, ...body } as const;
    limit.push(await load(bare, seconds, { pid: limits.pid, expects: 200 }));
    for (const { target, ask, loads } of asked)
      loads.push(await load(ask, seconds, { pid: target.pid, expects: one.status }));
  }
  const base = medianOf(limit);
  return asked.map(({ target, loads }) => {
    const ours = medianOf(loads);
    return {
      ...{ name: one.name, target: target.name, limit: one.limit, goal: one.goal, ...ours },
      limitPerSecond: base.perSecond,
      limitCpuMicros: base.cpuMicros,
      limitGeneratorShare: base.generatorShare,
      ratio: ours.perSecond / base.perSecond,
    };
  });
}

/** Prints them as a person reads them. */
export function print(lines: readonly Line[]): void {
  console.log(
    `\n${CONNECTIONS} connections; per second and CPU of the server; the share of the limit that is reached\n`,
  );
  console.table(
    Object.fromEntries(
      lines.map((line) => [
        `${line.name}${line.target === 'Kagi' ? '' : ` (${line.target})`}`,
        {
          'req/s': Math.round(line.perSecond),
          'p50 ms': round(line.p50Ms),
          'p99 ms': round(line.p99Ms),
          'CPU µs': line.cpuMicros === null ? '–' : Math.round(line.cpuMicros),
          limit: line.limit,
          'its req/s': Math.round(line.limitPerSecond),
          'its CPU µs': line.limitCpuMicros === null ? '–' : Math.round(line.limitCpuMicros),
          share: round(line.ratio),
          goal: line.goal,
          reached: line.ratio >= line.goal ? 'yes' : 'no',
          'wrk busy': round(Math.max(line.generatorShare, line.limitGeneratorShare)),
        },
      ]),
    ),
  );
}

function medianOf(loads: readonly Load[]): Load {
  const median = (of: (load: Load) => number) => {
    const sorted = loads.map(of).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return {
    perSecond: median((one) => one.perSecond),
    p50Ms: median((one) => one.p50Ms),
    p99Ms: median((one) => one.p99Ms),
    cpuMicros: loads.some(({ cpuMicros }) => cpuMicros === null) ? null : median((one) => one.cpuMicros ?? 0),
    generatorShare: median((one) => one.generatorShare),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
