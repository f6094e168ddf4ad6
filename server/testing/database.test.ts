import { expect, test } from 'vitest';
import { entities } from '#server/entities/schema.ts';
import { freshDatabase } from './database.ts';

test('gives each caller a database of its own, with all tables and no rows', async () => {
  const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
  await one.fork().execute("insert into throttle (subject_hash, failures, since) values ('x', 1, now())");
  for (const { tableName } of entities) {
    const [row] = await two.fork().execute<{ n: number }[]>(`select count(*)::int as n from ${tableName}`);
    expect([tableName, row?.n]).toEqual([tableName, 0]);
  }
  await Promise.all([one.close(), two.close()]);
});

test('fails clearly, and soon, where a transaction waits for itself on the one connection', async () => {
  const db = await freshDatabase();
  const nested = db.fork().transactional(() => db.fork().execute<{ one: number }[]>('select 1 as one'));
  if (db.kind === 'postgres') expect(await nested).toEqual([{ one: 1 }]);
  else await expect(nested).rejects.toThrow('a transaction that uses a second entity manager waits for itself');
  await db.close();
});

test('can be closed by a test that never asked it anything', async () => {
  await (await freshDatabase()).close();
});
