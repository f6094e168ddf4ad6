/**
 * What the vault costs, beside what a bare server costs on the same machine in the same run.
 *
 *   npm run bench                                every case: three rounds of 8 s, in turn with its limit
 *   npm run bench -- --quick                     one round of 2 s
 *   npm run bench -- --only reveal               cases whose name holds these words
 *   npm run bench -- --embedded                  on the embedded database
 *   npm run bench -- --against URL --token KEY   another server with the same routes beside it
 *   npm run bench -- --json FILE                 where the figures go besides
 *
 * It wants wrk, a PostgreSQL and Linux.
 */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { newDatabase } from '#server/testing/own-database.ts';
import { startPostgres } from '#server/testing/postgres.ts';
import { CASES } from './cases.ts';
import { memoryOf } from './process-facts.ts';
import { type Line, measure, print } from './table.ts';
import { startKagi, startLimits, type Target } from './target.ts';
import { type Seeded, seed } from './vault.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    embedded: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    against: { type: 'string' },
    token: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});

demandWrk();
const postgres = await startPostgres({ isDurable: true });
if (postgres === null) throw new Error('There is no PostgreSQL on this machine (Debian: apt-get install postgresql).');
const started: { stop(): Promise<void> }[] = [postgres];
try {
  await bench(postgres.url);
} finally {
  for (const one of started.reverse()) await one.stop();
}

async function bench(serverUrl: string): Promise<void> {
  const limits = await startLimits(await newDatabase(serverUrl));
  started.push(limits);
  const kagi = await startKagi('Kagi', values.embedded ? null : await newDatabase(serverUrl));
  started.push(kagi);
  const idle = await memoryOf(kagi.pid ?? 0);
  console.log(`Ready after ${Math.round(kagi.readyMs)} ms, idle at ${Math.round(idle.nowMb)} MB.`);
  const targets = await Promise.all([kagi, ...other()].map(async (target) => ({ target, vault: await seed(target) })));
  const lines = await measureAll(limits, targets);
  const memory = { idleMb: idle.nowMb, ...(await memoryOf(kagi.pid ?? 0)) };
  print(lines);
  console.log(`Memory: idle ${Math.round(memory.idleMb)} MB, peak ${Math.round(memory.peakMb)} MB.`);
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const figures = { at: new Date().toISOString(), machine, embedded: values.embedded, readyMs: kagi.readyMs, memory };
  if (values.json) await writeFile(values.json, `${JSON.stringify({ ...figures, lines }, null, 2)}\n`);
}

async function measureAll(limits: Target, targets: { target: Target; vault: Seeded }[]): Promise<Line[]> {
  const length = values.quick ? { rounds: 1, seconds: 2 } : { rounds: 3, seconds: 8 };
  const lines: Line[] = [];
  for (const one of CASES.filter(({ name }) => name.includes(values.only))) {
    process.stdout.write(`${one.name} … `);
    const measured = await measure(one, { limits, targets }, length);
    console.log(measured.map(({ perSecond }) => `${Math.round(perSecond)}/s`).join(', '));
    lines.push(...measured);
  }
  return lines;
}

function other(): Target[] {
  const { against: url, token } = values;
  return url === undefined ? [] : [{ name: new URL(url).host, url, pid: null, token, cookie: null }];
}

function demandWrk(): void {
  try {
    execFileSync('wrk', ['--version'], { stdio: 'ignore' });
  } catch (error) {
    // It ends with 1 wherever it only says its version.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Error('There is no wrk on this machine (Debian: apt-get install wrk).');
  }
}
