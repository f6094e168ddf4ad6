import { expect, test } from 'vitest';
import { BackupError } from './backup-error.ts';
import { endLine, manifestLine, recordsOf, rowLine } from './records.ts';

const MANIFEST = {
  at: '2026-11-24T12:00:00.000Z',
  migrations: ['0001-vault'],
  kekIds: ['9a2db2e2'],
  tables: [
    { name: 'user_account', columns: ['id'] },
    { name: 'entry', columns: ['id'] },
  ],
  checkpoints: [],
};
const HEAD = manifestLine(MANIFEST);
const USER = rowLine('user_account', '{"id": 1}');
const ENTRY = rowLine('entry', '{"id": "],["}');
const END = endLine({ user_account: 1, entry: 1 });

async function read(...lines: string[]) {
  async function* each() {
    yield* lines;
  }
  const records = [];
  for await (const { record } of recordsOf(each())) records.push(record);
  return records;
}

const refusal = (...lines: string[]) =>
  read(...lines).then(
    () => 'taken',
    (error: unknown) => (error instanceof BackupError ? error.message : String(error)),
  );

test('reads what was written, each row as it stands', async () => {
  expect(await read(HEAD, USER, ENTRY, END)).toEqual([
    { kind: 'manifest', manifest: { kagi: 'backup', format: 1, ...MANIFEST } },
    { kind: 'row', table: 'user_account', json: '{"id": 1}' },
    { kind: 'row', table: 'entry', json: '{"id": "],["}' },
    { kind: 'end', counts: { user_account: 1, entry: 1 } },
  ]);
});

test('a number that a program could not hold is not touched', async () => {
  const [, row] = await read(
    HEAD,
    rowLine('entry', '{"n": 12345678901234567890.5}'),
    endLine({ user_account: 0, entry: 1 }),
  );
  expect(row).toMatchObject({ json: '{"n": 12345678901234567890.5}' });
});

const OTHER_COUNT = 'The backup does not hold as many rows as its end says.';

test.each([
  ['nothing', [], 'The backup is cut: its end is missing.'],
  ['no end', [HEAD, USER, ENTRY], 'The backup is cut: its end is missing.'],
  ['a row less', [HEAD, USER, END], OTHER_COUNT],
  ['a row more', [HEAD, USER, USER, ENTRY, END], OTHER_COUNT],
  ['a table more at the end', [HEAD, USER, ENTRY, endLine({ user_account: 1, entry: 1, link: 0 })], OTHER_COUNT],
  ['a table less at the end', [HEAD, USER, endLine({ user_account: 1 })], OTHER_COUNT],
  ['something behind the end', [HEAD, USER, ENTRY, END, USER], 'The backup goes on behind its end.'],
  ['a table that is not named', [HEAD, rowLine('pg_authid', '{}')], 'a row of a table that it does not name'],
  ['a line of neither kind', [HEAD, '["entry",1]'], 'a line that is neither a row nor its end'],
  ['a name that is none', [HEAD, '["entry; drop",{}]'], 'a line that is neither a row nor its end'],
  ['rows first', [USER, HEAD, END], 'The file opens, but it is no backup of Kagi.'],
  ['some other file', ['hello'], 'The file opens, but it is no backup of Kagi.'],
  ['a later format', [HEAD.replace('"format":1', '"format":2')], 'made by a later version of Kagi'],
  ['a manifest without its tables', [HEAD.replace('"tables"', '"tabels"')], 'first line does not say what it must'],
])('refuses %s', async (_, lines, sentence) => {
  expect(await refusal(...lines)).toContain(sentence);
});
