import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOwn } from '#server/testing/own-database.ts';
import { givenCategory, givenServer, type Home, type Owner, type Served } from './testing/home.ts';

// Tells a server to stop while a hundred requests are under way.

const REQUESTS = 100;
// On PostgreSQL these wait for a table: one for each connection there is.
const WAITING = process.env.KAGI_TEST_POSTGRES_URL ? 10 : 0;

let home: Home;
let server: Served;
let owner: Owner;
let categoryId: string;

beforeAll(async () => {
  const given = await givenServer();
  ({ home, server, owner } = given);
  categoryId = await givenCategory(given.ask);
});
afterAll(() => home.remove());

// The others are refused before they ask the database, which has no time for a hundred at once on a busy machine.
const creates = (name: string) => name.endsWith('0');

/** Sends a request but for the last byte of its body, and waits until the server has begun to read it. */
async function half(name: string) {
  const body = JSON.stringify({ categoryId, name, value: name });
  const headers = { ...owner.session, 'content-type': 'application/json', 'content-length': body.length };
  const options = { method: 'POST', agent: false, headers: { ...headers, expect: '100-continue' } };
  const sent = request(new URL(creates(name) ? '/api/entries' : '/api/auth/sign-in', server.base), options);
  sent.flushHeaders();
  await once(sent, 'continue');
  sent.write(body.slice(0, -1));
  const answered = once(sent, 'response').then(async ([response]) => {
    const { name, code } = JSON.parse(await text(response));
    return [response.statusCode, name ?? code];
  });
  return { answered, finish: () => sent.end(body.slice(-1)) };
}

/** Locks the table of entries, and lets requests run into it; `release` lets them go on. */
async function waitingForTable(count: number) {
  if (count === 0) return { answered: [], release: async () => {} };
  const db = await openOwn(home.settings.DATABASE_URL ?? null, home.settings.KAGI_DATA_DIR);
  const locked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const lock = db.fork().transactional(async (em) => {
    await em.execute('lock table entry in access exclusive mode');
    locked.resolve();
    await released.promise;
  });
  await locked.promise;
  const answered = Array.from({ length: count }, () => server.as(owner.key)('GET', '/api/entries'));
  const sql =
    "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  while ((await db.fork().execute<{ n: number }[]>(sql))[0]?.n !== count) await setImmediate();
  return {
    answered,
    release: async () => {
      released.resolve();
      await lock;
      await db.close();
    },
  };
}

test(`${REQUESTS} requests under way finish with their own answers after SIGTERM, no new one comes in, and it exits 0`, async () => {
  const names = Array.from({ length: REQUESTS - WAITING }, (_, number) => `Shop ${number}`);
  const halves = await Promise.all(names.map(half));
  const waiting = await waitingForTable(WAITING);
  server.running.child.kill('SIGTERM');
  await server.running.says('Stopping');
  await expect(server.as(owner.key)('GET', '/api/entries')).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
  await waiting.release();
  for (const { status } of await Promise.all(waiting.answered)) expect(status).toBe(200);
  for (const { finish } of halves) finish();
  const own = (name: string) => (creates(name) ? [201, name] : [400, 'VALIDATION_ERROR']);
  expect(await Promise.all(halves.map(({ answered }) => answered))).toEqual(names.map(own));
  expect((await server.running.ended()).code).toBe(0);

  server = await home.start();
  const found: { name: string }[] = JSON.parse((await server.as(owner.key)('GET', '/api/entries')).text);
  expect(found.map(({ name }) => name).toSorted()).toEqual(names.filter(creates).toSorted());
});
