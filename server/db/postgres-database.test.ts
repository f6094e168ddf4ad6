import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { startPostgres } from '#server/testing/postgres.ts';
import { openDatabase } from './open.ts';
import { openPostgres } from './postgres-database.ts';
import { eventually } from './testing/folders.ts';
import { DatabaseUnavailable, isUnavailable } from './unavailable.ts';

// These crash the server under its clients, so that they need one of their own.
const postgres = await startPostgres();
afterAll(() => postgres?.stop());

const NOWHERE = 'postgresql://kagi@127.0.0.1:1/kagi';
const RECOVERY_MS = 5_000;

const open = (url: string) =>
  openDatabase({
    url,
    dataDir: '',
    warn: console.warn,
    onFatal: (error) => {
      throw error;
    },
  });

test('says that the database is away when nobody answers', async () => {
  expect(isUnavailable(await open(NOWHERE).catch((error: unknown) => error))).toBe(true);
});

describe.runIf(postgres !== null)('with a PostgreSQL of its own', () => {
  const url = postgres?.url ?? NOWHERE;

  test('answers again within five seconds after a crash of the server, and only fails as unavailable', async () => {
    const db = await open(url);
    const ask = () => db.fork().execute('select 1 as one');
    const outcomes = Promise.allSettled(Array.from({ length: 20 }, () => db.fork().execute('select pg_sleep(5)')));
    await postgres?.crash();
    const back = Date.now();
    expect(await eventually(ask)).toEqual([{ one: 1 }]);
    expect(Date.now() - back).toBeLessThan(RECOVERY_MS);
    for (const outcome of await outcomes) {
      if (outcome.status === 'rejected') expect(isUnavailable(outcome.reason)).toBe(true);
    }
    await db.close();
  });

  test('undoes transactions that a crash cut, and has all of its connections back', async () => {
    const db = await open(url);
    await db.fork().execute('create table if not exists cut (id int)');
    // More than the pool has: whoever is not given back is missed by the last.
    for (let round = 0; round < 2; round++) {
      const begun: Promise<unknown>[] = [];
      const { promise: crashed, resolve: goOn } = Promise.withResolvers<void>();
      const cuts = Array.from({ length: 10 }, () => {
        const { promise, resolve } = Promise.withResolvers<unknown>();
        begun.push(promise);
        return db.fork().transactional(async (em) => {
          resolve(await em.execute('insert into cut values (1)'));
          await crashed;
          await em.execute('insert into cut values (2)');
        });
      });
      const outcomes = Promise.allSettled(cuts);
      await Promise.all(begun);
      await postgres?.crash();
      goOn();
      for (const outcome of await outcomes)
        expect(outcome.status === 'rejected' && isUnavailable(outcome.reason)).toBe(true);
    }
    expect(await eventually(() => db.fork().execute('select * from cut'))).toEqual([]);
    await db.close();
  });

  test('listens again after a crash', async () => {
    const db = await open(url);
    const { promise, resolve } = Promise.withResolvers<string>();
    await db.listen('after', resolve);
    await postgres?.crash();
    // What is said before the connection is there again is lost: so it is said until it is heard.
    const telling = setInterval(() => void db.notify(db.fork(), 'after', 'back').catch(() => {}), 100);
    expect(await promise).toBe('back');
    clearInterval(telling);
    await db.close();
  });

  test('gives up a connection on which the server has fallen silent', async () => {
    const { hostname, port } = new URL(url);
    const line = await silentLine(hostname, Number(port));
    const db = await openPostgres(url.replace(port, String(line.port)), { query_timeout: 500 });
    line.fallSilent();
    expect(
      isUnavailable(
        await db
          .fork()
          .execute('select 1')
          .catch((error: unknown) => error),
      ),
    ).toBe(true);
    expect(await db.fork().execute('select 1 as one')).toEqual([{ one: 1 }]);
    await db.close();
    line.close();
  });

  test('gives other replicas what one tells', async () => {
    const [one, two] = [await open(url), await open(url)];
    const { promise, resolve } = Promise.withResolvers<string>();
    await two.listen('replicas', resolve);
    await one.notify(one.fork(), 'replicas', 'hello');
    expect(await promise).toBe('hello');
    await Promise.all([one.close(), two.close()]);
  });

  test('lets those who came before finish when it closes', async () => {
    const db = await open(url);
    const { promise: begun, resolve: begin } = Promise.withResolvers<unknown>();
    const slow = db.fork().transactional(async (em) => {
      begin(await em.execute('select 1'));
      await em.execute('select pg_sleep(0.3)');
      return em.execute('select 1 as one');
    });
    await begun;
    await db.close();
    expect(await slow).toEqual([{ one: 1 }]);
    expect(db.fork).toThrow(DatabaseUnavailable);
  });
});

/** Passes bytes on, until it falls silent on the connections there are; those made later it serves again. */
async function silentLine(host: string, port: number) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const onward = connect(port, host);
    socket.pipe(onward).pipe(socket);
    sockets.push(socket, onward);
    for (const end of [socket, onward]) end.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' ? address?.port : undefined,
    fallSilent: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
