import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '#server/db/query.ts';
import { openOwn } from '#server/testing/own-database.ts';
import { type Balancer, installed, type Kind, startBalancer } from './testing/balancer.ts';
import { OWNER } from './testing/home.ts';
import { listen } from './testing/listener.ts';
import { type Asker, ask, cookieOf, givenReplicas, type Replicas, signIn } from './testing/replicas.ts';

// Three servers on one PostgreSQL, asked each by itself and through a balancer that takes them in turn: what one of
// them is told holds on the others at the very next request.

const COUNT = 3;
const CLIENTS = 4;
const LANES = 8;
const REVEALS = process.env.KAGI_TEST_LONG ? 500 : 100;
/** Where nobody is: a client at another of loopback's addresses, which no proxy is trusted to be. */
const CLIENT = '127.0.0.9';

const kinds = process.env.KAGI_TEST_POSTGRES_URL ? installed(process.env) : [];
const balancers = new Map<Kind, Balancer>();
let replicas: Replicas;
let cookie = '';

describe.runIf(process.env.KAGI_TEST_POSTGRES_URL)(`${COUNT} servers on one database`, () => {
  beforeAll(async () => {
    replicas = await givenReplicas(COUNT, {
      PUBLIC_URL: 'https://kagi.example.test',
      KAGI_TRUSTED_PROXIES: '127.0.0.1',
    });
    for (const kind of kinds) balancers.set(kind, await startBalancer(kind, ports()));
    cookie = await signIn(portOf(0));
  }, 300_000);
  afterAll(async () => {
    for (const balancer of balancers.values()) await balancer.stop();
    await replicas.close();
  }, 120_000);

  const ports = () => replicas.all.map(({ port }) => port);
  const portOf = (at: number) => ports()[at % COUNT] ?? 0;
  const owner = (at: number, line: string, body?: unknown) => ask(portOf(at), { cookie }, line, body);

  /** Asks each server, and as often through each balancer that it asks each server, too. @returns the statuses there were. */
  async function everywhere(asker: Asker, line: string, body?: unknown): Promise<Set<number>> {
    const behind = [...balancers.values()].flatMap(({ port }) => Array.from({ length: COUNT }, () => port));
    const answers = [...ports(), ...behind].map((port) => ask(port, asker, line, body));
    return new Set((await Promise.all(answers)).map(({ status }) => status));
  }

  async function givenKey(more: object = {}): Promise<{ id: string; key: string }> {
    const body = { name: 'CI', scopes: ['entries:read', 'entries:reveal', 'entries:write'], ...more };
    const { status, json } = await owner(0, 'POST /api/access-keys', body);
    expect(status).toBe(201);
    return { id: String(json.id), key: String(json.key) };
  }

  async function givenEntry(): Promise<string> {
    const category = { name: 'Stripe', keyType: 'simple', envVarName: 'STRIPE_SECRET_KEY' };
    const { json } = await owner(0, 'POST /api/categories', category);
    const entry = await owner(1, 'POST /api/entries', { categoryId: json.id, name: 'Shop', value: 'sk_live_1' });
    expect(entry.status).toBe(201);
    return String(entry.json.id);
  }

  test('an access key that is revoked on one is refused by all', async () => {
    const { id, key } = await givenKey();
    expect(await everywhere({ key }, 'GET /api/entries')).toEqual(new Set([200]));
    expect((await owner(1, `DELETE /api/access-keys/${id}`)).status).toBe(204);
    expect(await everywhere({ key }, 'GET /api/entries')).toEqual(new Set([401]));
  });

  test('an access key that has expired by the database’s clock is refused by all', async () => {
    const { key: other } = await givenKey({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    const expiresAt = new Date(Date.now() + 3_000).toISOString();
    const { key } = await givenKey({ expiresAt });
    await everywhere({ key }, 'GET /api/entries');
    const db = await openOwn(replicas.settings.DATABASE_URL ?? null, '');
    const isOver = async () => (await db.fork().execute('select now() >= ? as over', [expiresAt]))[0];
    await expect.poll(isOver, { timeout: 60_000 }).toEqual({ over: true });
    await db.close();
    expect(await everywhere({ key }, 'GET /api/entries')).toEqual(new Set([401]));
    expect(await everywhere({ key: other }, 'GET /api/entries')).toEqual(new Set([200]));
  });

  test('an entry that leaves a limited key’s reach on one is out of it on all', async () => {
    const id = await givenEntry();
    const { key } = await givenKey({ names: ['Shop'] });
    expect(await everywhere({ key }, `POST /api/entries/${id}/reveal`)).toEqual(new Set([200]));
    expect((await owner(2, `PUT /api/entries/${id}`, { name: 'Blog' })).status).toBe(200);
    expect(await everywhere({ key }, `POST /api/entries/${id}/reveal`)).toEqual(new Set([404]));
  });

  test.each([
    ['signs out', (other: string) => ask(portOf(1), { cookie: other }, 'POST /api/auth/sign-out')],
    [
      'is ended from elsewhere',
      async (other: string) => {
        const { text } = await ask(portOf(1), { cookie: other }, 'GET /api/sessions');
        const sessions: { id: string; current: boolean }[] = JSON.parse(text);
        return owner(2, `DELETE /api/sessions/${sessions.find(({ current }) => current)?.id}`);
      },
    ],
    [
      'is ended by another password',
      () => owner(0, 'POST /api/auth/password', { current: OWNER.password, next: `${OWNER.password}!` }),
    ],
  ])('a session that %s on one is refused by all', async (what, end) => {
    const other = await signIn(portOf(0));
    expect(await everywhere({ cookie: other }, 'GET /api/categories')).toEqual(new Set([200]));
    expect((await end(other)).status).toBeLessThan(300);
    expect(await everywhere({ cookie: other }, 'GET /api/categories')).toEqual(new Set([401]));
    expect(await everywhere({ cookie }, 'GET /api/categories')).toEqual(new Set([200]));
    if (what === 'is ended by another password') {
      const back = { current: `${OWNER.password}!`, next: OWNER.password };
      expect((await owner(1, 'POST /api/auth/password', back)).status).toBe(204);
    }
  });

  test('a person who is disabled at one is refused by all, with cookie and key', async () => {
    const { printed } = await replicas.admin('user', 'invite', 'bob@example.test');
    const token = /#token=(\S+)/.exec(printed)?.[1];
    const accept = { token, email: 'bob@example.test', name: 'Bob', password: OWNER.password };
    const headers = { 'sec-fetch-site': 'same-origin' };
    const accepted = await ask(portOf(1), { headers }, 'POST /api/auth/accept', accept);
    const bob = { cookie: cookieOf(accepted) };
    const made = await ask(portOf(2), bob, 'POST /api/access-keys', { name: 'CI', scopes: ['entries:read'] });
    const key = { key: String(made.json.key) };
    for (const asker of [bob, key]) expect(await everywhere(asker, 'GET /api/entries')).toEqual(new Set([200]));
    expect(await replicas.admin('user', 'disable', 'bob@example.test')).toMatchObject({ code: 0 });
    for (const asker of [bob, key]) expect(await everywhere(asker, 'GET /api/entries')).toEqual(new Set([401]));
  });

  test('five wrong passwords, spread over the servers, slow the account down on all', async () => {
    const tryAt = async (at: number) => {
      const headers = { 'sec-fetch-site': 'same-origin' };
      const body = { email: 'eve@example.test', password: `wrong ${at}` };
      return (await ask(portOf(at), { headers }, 'POST /api/auth/sign-in', body)).status;
    };
    for (let at = 0; at < 5; at++) expect(await tryAt(at)).toBe(401);
    expect(await Promise.all([0, 1, 2].map(tryAt))).toEqual([429, 429, 429]);
  });

  test('a request with the same Idempotency-Key is carried out once, whichever servers it reaches', async () => {
    const category = { name: 'Once', keyType: 'simple', envVarName: 'ONCE' };
    const { key } = await givenKey({ scopes: ['categories:read', 'categories:write'] });
    const asker = { key, headers: { 'idempotency-key': 'a key of the client' } };
    const create = (port: number, name: string) => ask(port, asker, 'POST /api/categories', { ...category, name });
    const doors = [...ports(), ...ports(), ...[...balancers.values()].map(({ port }) => port)];
    const answers = await Promise.all(doors.map((port) => create(port, 'Once')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    const { json } = await ask(portOf(1), { key }, 'GET /api/categories?search=once');
    expect(json).toHaveLength(1);
    for (const port of ports()) expect(await create(port, 'Other')).toMatchObject({ status: 409 });
  });

  test('what changes on one is told at once to whoever listens on any', async () => {
    const doors = [...ports(), ...[...balancers.values()].map(({ port }) => port)];
    const listeners = await Promise.all(doors.map((port) => listen(port, cookie)));
    const create = async (at: number) => {
      const category = { name: 'Live', keyType: 'simple', envVarName: 'LIVE' };
      return String((await owner(at, 'POST /api/categories', category)).json.id);
    };
    // A stream that has answered may not listen yet; from its first news on it misses nothing.
    const deaf = () => listeners.filter(({ heard }) => heard().length === 0).length;
    await expect.poll(async () => [await create(0), deaf()][1], { timeout: 60_000 }).toBe(0);
    const changed = await Promise.all([0, 1, 2].map(create));
    for (const { heard } of listeners) {
      await expect.poll(heard, { timeout: 60_000 }).toEqual(expect.arrayContaining(changed));
    }
    for (const { end } of listeners) end();
  });

  test.runIf(kinds.length > 0)(
    `${CLIENTS} × ${REVEALS} reveals at once make one chain without a gap, and one event each`,
    { timeout: 1_200_000 },
    async () => {
      const id = await givenEntry();
      const keys = await Promise.all(Array.from({ length: CLIENTS }, () => givenKey()));
      const [balancer] = [...balancers.values()];
      const answered: string[] = [];
      const revealAll = async (key: string, count: number) => {
        for (let left = count; left > 0; ) {
          const { status, json, headers } = await ask(balancer?.port ?? 0, { key }, `POST /api/entries/${id}/reveal`);
          // On a busy machine the log may be slower than it may be: then nothing was revealed, and it is asked again.
          if (status === 503) continue;
          expect([status, json.value]).toEqual([200, 'sk_live_1']);
          answered.push(String(headers['x-request-id']));
          left -= 1;
        }
      };
      const began = performance.now();
      const share = Array.from({ length: LANES }, (_, lane) => Math.ceil((REVEALS - lane) / LANES));
      await Promise.all(keys.flatMap(({ key }) => share.map((count) => revealAll(key, count))));
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      console.info(`${answered.length} reveals through the balancer in ${seconds} s`);
      expect(answered).toHaveLength(CLIENTS * REVEALS);
      await expectOneChain(answered);
    },
  );

  /** The owner's chain follows upon itself, holds each of these requests once, and verifies. */
  async function expectOneChain(requestIds: readonly string[]): Promise<void> {
    const { json } = await owner(0, 'GET /api/auth/session');
    const db = await openOwn(replicas.settings.DATABASE_URL ?? null, '');
    const events = await query(db.fork())
      .selectFrom('audit_event')
      .select(['sequence', 'hash', 'previousHash', 'requestId', 'action', 'outcome'])
      .where('chainId', '=', (json.user as { id: string }).id)
      .orderBy('sequence')
      .execute();
    await db.close();
    expect(events.map(({ sequence }) => Number(sequence))).toEqual(events.map((_, at) => at + 1));
    expect(events.slice(1).map(({ previousHash }) => previousHash)).toEqual(
      events.slice(0, -1).map(({ hash }) => hash),
    );
    const reveals = events.filter(({ action, outcome }) => action === 'entry.reveal' && outcome === 'ok');
    const ids = reveals.map(({ requestId }) => requestId);
    expect(requestIds.filter((id) => ids.filter((each) => each === id).length !== 1)).toEqual([]);
    expect(await replicas.admin('audit:verify')).toMatchObject({ code: 0 });
  }

  test.each(kinds)('behind %s, cookie and log are those of the client and of HTTPS', async (kind) => {
    const port = balancers.get(kind)?.port ?? 0;
    const headers = { 'sec-fetch-site': 'same-origin', 'x-forwarded-for': '203.0.113.9' };
    const answer = await ask(port, { from: CLIENT, headers }, 'POST /api/auth/sign-in', OWNER);
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^__Host-kagi=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(answer.headers['strict-transport-security']).toBeDefined();
    const own = { cookie: cookieOf(answer) };
    const { json } = await ask(port, own, 'GET /api/audit?action=sign-in.password&limit=1');
    expect(json).toMatchObject([{ outcome: 'ok', address: CLIENT }]);
  });

  test('a client that reaches a server past the balancer is logged as himself, whatever he says of himself', async () => {
    const asker = { from: CLIENT, headers: { 'x-forwarded-for': '203.0.113.9' } };
    const own = { cookie: await signIn(portOf(0), asker) };
    const { json } = await ask(portOf(1), own, 'GET /api/audit?action=sign-in.password&limit=1');
    expect(json).toMatchObject([{ outcome: 'ok', address: CLIENT }]);
  });
});
