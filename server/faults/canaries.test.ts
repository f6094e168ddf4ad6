import { execFile } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HEADER_BYTES, opened, unlock } from '#server/backup/age-file.ts';
import { openOwn } from '#server/testing/own-database.ts';
import { binaries } from '#server/testing/postgres.ts';
import { run } from '#server/testing/process.ts';
import { spellingsIn } from '#server/testing/spellings.ts';
import { OWNER } from './testing/home.ts';
import { ask, givenReplicas, type Replicas, signIn } from './testing/replicas.ts';

// What somebody holds who has a dump of the PostgreSQL, its files and its write-ahead log, or a backup: every kind of
// secret is put in and used, and then looked for. That the search finds what is there, a name shows.

const SECRETS = {
  simple: 'canary-simple-4f1d',
  replaced: 'canary-replaced-31c8',
  group: 'canary-group-77aa',
  json: 'canary-json-0b3c',
  file: 'canary-file-d00d',
  recovery: 'canary-recovery-51f2',
  kept: 'canary-kept-9e7e',
  seed: 'MNQW4YLSPFZWKZLENFXGSYLL',
};
const NAME = 'canary-name-of-a-project';
const PASSPHRASE = 'six words that nobody else knows';

let replicas: Replicas;
let folder = '';
let secrets: string[] = [];

describe.runIf(process.env.KAGI_TEST_POSTGRES_URL)('no secret, key, cookie or password stands', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kagi-canaries-'));
    replicas = await givenReplicas(1, { LOG_LEVEL: 'info' });
    secrets = [...Object.values(SECRETS), OWNER.password, ...(await useAll(replicas))];
  }, 300_000);
  afterAll(async () => {
    await replicas.close();
    await rm(folder, { recursive: true });
  }, 120_000);

  const url = () => replicas.settings.DATABASE_URL ?? '';

  function expectNoneIn(bytes: Buffer): void {
    expect(spellingsIn([NAME], bytes)).toEqual([NAME]);
    expect(spellingsIn([...secrets, String(replicas.settings.KAGI_ENCRYPTION_KEY)], bytes)).toEqual([]);
    expect(bytes.includes(Buffer.from(String(replicas.settings.KAGI_ENCRYPTION_KEY), 'hex'))).toBe(false);
  }

  test('in a dump', async () => {
    const options = { encoding: 'buffer', maxBuffer: 2 ** 28 } as const;
    const { stdout } = await promisify(execFile)(join(binaries('pg_dump') ?? '', 'pg_dump'), [url()], options);
    expectNoneIn(stdout);
  });

  test('in the files of the database, or in its write-ahead log', async (context) => {
    const db = await openOwn(url(), '');
    const em = db.fork();
    await em.execute('checkpoint');
    const [place] = await em.execute<{ data: string; oid: string }[]>(
      "select current_setting('data_directory') as data, oid from pg_database where datname = current_database()",
    );
    await db.close();
    // A server that was given by its address may stand elsewhere; the gate's own does not.
    if (place === undefined || (!process.env.CI && !existsSync(place.data))) return context.skip();
    expectNoneIn(await contentsOf(join(place.data, 'base', String(place.oid))));
    expectNoneIn(await contentsOf(join(place.data, 'pg_wal')));
  });

  test('in a backup that was opened', async () => {
    const settings = { ...replicas.all[0]?.settings, INIT_CWD: folder, KAGI_BACKUP_PASSPHRASE: PASSPHRASE };
    const ended = await run('server/admin.ts', ['backup', '--out', 'kagi.age'], settings).ended();
    expect(ended).toMatchObject({ code: 0 });
    const file = join(folder, 'kagi.age');
    const sealedBytes = await readFile(file);
    expect(spellingsIn([NAME], sealedBytes)).toEqual([]);
    const key = await unlock(sealedBytes.subarray(0, HEADER_BYTES), { passphrase: PASSPHRASE });
    const lines: string[] = [];
    for await (const line of opened(createReadStream(file), key)) lines.push(line);
    expectNoneIn(Buffer.from(lines.join('\n')));
  });

  test('in what the server says', () => {
    expect(spellingsIn(secrets, Buffer.from(replicas.all[0]?.server.running.printed() ?? ''))).toEqual([]);
  });
});

/** Puts every kind of secret in and takes it out again. @returns the access key and the cookie that did. */
async function useAll({ all }: Replicas): Promise<string[]> {
  const port = all[0]?.port ?? 0;
  const cookie = await signIn(port);
  const owner = async (line: string, body?: object, headers = {}) => {
    const answer = await ask(port, { cookie, headers }, line, body);
    expect([line, answer.status < 300, answer.text]).toEqual([line, true, expect.anything()]);
    return answer.json;
  };
  const entry = async (category: object, value: unknown, headers = {}) => {
    const { id: categoryId } = await owner('POST /api/categories', { name: 'Any', ...category });
    return owner('POST /api/entries', { categoryId, name: NAME, value }, headers);
  };
  const { id } = await entry({ keyType: 'simple', envVarName: 'A' }, SECRETS.replaced);
  await owner(`PUT /api/entries/${id}`, { value: SECRETS.simple });
  await entry({ keyType: 'group' }, { HOST: SECRETS.group });
  await entry({ keyType: 'json' }, JSON.stringify({ key: SECRETS.json }));
  await entry({ keyType: 'simple', envVarName: 'B' }, SECRETS.kept, { 'idempotency-key': 'one' });
  const token = { service: NAME, secret: SECRETS.seed, recoveryCodes: [SECRETS.recovery] };
  const twoFactor = await owner('POST /api/2fa', token);
  const project = await owner('POST /api/envs', { name: NAME });
  await owner(`POST /api/envs/${project.id}/files`, { fileType: 'env', content: `A=${SECRETS.file}` });
  const made = await owner('POST /api/access-keys', { name: 'CI', scopes: ['entries:reveal'] });
  expect((await ask(port, { key: String(made.key) }, `POST /api/entries/${id}/reveal`)).status).toBe(200);
  await owner(`POST /api/2fa/${twoFactor.id}/recovery-code`);
  await owner('GET /api/export', undefined, { 'sec-fetch-site': 'same-origin' });
  return [String(made.key), cookie.split('=')[1] ?? ''];
}

async function contentsOf(path: string): Promise<Buffer> {
  const files = (await readdir(path, { withFileTypes: true })).filter((file) => file.isFile());
  return Buffer.concat(await Promise.all(files.map((file) => readFile(join(path, file.name)))));
}
