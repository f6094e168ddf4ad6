import { afterEach, describe, expect, test } from 'vitest';
import type { Answer } from './testing/ask.ts';
import { type Balancer, installed, startBalancer } from './testing/balancer.ts';
import { ask, givenReplicas, type Replica, type Replicas, signIn } from './testing/replicas.ts';

// One server of three is killed under load, again and again: its neighbours go on, and a balancer's clients lose no
// more than the requests that were with it.

const COUNT = 3;
const KILLS = process.env.KAGI_TEST_LONG ? 10 : 2;
const LANES = 8;
const ANSWERS_BETWEEN = 30;

type Seen = { began: number; failed: boolean };

const kinds = process.env.KAGI_TEST_POSTGRES_URL ? installed(process.env) : [];
let replicas: Replicas | undefined;
let balancer: Balancer | undefined;

afterEach(async () => {
  await balancer?.stop();
  await replicas?.close();
}, 120_000);

describe.runIf(kinds.length > 0)('one server of three', () => {
  test.each(kinds)(
    `killed ${KILLS} times under load, takes down only what was with it, behind %s`,
    {
      timeout: 1_200_000,
    },
    async (kind) => {
      replicas = await givenReplicas(COUNT);
      balancer = await startBalancer(
        kind,
        replicas.all.map(({ port }) => port),
      );
      const door = await doorOf(replicas, balancer);
      const load = underLoad(door);
      for (let kill = 0; kill < KILLS; kill++) {
        const victim = replicas.all[1 + (kill % (COUNT - 1))];
        await load.until(ANSWERS_BETWEEN);
        if (victim !== undefined) await killAndSee(victim, load);
      }
      const { created, answered } = await load.stop();
      const kept = await door.entries();
      console.info(`${answered} answers and ${created.size} writes behind ${kind}, ${KILLS} kills`);
      expect([...created].filter((id) => !kept.has(id))).toEqual([]);
      expect(created.size).toBeGreaterThan(0);
      expect(await replicas.admin('audit:verify')).toMatchObject({ code: 0 });
    },
  );
});

/** Kills it, and lets the load go on: what began after its end must not fail. Then it comes back. */
async function killAndSee(victim: Replica, load: Load): Promise<void> {
  const before = load.seen.length;
  await victim.server.kill();
  const diedAt = load.turn();
  await load.until(ANSWERS_BETWEEN);
  const since = load.seen.slice(before);
  expect(since.filter(({ began, failed }) => failed && began > diedAt)).toEqual([]);
  expect(since.filter(({ failed }) => failed).length).toBeLessThanOrEqual(LANES);
  await victim.startAgain();
}

type Door = Awaited<ReturnType<typeof doorOf>>;

/** What a program does through the balancer. */
async function doorOf({ all }: Replicas, { port }: Balancer) {
  const cookie = await signIn(all[0]?.port ?? 0);
  const owner = (line: string, body: unknown) => ask(all[0]?.port ?? 0, { cookie }, line, body);
  const category = { name: 'Stripe', keyType: 'simple', envVarName: 'STRIPE_SECRET_KEY' };
  const categoryId = (await owner('POST /api/categories', category)).json.id;
  const scopes = ['entries:read', 'entries:write', 'entries:reveal'];
  const key = String((await owner('POST /api/access-keys', { name: 'CI', scopes })).json.key);
  const { json } = await owner('POST /api/entries', { categoryId, name: 'First', value: 'sk_live_1' });
  const call = (line: string, body?: unknown) => ask(port, { key }, line, body);
  return {
    reveal: () => call(`POST /api/entries/${json.id}/reveal`),
    create: (name: string) => call('POST /api/entries', { categoryId, name, value: name }),
    entries: async () => {
      const { text } = await owner('GET /api/entries?search=load', undefined);
      const entries: { id: string }[] = JSON.parse(text);
      return new Set(entries.map(({ id }) => id));
    },
  };
}

type Load = ReturnType<typeof underLoad>;

/** Whether a server answered, be it that it was too busy; a balancer that has none to ask answers otherwise. */
function isOurs(answer: Answer | null): boolean {
  if (answer === null) return false;
  const { status, json } = answer;
  return (
    status === 201 || (status === 200 && json.value === 'sk_live_1') || (status === 503 && json.code !== undefined)
  );
}

/** Reads and writes without a pause, until it is stopped. */
function underLoad(door: Door) {
  const seen: Seen[] = [];
  const created = new Set<string>();
  let turns = 0;
  let isOver = false;
  const once = async () => {
    turns += 1;
    const began = turns;
    const answer = await (began % 4 === 0 ? door.create(`load ${began}`) : door.reveal()).catch(() => null);
    if (answer?.status === 201) created.add(String(answer.json.id));
    seen.push({ began, failed: !isOurs(answer) });
  };
  const lane = async () => {
    while (!isOver) await once();
  };
  const lanes = Array.from({ length: LANES }, lane);
  return {
    seen,
    turn: () => turns,
    until: async (more: number) => {
      const from = seen.length;
      await expect.poll(() => seen.length - from, { timeout: 600_000 }).toBeGreaterThanOrEqual(more);
    },
    stop: async () => {
      isOver = true;
      await Promise.all(lanes);
      return { created, answered: seen.filter(({ failed }) => !failed).length };
    },
  };
}
