import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenServer, type Home, type Owner, type Served } from './testing/home.ts';
import { holdAgainst } from './testing/look.ts';
import { newWitness, type Witness, writeOn } from './testing/writers.ts';

// A whole server is killed again and again while programs write to it over REST, and some of its starts are cut off
// too. What it had answered must be there each time. KAGI_TEST_LONG=1 does it over 500 times on both databases.

const KILLS = process.env.KAGI_TEST_LONG ? 260 : 13;
const WRITERS = 6;
const MOST_ANSWERS = 60;
// Each look reads the whole log and all entries: from time to time it begins anew.
const KILLS_OF_ONE_VAULT = 52;

let home: Home;
let owner: Owner;
let witness: Witness;

let server: Served;

async function newVault(): Promise<void> {
  const given = await givenServer();
  ({ home, server, owner } = given);
  witness = await newWitness(given.ask);
}

beforeAll(newVault);
afterAll(() => home.remove());

/** Kills it after a random number of answers, and a moment that hits somewhere in the requests under way. */
async function killInTheMiddle(): Promise<number> {
  const wanted = Math.floor(Math.random() * MOST_ANSWERS);
  let answers = 0;
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  const acknowledged = () => {
    if (answers++ === wanted) resolve();
  };
  const writers = Array.from({ length: WRITERS }, () => writeOn(server.as(owner.key), witness, acknowledged));
  await Promise.race([enough, Promise.all(writers)]);
  await setTimeout(Math.random() * 5);
  await server.kill();
  await Promise.all(writers);
  return answers;
}

/** Lets it get somewhere into its start, which recovers what the kill before it left. */
async function killAtStart(withinMs: number): Promise<void> {
  const starting = await home.launch();
  await setTimeout(Math.random() * withinMs);
  await starting.kill();
}

test(`loses nothing and tears nothing through ${KILLS} kills of the server, and all that was answered is in the log`, async () => {
  let kills = 0;
  let answers = 0;
  let startMs = 1_000;
  const began = performance.now();
  while (kills < KILLS) {
    answers += await killInTheMiddle();
    kills += 1;
    if (kills % 3 === 0) {
      await killAtStart(startMs);
      kills += 1;
    }
    const begin = performance.now();
    server = await home.start();
    startMs = performance.now() - begin;
    await holdAgainst(witness, server, owner);
    if (kills % KILLS_OF_ONE_VAULT === 0 && kills < KILLS) {
      await home.remove();
      await newVault();
    }
  }
  const perMinute = Math.round(kills / ((performance.now() - began) / 60_000));
  console.log(`${kills} kills, ${perMinute} a minute; ${answers} acknowledged requests, none lost.`);
  expect(await server.stop()).toBe(0);
});
