import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditLog } from '#server/audit/log.ts';
import { createUser } from '#server/auth/accounts.ts';
import { databaseNow } from '#server/auth/context.ts';
import { type Config, readConfig } from '#server/config.ts';
import type { KekEntry } from '#server/crypto/keks.ts';
import type { Keyring } from '#server/crypto/keyring.ts';
import type { Database } from '#server/db/open.ts';
import { freshDatabase } from '#server/testing/database.ts';
import { openKeyring } from './keyring.ts';
import { ringPath } from './keyring-file.ts';

const A = { id: 'a', hex: 'aa'.repeat(32) };
const B = { id: 'b', hex: 'bb'.repeat(32) };

let db: Database;
let dataDir = '';

beforeEach(async () => {
  db = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'kagi-keyring-'));
});
afterEach(async () => {
  await db.close();
  await rm(dataDir, { recursive: true });
});

const withFile = (): Config => ({ ...readConfig({}), dataDir });
const withKeys = (...keks: KekEntry[]) => ({ ...withFile(), keks });

async function givenRing(...keks: KekEntry[]): Promise<void> {
  await writeFile(ringPath(dataDir), JSON.stringify({ keys: keks.map(({ id, hex }) => ({ id, key: hex })) }));
  await chmod(ringPath(dataDir), 0o600);
}

/** Somebody whose vault is wrapped by the ring's primary key. */
function givenUser(keyring: Keyring) {
  const audit = auditLog(db.fork, () => keyring.instance);
  const origin = { requestId: null, address: null, userAgent: null };
  return db.fork().transactional(async (em) => {
    const tx = { em, keyring, audit, origin, config: withFile(), now: await databaseNow(em) };
    return createUser(tx, { email: 'ada@example.test', name: 'Ada', passwordHash: null });
  });
}

test('makes a ring for a new database, and opens it with that ring ever after', async () => {
  const first = await openKeyring(db.fork(), withFile);
  expect(await readdir(dataDir)).toEqual(['keyring.json']);
  const again = await openKeyring(db.fork(), withFile);
  expect(again.current()).toEqual({ ...first.current(), keks: expect.anything() });
});

test('makes no ring file where the settings give the keys', async () => {
  const { current } = await openKeyring(db.fork(), () => withKeys(A));
  expect(current().keks.primary).toBe('a');
  expect(await readdir(dataDir)).toEqual([]);
});

test('never makes another ring for a database that holds data', async () => {
  await openKeyring(db.fork(), withFile);
  await rm(ringPath(dataDir));
  await expect(openKeyring(db.fork(), withFile)).rejects.toThrow('but there is no key ring');
  expect(await readdir(dataDir)).toEqual([]);
});

test('refuses the ring of another vault', async () => {
  await openKeyring(db.fork(), () => withKeys(A));
  await expect(openKeyring(db.fork(), () => withKeys(B))).rejects.toThrow('does not open the database');
});

test('refuses a ring that lacks a key under which some vault is wrapped', async () => {
  const { current } = await openKeyring(db.fork(), () => withKeys(A));
  const both = await openKeyring(db.fork(), () => withKeys(B, A));
  await givenUser(both.current());
  await expect(openKeyring(db.fork(), () => withKeys(A))).rejects.toThrow('lacks the key "b"');
  expect(current().keks.primary).toBe('a');
});

test('takes in a key that joined the ring while it runs', async () => {
  await givenRing(A);
  const live = await openKeyring(db.fork(), withFile);
  await givenRing(B, A);
  await live.reload(db.fork());
  expect(live.current().keks.ids).toEqual(['b', 'a']);
});

test('keeps the ring it has when the new one would open nothing', async () => {
  await givenRing(A);
  const live = await openKeyring(db.fork(), withFile);
  await givenRing(B);
  await expect(live.reload(db.fork())).rejects.toThrow('does not open the database');
  expect(live.current().keks.ids).toEqual(['a']);
});

test('keeps the ring it has when the file is gone, and makes no other', async () => {
  await givenRing(A);
  const live = await openKeyring(db.fork(), withFile);
  await rm(ringPath(dataDir));
  await expect(live.reload(db.fork())).rejects.toThrow('there is no key ring');
  expect(await readdir(dataDir)).toEqual([]);
  expect(live.current().keks.ids).toEqual(['a']);
});
