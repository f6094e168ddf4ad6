import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { migrationsDone, migrationsKnown } from '#server/db/migrate.ts';
import { databaseOfItsOwn, dropOwn, openOwn } from '#server/testing/own-database.ts';
import { type Home, ownerOf, vaultHome } from './testing/home.ts';
import { type Line, lineTo } from './testing/line.ts';
import { givenReplicas } from './testing/replicas.ts';

// Kills a server in the middle of its first start, which makes the tables; and starts several at once.

const isLong = process.env.KAGI_TEST_LONG;
const CUTS = isLong ? 20 : 1;
const STARTS = isLong ? 20 : 2;
const onPostgres = test.runIf(process.env.KAGI_TEST_POSTGRES_URL);
const onEmbedded = test.runIf(!process.env.KAGI_TEST_POSTGRES_URL);

let home: Home;
afterEach(() => home?.remove());

type Where = { DATABASE_URL?: string; KAGI_DATA_DIR: string };

async function onDatabase<T>(where: Where, work: (db: Awaited<ReturnType<typeof openOwn>>) => Promise<T>): Promise<T> {
  const db = await openOwn(where.DATABASE_URL ?? null, where.KAGI_DATA_DIR);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/** All tables are there as the entities describe them, each migration was done once, and there is one key and one admin. */
async function demandWhole(where: Where): Promise<void> {
  await onDatabase(where, async (db) => {
    expect(await db.unhurried((orm) => orm.schema.getUpdateSchemaSQL({ wrap: false }))).toBe('');
    expect(await migrationsDone(db.fork())).toEqual(migrationsKnown());
    const sql =
      'select (select count(*)::int from instance_key) as keys, (select count(*)::int from user_account) as users';
    expect(await db.fork().execute(sql)).toEqual([{ keys: 1, users: 1 }]);
  });
}

/** The next start makes the rest, and the vault works. */
async function demandNextStart(): Promise<void> {
  const server = await home.start();
  const { key } = await ownerOf(server);
  expect((await server.as(key)('GET', '/api/entries')).status).toBe(200);
  expect(await server.stop()).toBe(0);
  await demandWhole(home.settings);
}

const altersTables = (message: string) => /(create|alter) table|create (unique )?index/i.test(message);
const isAnything = () => true;

/** Watches a first start on an empty PostgreSQL from its line. @returns how many messages of a kind it sends. */
async function countInStart(isMeant: (message: string) => boolean): Promise<number> {
  return withLine(async (line) => {
    let messages = 0;
    void line.mishap('holds it', (message) => {
      if (isMeant(message)) messages += 1;
      return false;
    });
    await (await home.start()).stop();
    return messages;
  });
}

/** Kills a first start at one of its messages, and starts again. */
async function killAtMessage(number: number, isMeant: (message: string) => boolean): Promise<void> {
  await withLine(async (line) => {
    let messages = 0;
    const held = line.mishap('holds it', (message) => isMeant(message) && ++messages === number);
    const starting = await home.launch();
    await held;
    await starting.kill();
    await demandNextStart();
  });
}

async function withLine<T>(work: (line: Line) => Promise<T>): Promise<T> {
  const database = await databaseOfItsOwn();
  const line = await lineTo(database.DATABASE_URL ?? '');
  home = await vaultHome({ DATABASE_URL: line.url });
  try {
    return await work(line);
  } finally {
    await home.remove();
    line.close();
    await dropOwn(database);
  }
}

onPostgres(
  `a first start that is killed at any of its statements, ${2 * CUTS} times, is made good by the next`,
  async () => {
    for (const isMeant of [altersTables, isAnything]) {
      const all = await countInStart(isMeant);
      // After the first, so that something has been done.
      for (let cut = 0; cut < CUTS; cut++) await killAtMessage(randomInt(2, all), isMeant);
    }
  },
);

onEmbedded(`a first start that is killed ${CUTS} times, at any moment, is made good by the next`, async () => {
  home = await vaultHome({ isEmpty: true });
  const begin = performance.now();
  await (await home.start()).stop();
  const whole = performance.now() - begin;
  for (let cut = 0; cut < CUTS; cut++) {
    await home.remove();
    home = await vaultHome({ isEmpty: true });
    const starting = await home.launch();
    await setTimeout(Math.random() * whole);
    await starting.kill();
    await demandNextStart();
  }
});

onPostgres(
  `three replicas that start at once on an empty database all come up, ${STARTS} times, and make one vault`,
  async () => {
    for (let start = 0; start < STARTS; start++) {
      const { all, settings, close } = await givenReplicas(3);
      for (const { server } of all) expect((await server.as({})('GET', '/readyz')).status).toBe(200);
      expect(await Promise.all(all.map(({ server }) => server.stop()))).toEqual([0, 0, 0]);
      await demandWhole({ ...settings, KAGI_DATA_DIR: '' });
      await close();
    }
  },
);

test('a server refuses a database that a later version has used, and says so', async () => {
  home = await vaultHome();
  await (await home.start()).stop();
  await onDatabase(home.settings, (db) => db.fork().execute("insert into migrations (name) values ('9999-later')"));
  const { running } = await home.launch();
  const { code, printed } = await running.ended();
  expect([code, printed]).toEqual([
    1,
    'Kagi does not start. The database was used by a later version of Kagi (9999-later). Start that version instead.\n',
  ]);
});
