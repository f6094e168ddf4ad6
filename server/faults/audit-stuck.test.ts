import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOwn } from '#server/testing/own-database.ts';
import type { Answer, Ask } from './testing/ask.ts';
import { givenCategory, givenServer, type Home, type Owner, type Served } from './testing/home.ts';

// Whatever gives a secret is recorded first: here it cannot be, since the log's table is locked, or takes no row.

const CANARY = 'canary-of-the-audit-log';
const SEED = 'MNQW4YLSPFZWKZLENFXGSYLL';
const onPostgres = test.runIf(process.env.KAGI_TEST_POSTGRES_URL);

let home: Home;
let server: Served;
let owner: Owner;
let ask: Ask;
const ids = { entry: '', token: '', project: '', file: '' };

beforeAll(async () => {
  ({ home, server, owner, ask } = await givenServer());
  const categoryId = await givenCategory(ask);
  ids.entry = await made('/api/entries', { categoryId, name: 'Shop', value: CANARY });
  ids.token = await made('/api/2fa', { service: 'GitHub', secret: SEED, recoveryCodes: [CANARY, CANARY] });
  ids.project = await made('/api/envs', { name: 'Shop' });
  ids.file = await made(`/api/envs/${ids.project}/files`, { fileType: 'env', content: `A=${CANARY}` });
});
afterAll(() => home.remove());

async function made(path: string, body: unknown): Promise<string> {
  const { json, text } = await ask('POST', path, { body });
  if (typeof json.id !== 'string') throw new Error(text);
  return json.id;
}

const prompt = 'payments with Stripe';

/** Everything that gives a secret and records it ahead. */
const giving: Record<string, () => Promise<Answer>> = {
  'a reveal': () => ask('POST', `/api/entries/${ids.entry}/reveal`),
  'a reveal by name': () =>
    ask('POST', '/api/entries/reveal', {
      body: { name: 'Shop', environment: 'production', variable: 'STRIPE_SECRET_KEY' },
    }),
  'a one-time code': () => ask('POST', `/api/2fa/${ids.token}/reveal`),
  'an env file': () => ask('POST', `/api/envs/${ids.project}/files/${ids.file}/reveal`),
  'an export': () => ask('GET', '/api/export'),
  'an export as JSON': () => ask('GET', '/api/export?format=json'),
  'an extraction': () => ask('POST', '/api/ai/extract', { body: { prompt } }),
  'an extraction of what was chosen': () => ask('POST', '/api/ai/extract', { body: { choose: [ids.entry] } }),
};

const askAll = () => Promise.all(Object.values(giving).map((give) => give()));

function demandRefused(answers: readonly Answer[]): void {
  for (const { status, json, headers, text } of answers) {
    expect([status, json.code, headers['retry-after']]).toEqual([503, 'AUDIT_UNAVAILABLE', '5']);
    expect(text).not.toMatch(/canary|\d{6}/);
  }
}

async function demandGiven(): Promise<void> {
  for (const { status, text } of await askAll()) {
    expect([status, text]).toEqual([200, expect.stringMatching(/canary|"code":"\d{6}"/)]);
  }
  const verdict = await server.as(owner.session)('POST', '/api/audit/verify');
  expect(verdict.json).toMatchObject({ brokenAt: null });
}

/** Works in the vault's database beside the server. */
async function inDatabase(work: (execute: (sql: string) => Promise<unknown>) => Promise<void>): Promise<void> {
  const db = await openOwn(home.settings.DATABASE_URL ?? null, home.settings.KAGI_DATA_DIR);
  await db.fork().transactional((em) => work((sql) => em.execute(sql)));
  await db.close();
}

onPostgres('nothing gives a secret while the table of the log is locked, and everything does afterwards', async () => {
  await inDatabase(async (execute) => {
    await execute('lock table audit_event in access exclusive mode');
    // It stays locked until they are answered.
    demandRefused(await askAll());
    expect((await ask('GET', '/api/entries')).status).toBe(200);
  });
  await demandGiven();
});

const REFUSE = `
  create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room: canary'; end $$;
  create trigger refuse before insert on audit_event execute function refuse()`;
const NO_REFUSAL = 'drop trigger refuse on audit_event; drop function refuse()';

/** Does it while no server has the embedded folder. */
async function betweenServers(sql: string): Promise<void> {
  expect(await server.stop()).toBe(0);
  await inDatabase(async (execute) => void (await execute(sql)));
  server = await home.start();
  ask = server.as(owner.key);
}

test('nothing gives a secret, changes one or takes a recovery code while the log takes no row, and everything does afterwards', async () => {
  await betweenServers(REFUSE);
  demandRefused(await askAll());
  const entry = `/api/entries/${ids.entry}`;
  const changes = [
    await ask('PUT', entry, { body: { value: 'changed' } }),
    await ask('DELETE', entry),
    await ask('POST', `/api/2fa/${ids.token}/recovery-code`),
  ];
  demandRefused(changes);
  await betweenServers(NO_REFUSAL);
  await demandGiven();
  expect((await ask('GET', `/api/2fa/${ids.token}`)).json).toMatchObject({ recoveryCodesLeft: 2 });
});
