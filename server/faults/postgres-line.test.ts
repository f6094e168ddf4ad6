import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import { databaseOfItsOwn, dropOwn } from '#server/testing/own-database.ts';
import type { Answer, Ask } from './testing/ask.ts';
import { givenCategory, givenServer, type Home, type Owner, type Served } from './testing/home.ts';
import { isCommit, type Line, lineTo, type Mishap } from './testing/line.ts';

// What becomes of requests when the line between a server and its PostgreSQL is cut at the worst moments, or falls
// silent.

const isLong = process.env.KAGI_TEST_LONG;
const onPostgres = test.runIf(process.env.KAGI_TEST_POSTGRES_URL);

let database: { DATABASE_URL?: string } = {};
let line: Line;
let home: Home;
let server: Served;
let owner: Owner;
let ask: Ask;
let categoryId: string;

beforeAll(async () => {
  database = await databaseOfItsOwn();
  if (database.DATABASE_URL === undefined) return;
  line = await lineTo(database.DATABASE_URL);
  ({ home, server, owner, ask } = await givenServer({ DATABASE_URL: line.url }));
  categoryId = await givenCategory(ask);
});
afterAll(async () => {
  await home?.remove();
  line?.close();
  await dropOwn(database);
});
beforeEach(() => line?.noMishap());

const create = (name: string) => {
  const options = { body: { categoryId, name, value: `sk_live_${name}` }, headers: { 'idempotency-key': name } };
  return ask('POST', '/api/entries', options);
};
const named = async (name: string) => JSON.parse((await ask('GET', `/api/entries?name=${name}`)).text);

function demandRefusal(answer: Answer, code = 'UNAVAILABLE'): void {
  expect([answer.status, answer.json.code, answer.headers['retry-after']]).toEqual([503, code, expect.any(String)]);
}

onPostgres.each<Mishap>(['loses it', 'loses its answer'])(
  'a creation whose COMMIT meets a line that %s is answered 503, and repeated under its key makes one row',
  async (mishap) => {
    const name = newId();
    const happened = line.mishap(mishap, isCommit);
    demandRefusal(await create(name));
    await happened;
    expect(await named(name)).toHaveLength(mishap === 'loses it' ? 0 : 1);
    const again = await create(name);
    expect([again.status, (await create(name)).json]).toEqual([201, again.json]);
    expect(await named(name)).toEqual([expect.objectContaining({ id: again.json.id })]);
  },
);

onPostgres.each<Mishap>(['loses it', 'loses its answer'])(
  'wherever in a creation the line %s, the answer is 503 or the row is there, and repeated there is one',
  async (mishap) => {
    let cuts = 0;
    for (let at = 1; ; at++) {
      const name = newId();
      let messages = 0;
      let isCut = false;
      void line.mishap(mishap, () => ++messages === at).then(() => (isCut = true));
      const answer = await create(name);
      line.noMishap();
      await setImmediate();
      // It was done before so many were said.
      if (!isCut) {
        expect(answer.status).toBe(201);
        break;
      }
      cuts += 1;
      if (answer.status !== 201) demandRefusal(answer);
      const again = await create(name);
      expect(again.status, again.text).toBe(201);
      expect(await named(name)).toEqual([expect.objectContaining({ id: again.json.id })]);
    }
    // Less would not even be a transaction with an audit event.
    expect(cuts).toBeGreaterThan(5);
  },
);

onPostgres.each<Mishap>(['loses it', 'loses its answer'])(
  'wherever in a reveal the line %s, no secret comes without its event',
  async (mishap) => {
    const name = newId();
    const { id } = (await create(name)).json;
    const revealed: string[] = [];
    for (let at = 1; ; at++) {
      let messages = 0;
      let isCut = false;
      void line.mishap(mishap, () => ++messages === at).then(() => (isCut = true));
      const answer = await ask('POST', `/api/entries/${id}/reveal`);
      line.noMishap();
      await setImmediate();
      if (answer.status === 200) revealed.push(String(answer.headers['x-request-id']));
      else {
        expect(answer.text).not.toContain('sk_live_');
        expect([answer.status, answer.json.code]).toEqual([503, expect.stringMatching(/^(AUDIT_)?UNAVAILABLE$/)]);
        expect(answer.headers['retry-after']).toEqual(expect.any(String));
      }
      if (!isCut) break;
    }
    const events: { requestId: string }[] = JSON.parse((await ask('GET', '/api/audit?action=entry.reveal')).text);
    expect(events.map(({ requestId }) => requestId)).toEqual(expect.arrayContaining(revealed));
    expect((await server.as(owner.session)('POST', '/api/audit/verify')).json).toMatchObject({ brokenAt: null });
  },
);

// More than there are connections.
const CROWD = 30;
const CONNECTIONS = 10;

onPostgres(
  'a silent database holds those whom it answers afterwards, and the others are refused meanwhile',
  async () => {
    line.fallSilent();
    let refused = 0;
    const { promise: others, resolve } = Promise.withResolvers<void>();
    const crowd = Array.from({ length: CROWD }, async () => {
      const answer = await ask('GET', '/api/categories');
      if (answer.status === 503 && ++refused === CROWD - CONNECTIONS) resolve();
      return answer;
    });
    await others;
    expect((await server.as({})('GET', '/healthz')).status).toBe(200);
    demandRefusal(await server.as({})('GET', '/readyz'));
    line.speakAgain();
    const answers = await Promise.all(crowd);
    for (const answer of answers) if (answer.status !== 200) demandRefusal(answer);
    // As many as had a connection when it fell silent.
    expect(answers.map(({ status }) => status)).toContain(200);
    expect((await ask('GET', '/api/categories')).status).toBe(200);
  },
);

const LATE_MS = 150;
// At least six messages, one after the other: more than the two seconds that a recording may take.
const TOO_LATE_MS = 600;

onPostgres(
  'a slow database makes all slow and nothing wrong; too slow to record in time, it gives no secret',
  async () => {
    const name = newId();
    const { id } = (await create(name)).json;
    line.slowDown(LATE_MS);
    const crowd = await Promise.all(Array.from({ length: CROWD }, () => ask('GET', '/api/categories')));
    expect(new Set(crowd.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await ask('POST', `/api/entries/${id}/reveal`)).json).toMatchObject({ value: `sk_live_${name}` });
    line.slowDown(TOO_LATE_MS);
    const slow = ask('POST', `/api/entries/${id}/reveal`);
    expect((await server.as({})('GET', '/healthz')).status).toBe(200);
    const refused = await slow;
    demandRefusal(refused, 'AUDIT_UNAVAILABLE');
    expect(refused.text).not.toContain('sk_live_');
    line.slowDown(0);
    expect((await ask('POST', `/api/entries/${id}/reveal`)).status).toBe(200);
  },
);

test.runIf(process.env.KAGI_TEST_POSTGRES_URL && isLong)(
  'a database that stays silent keeps nobody for ever, and is asked again once it speaks',
  async () => {
    line.fallSilent();
    const crowd = await Promise.all(Array.from({ length: CROWD }, () => ask('GET', '/api/categories')));
    for (const answer of crowd) demandRefusal(answer);
    expect((await server.as({})('GET', '/healthz')).status).toBe(200);
    line.speakAgain();
    expect((await ask('GET', '/api/categories')).status).toBe(200);
  },
);
