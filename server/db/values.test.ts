import { IsolationLevel } from '@mikro-orm/core';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import { Throttle } from '#server/entities/throttle.ts';
import { User } from '#server/entities/user.ts';
import { freshDatabase } from '#server/testing/database.ts';
import type { Database } from './open.ts';
import { type Db, query } from './query.ts';

// The same answers on both databases: this file runs on either.

let database: Database;
let db: Db;

beforeAll(async () => {
  database = await freshDatabase();
  db = query(database.fork());
});
afterAll(() => database.close());

async function read(expression: ReturnType<typeof sql>): Promise<unknown> {
  const { rows } = await sql<{ x: unknown }>`select ${expression} as x`.execute(db);
  return rows[0]?.x;
}

test.each([
  ['null', sql`null`, null],
  ['bool', sql`${true}::bool`, true],
  ['int4', sql`${-7}::int4`, -7],
  ['int8, which may be too long for a number', sql`${'9007199254740993'}::int8`, '9007199254740993'],
  ['float8', sql`${1.5}::float8`, 1.5],
  ['numeric', sql`${'1.10'}::numeric`, '1.10'],
  ['text', sql`${'"é\\ \n'}::text`, '"é\\ \n'],
  ['uuid', sql`${'0198f000-0000-7000-8000-000000000000'}::uuid`, '0198f000-0000-7000-8000-000000000000'],
  ['jsonb', sql`${{ a: [1, null] }}::jsonb`, { a: [1, null] }],
  ['json', sql`'[true]'::json`, [true]],
  ['bytea', sql`${Buffer.from([0, 1, 255])}::bytea`, Buffer.from([0, 1, 255])],
  ['empty bytea', sql`${Buffer.alloc(0)}::bytea`, Buffer.alloc(0)],
  ['timestamptz', sql`${new Date('2026-11-24T08:00:00.123Z')}::timestamptz`, new Date('2026-11-24T08:00:00.123Z')],
  ['a moment of year 1', sql`'0001-01-01 00:00:00+00'::timestamptz`, new Date('0001-01-01T00:00:00Z')],
  ['text[]', sql`${['a', 'b,"c', '']}::text[]`, ['a', 'b,"c', '']],
  ['text[] with null', sql`array['a', null]::text[]`, ['a', null]],
  ['int4[]', sql`${[1, 2]}::int4[]`, [1, 2]],
  ['uuid[]', sql`array['0198f000-0000-7000-8000-000000000000']::uuid[]`, ['0198f000-0000-7000-8000-000000000000']],
  ['bool[]', sql`array[true, false]`, [true, false]],
  ['jsonb[]', sql`array['{"a":1}']::jsonb[]`, [{ a: 1 }]],
  ['count(*)', sql`(select count(*) from pg_class where false)`, '0'],
])('reads %s', async (_, expression, value) => {
  expect(await read(expression)).toEqual(value);
});

test('reads bytes as a Buffer', async () => {
  expect(Buffer.isBuffer(await read(sql`'\\x01'::bytea`))).toBe(true);
});

test('takes a list as one parameter', async () => {
  const { rows } = await sql`select x from unnest(array['a', 'b', 'c']) x where x = any(${['a', 'c']})`.execute(db);
  expect(rows).toEqual([{ x: 'a' }, { x: 'c' }]);
});

test('speaks UTC, whatever the machine does', async () => {
  expect(await read(sql`current_setting('timezone')`)).toBe('UTC');
});

const MOMENT = new Date('2026-11-24T08:00:00.123Z');
const failure = (subjectHash: string) => ({ subjectHash, failures: 1, since: MOMENT, blockedUntil: null });

test('gives and takes columns by their property names, moments as Dates', async () => {
  const id = newId();
  const row = {
    id,
    email: `${id}@example.test`,
    name: 'Ada',
    role: 'user' as const,
    passwordHash: null,
    secondStepId: null,
    mac: 'm',
  };
  const account = { ...row, disabledAt: null, createdAt: MOMENT, updatedAt: MOMENT };
  const written = await db.insertInto('user_account').values(account).executeTakeFirstOrThrow();
  expect(written.numInsertedOrUpdatedRows).toBe(1n);
  const found = db.selectFrom('user_account').selectAll().where('createdAt', '=', MOMENT).where('id', '=', id);
  expect(await found.execute()).toEqual([account]);
  const touched = await db.updateTable('user_account').set({ name: 'Bea' }).where('id', '=', id).executeTakeFirst();
  expect(touched.numUpdatedRows).toBe(1n);
  expect(await database.fork().findOneOrFail(User, { id })).toMatchObject({ ...account, name: 'Bea' });
});

test('says which constraint refused, as PostgreSQL does', async () => {
  const key = failure(newId());
  await db.insertInto('throttle').values(key).execute();
  const again = db.insertInto('throttle').values(key).execute();
  await expect(again).rejects.toMatchObject({ code: '23505', constraint: 'throttle_pkey', table: 'throttle' });
});

test('undoes what a transaction wrote by either door', async () => {
  const [byQuery, byEntity] = [newId(), newId()];
  const cut = database.fork().transactional(async (em) => {
    await query(em).insertInto('throttle').values(failure(byQuery)).execute();
    em.create(Throttle, failure(byEntity));
    await em.flush();
    throw new Error('on purpose');
  });
  await expect(cut).rejects.toThrow('on purpose');
  const left = db.selectFrom('throttle').selectAll().where('subjectHash', 'in', [byQuery, byEntity]);
  expect(await left.execute()).toEqual([]);
});

test('keeps what a nested transaction wrote, or not, without the outer one', async () => {
  const [kept, undone] = [newId(), newId()];
  await database.fork().transactional(async (outer) => {
    await query(outer).insertInto('throttle').values(failure(kept)).execute();
    const nested = outer.transactional(async (inner) => {
      await query(inner).insertInto('throttle').values(failure(undone)).execute();
      throw new Error('on purpose');
    });
    await expect(nested).rejects.toThrow('on purpose');
  });
  const left = db.selectFrom('throttle').select('subjectHash').where('subjectHash', 'in', [kept, undone]);
  expect(await left.execute()).toEqual([{ subjectHash: kept }]);
});

test('keeps to the isolation that a transaction asks for', async () => {
  const level = await database
    .fork()
    .transactional(
      async (em) =>
        (await em.execute<{ level: string }[]>("select current_setting('transaction_isolation') as level"))[0],
      { isolationLevel: IsolationLevel.SERIALIZABLE },
    );
  expect(level).toEqual({ level: 'serializable' });
});
