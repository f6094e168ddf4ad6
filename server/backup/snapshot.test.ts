import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '#server/testing/database.ts';
import { givenEntry } from '#server/testing/vault.ts';
import { type Manifest, recordsOf } from './records.ts';
import { backupLines } from './snapshot.ts';
import { linesOfBackup, records, rowsIn, storedVault } from './testing/vaults.ts';

let vault: Awaited<ReturnType<typeof storedVault>>;
beforeEach(async () => {
  vault = await storedVault(await freshDatabase());
});
afterEach(() => vault.close());

const start = () => backupLines({ em: vault.db.fork(), kind: vault.db.kind, instance: vault.keyring.instance });

async function nextOf(lines: AsyncGenerator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error('There are no more lines.');
  return value;
}

function manifestIn([line = '']: readonly string[]): Manifest {
  // What the product wrote a moment ago; `recordsOf` checks it in the tests that are about it.
  return JSON.parse(line) as Manifest;
}

const countOf = (lines: readonly string[], table: string) =>
  lines.filter((line) => line.startsWith(`["${table}",`)).length;
const cursors = async () => {
  const [row] = await vault.db.fork().execute<{ count: number }[]>('select count(*)::int as count from pg_cursors');
  return row?.count;
};

test('names the migrations, the KEKs and every table, and holds every row once', async () => {
  const { api } = await vault.givenUser();
  await givenEntry(api);
  const lines = await linesOfBackup(vault);
  const { migrations, kekIds, tables } = manifestIn(lines);
  const done = await vault.db.fork().execute<{ name: string }[]>('select name from migrations order by id');
  expect(migrations).toEqual(done.map(({ name }) => name));
  expect(kekIds).toEqual(vault.keks.ids);
  const rows = await rowsIn(vault.db);
  expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(rows));
  for (const [table, { length }] of Object.entries(rows)) expect(countOf(lines, table), table).toBe(length);
  for await (const { record } of records(lines)) expect(record).toBeDefined();
});

test('holds no key that opens anything', async () => {
  await givenEntry((await vault.givenUser()).api);
  const text = (await linesOfBackup(vault)).join('\n');
  for (const id of vault.keks.ids) {
    const kek = Buffer.from(vault.keks.get(id));
    for (const form of ['hex', 'base64', 'base64url', 'latin1'] as const)
      expect(text).not.toContain(kek.toString(form));
  }
});

test('shows one moment, while others write and are not made to wait', async () => {
  const { api } = await vault.givenUser();
  await givenEntry(api, { name: 'Before' });
  const running = start();
  const lines = [await nextOf(running)];
  // The database has more rows than are fetched at once, so that the backup is in the middle of them now.
  await givenEntry(api, { name: 'Meanwhile' });
  lines.push(await nextOf(running));
  await givenEntry(api, { name: 'Later' });
  for await (const line of running) lines.push(line);
  expect(countOf(lines, 'entry')).toBe(1);
  expect(lines.join('\n')).not.toMatch(/Meanwhile|Later/);
  expect(await api.entries.list({})).toHaveLength(3);
});

test('a write between the opening of two tables is in neither', async ({ skip }) => {
  skip(vault.db.kind === 'embedded', 'nobody can write while its one connection opens them');
  const { api } = await vault.givenUser();
  const em = vault.db.fork();
  const execute = em.execute.bind(em);
  let isFirst = true;
  // Steps in behind the opening of the first table.
  em.execute = async (sql: string) => {
    const answer = await execute(sql);
    if (isFirst && sql.startsWith('declare')) {
      isFirst = false;
      await givenEntry(api);
    }
    // Asked for rows, as it is here, it answers with nothing else.
    return answer as never;
  };
  const lines: string[] = [];
  for await (const line of backupLines({ em, kind: vault.db.kind, instance: vault.keyring.instance })) lines.push(line);
  expect(isFirst).toBe(false);
  for (const table of ['audit_event', 'category', 'entry']) expect(countOf(lines, table), table).toBe(0);
});

test('its audit heads are those of its events, whatever was appended while it was read', async () => {
  const { api } = await vault.givenUser();
  for (let index = 0; index < 100; index++) await givenEntry(api, { name: `Before ${index}` });
  const running = start();
  const lines: string[] = [];
  for await (const line of running) {
    if (lines.length % 50 === 0) await givenEntry(api, { name: `Meanwhile ${lines.length}` });
    lines.push(line);
  }
  expect(countOf(lines, 'entry')).toBe(100);
  expect(countOf(lines, 'audit_event')).toBe(200);
  expect(lines.find((line) => line.startsWith('["audit_head"'))).toMatch(/"sequence": 200\b/);
  expect(manifestIn(lines).checkpoints.join()).toContain(':200:');
});

test('rows of several fetches all come, also where their number is that of a fetch', async () => {
  const insert = `insert into throttle select 's' || n, 1, now(), null from generate_series(1, 128) n`;
  await vault.db.fork().execute(insert);
  expect(countOf(await linesOfBackup(vault), 'throttle')).toBe(128);
});

test('leaves nothing open: at its end, when it is left in the middle, and before it begins', async () => {
  await givenEntry((await vault.givenUser()).api);
  await linesOfBackup(vault);
  expect(await cursors()).toBe(0);
  for await (const _ of start()) break;
  expect(await cursors()).toBe(0);
  await start().return(undefined);
  expect(await cursors()).toBe(0);
});

test('two at once do not disturb one another', async () => {
  await givenEntry((await vault.givenUser()).api);
  const [one, other] = [start(), start()];
  const both: [string[], string[]] = [[await nextOf(one)], [await nextOf(other)]];
  for await (const line of one) both[0].push(line);
  for await (const line of other) both[1].push(line);
  expect(both[0].slice(1)).toEqual(both[1].slice(1));
  async function* each() {
    yield* both[1];
  }
  for await (const { record } of recordsOf(each())) expect(record).toBeDefined();
});
