import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#server/crypto/ids.ts';
import { rowMac } from '#server/crypto/instance.ts';
import { type Keks, keksOf, newKek } from '#server/crypto/keks.ts';
import type { Database } from '#server/db/open.ts';
import { query } from '#server/db/query.ts';
import { freshDatabase } from '#server/testing/database.ts';
import { openInstance } from './instance-key.ts';

let db: Database;
beforeAll(async () => {
  db = await freshDatabase();
});
afterEach(async () => {
  for (const table of ['instance_key', 'user_account'] as const) await query(db.fork()).deleteFrom(table).execute();
});
afterAll(() => db.close());

const aRing = () => keksOf([newKek()]);
const open = (keks: Keks | null, makeKeks: () => Keks | Promise<Keks> = unwanted) =>
  openInstance(db.fork(), keks, makeKeks);
const rows = () => query(db.fork()).selectFrom('instance_key').selectAll().execute();

function unwanted(): Keks {
  throw new Error('A ring was made.');
}

function givenUser() {
  const now = new Date();
  const user = { id: newId(), email: 'ada@example.test', name: 'Ada', role: 'admin', passwordHash: null } as const;
  const row = { ...user, disabledAt: null, createdAt: now, updatedAt: now, mac: '' };
  return query(db.fork()).insertInto('user_account').values(row).execute();
}

describe('openInstance', () => {
  test('makes the key of a new instance and opens the same one ever after', async () => {
    const keks = aRing();
    const { instance } = await open(keks);
    expect(await open(keks)).toEqual({ keks, instance });
    expect(await rows()).toMatchObject([{ id: instance.id, kekId: keks.primary }]);
    expect(rowMac(instance, 't', ['x'])).toContain(instance.id);
  });

  test('makes a ring for a new instance that has none, before the key', async () => {
    const keks = aRing();
    expect((await open(null, () => keks)).keks).toBe(keks);
    expect(await rows()).toMatchObject([{ kekId: keks.primary }]);
  });

  test('leaves no key behind if the ring cannot be made', async () => {
    await expect(open(null, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
    expect(await rows()).toEqual([]);
  });

  test('makes one key for several replicas that start at once', async () => {
    const keks = aRing();
    const opened = await Promise.all([1, 2, 3].map(() => open(keks)));
    expect(new Set(opened.map(({ instance }) => instance.id)).size).toBe(1);
    expect(await rows()).toHaveLength(1);
  });

  test('takes a ring that has the key as a secondary one', async () => {
    const [old, next] = [newKek(), newKek()];
    const { instance } = await open(keksOf([old]));
    expect((await open(keksOf([next, old]))).instance).toEqual(instance);
  });

  test('never makes a ring when there are data, and says what is missing', async () => {
    const keks = aRing();
    await open(keks);
    const attempt = open(null);
    await expect(attempt).rejects.toMatchObject({ name: 'ConfigError' });
    await expect(attempt).rejects.toThrow(`under the key "${keks.primary}", but there is no key ring`);
  });

  test('refuses a ring that does not open the data: another key, or another under the same id', async () => {
    const right = newKek();
    await open(keksOf([right]));
    const other = newKek();
    await expect(open(keksOf([other]))).rejects.toThrow(`The key ring (${other.id}) does not open the database`);
    const attempt = open(keksOf([{ id: right.id, hex: other.hex }]));
    await expect(attempt).rejects.toMatchObject({ name: 'ConfigError' });
    await expect(attempt).rejects.not.toThrow(other.hex);
  });

  test('refuses data whose instance key is gone, with a ring or without, and makes neither', async () => {
    await givenUser();
    await expect(open(aRing())).rejects.toThrow('no instance key');
    await expect(open(null)).rejects.toThrow('no instance key');
    expect(await rows()).toEqual([]);
  });
});
