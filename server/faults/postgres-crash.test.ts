import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '#server/testing/postgres.ts';
import type { Answer } from './testing/ask.ts';
import { givenServer, type Home, type Owner, type Served } from './testing/home.ts';
import { holdAgainst } from './testing/look.ts';
import { newWitness, type Witness, writeOn } from './testing/writers.ts';

// Crashes a PostgreSQL of its own under a server that is written to. KAGI_TEST_LONG=1 does it thirty times.

const CRASHES = process.env.KAGI_TEST_LONG ? 30 : 3;
const WRITERS = 8;
const ANSWERS_BETWEEN = 40;
// All connections that there are, and one for the crash that comes before the first is noticed.
const MOST_REFUSALS = 12;
const onPostgres = test.runIf(process.env.KAGI_TEST_POSTGRES_URL);

let postgres: TestPostgres | null = null;
let home: Home;
let server: Served;
let owner: Owner;
let witness: Witness;

beforeAll(async () => {
  if (!process.env.KAGI_TEST_POSTGRES_URL) return;
  postgres = await startPostgres();
  const given = await givenServer({ DATABASE_URL: postgres?.url ?? '' });
  ({ home, server, owner } = given);
  witness = await newWitness(given.ask);
});
afterAll(async () => {
  await home?.remove();
  await postgres?.stop();
});

/** One request after the other, until one is good. */
async function askedUntilGood(): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (;;) {
    const answer = await server.as(owner.key)('GET', '/api/categories');
    answers.push(answer);
    if (answer.status === 200) return answers;
  }
}

onPostgres(
  `a PostgreSQL that crashes ${CRASHES} times under load costs refusals and no acknowledged write`,
  async () => {
    const waits: number[] = [];
    for (let crash = 0; crash < CRASHES; crash++) {
      let isOver = false;
      let answers = 0;
      const { promise: enough, resolve } = Promise.withResolvers<void>();
      // The writers stop when they are told so, and fail at whatever is neither done nor refused with Retry-After.
      const acknowledged = () => {
        if (answers++ === ANSWERS_BETWEEN) resolve();
        if (isOver) throw new Error('enough');
      };
      const writers = Array.from({ length: WRITERS }, () => writeOn(server.as(owner.key), witness, acknowledged));
      await Promise.race([enough, Promise.all(writers)]);
      await postgres?.crash();
      const back = performance.now();
      const asked = await askedUntilGood();
      waits.push(Math.round(performance.now() - back));
      expect(asked.length).toBeLessThanOrEqual(MOST_REFUSALS);
      for (const { status, headers } of asked.slice(0, -1))
        expect([status, headers['retry-after']]).toEqual([503, '2']);
      isOver = true;
      await Promise.all(writers);
      await holdAgainst(witness, server, owner);
    }
    console.log(`${CRASHES} crashes of PostgreSQL; good again after ${waits.join(', ')} ms.`);
  },
);
