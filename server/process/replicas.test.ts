import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';
import { entriesOf, keksOf, newKek } from '#server/crypto/keks.ts';
import type { Database } from '#server/db/open.ts';
import { query } from '#server/db/query.ts';
import { type LiveKeyring, openKeyring } from '#server/keyring/keyring.ts';
import { freshDatabase } from '#server/testing/database.ts';
import { type Reporting, replicasOf, reportRing } from './replicas.ts';

let db: Database;
const faults: unknown[] = [];
const reporting: Reporting[] = [];
const settings = { keks: [newKek()] };

beforeEach(async () => {
  db = await freshDatabase();
});
afterEach(async () => {
  for (const one of reporting.splice(0)) await one.close();
  await db.close();
  expect(faults.splice(0)).toEqual([]);
});

async function givenServer(): Promise<LiveKeyring> {
  const ring = await openKeyring(db.fork(), () => ({ ...readConfig({}), ...settings }));
  reporting.push(await reportRing({ db, ring, onFault: (error) => faults.push(error) }));
  return ring;
}

const reported = async () => (await replicasOf(db).reports(db.fork())).map(({ kekIds }) => kekIds);

test('each server says which keys it has, primary first, as soon as it is there', async () => {
  const ids = settings.keks.map(({ id }) => id);
  await givenServer();
  await givenServer();
  expect(await reported()).toEqual([ids, ids]);
});

test('a server that is called reads its ring anew, and says what it has now', async () => {
  const ring = await givenServer();
  const joined = newKek();
  settings.keks = [...entriesOf(ring.current().keks, ring.current().keks.ids), joined];
  await replicasOf(db).call(db.fork());
  await expect.poll(reported).toEqual([keksOf(settings.keks).ids]);
  expect(ring.current().keks.ids).toContain(joined.id);
});

test('one that cannot take its ring in keeps the one it has, and says that', async () => {
  const before = settings.keks;
  await givenServer();
  settings.keks = [newKek()];
  await replicasOf(db).call(db.fork());
  await expect.poll(() => faults.length).toBe(1);
  expect(String(faults.splice(0)[0])).toContain('does not open the database');
  expect(await reported()).toEqual([before.map(({ id }) => id)]);
  settings.keks = before;
});

test('one that stops takes its word back; one that was killed is not counted once it was long silent', async () => {
  await givenServer();
  await givenServer();
  await reporting.pop()?.close();
  expect(await reported()).toHaveLength(1);
  const seenAt = new Date(Date.now() - 36_000);
  await query(db.fork()).updateTable('replica').set({ seenAt }).execute();
  expect(await reported()).toEqual([]);
});
