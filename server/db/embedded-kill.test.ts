import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { dataFolders, openEmbedded } from './testing/folders.ts';

const ROUNDS = 3;
const folders = dataFolders();
const writer = join(import.meta.dirname, 'testing/write-pairs.ts');

/** Lets a process write until it has been told of so many pairs, kills it, and gives the last it was told of. */
async function writeAndKill(dataDir: string, pairs: number): Promise<number> {
  const child = spawn(process.execPath, [writer, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  let told = 0;
  let last = 0;
  for await (const line of createInterface(child.stdout)) {
    last = Number(line);
    told += 1;
    if (told === pairs) child.kill('SIGKILL');
  }
  expect(await gone).toEqual([null, 'SIGKILL']);
  return last;
}

test(`keeps all that was acknowledged, and nothing by halves, through ${ROUNDS} kills in the middle of writing`, async () => {
  const dataDir = await folders.built();
  for (let round = 1; round <= ROUNDS; round++) {
    const acknowledged = await writeAndKill(dataDir, 20 + Math.floor(Math.random() * 200));
    const db = await openEmbedded(dataDir);
    const sql = 'select count(distinct pair)::int as pairs, count(*)::int as rows from half';
    const [found] = await db.fork().execute<{ pairs: number; rows: number }[]>(sql);
    // The pair under way may have got through without a word.
    expect([acknowledged, acknowledged + 1]).toContain(found?.pairs);
    expect(found?.rows).toBe((found?.pairs ?? 0) * 2);
    await db.close();
  }
});
