import type { Manifest } from '#server/backup/records.ts';
import { recordsOf } from '#server/backup/records.ts';
import { contentsOf, restore } from '#server/backup/restore.ts';
import { backupLines } from '#server/backup/snapshot.ts';
import { type Keks, keksOf, newKek } from '#server/crypto/keks.ts';
import type { Database } from '#server/db/open.ts';
import type { Em } from '#server/db/query.ts';
import { givenCategory, givenEntry, type TestVault, vaultOn } from '#server/testing/vault.ts';
import { openInstance } from '#server/vault/instance-key.ts';

/** A vault whose instance key is stored, as a server's is, and the ring that opens it. */
export async function storedVault(db: Database, keks: Keks = keksOf([newKek()])) {
  const keyring = await openInstance(db.fork(), keks, () => keks);
  return { ...(await vaultOn(db, keyring)), keks };
}

/** The lines of a backup of it. */
export async function linesOfBackup({ db, keyring }: Pick<TestVault, 'db' | 'keyring'>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of backupLines({ em: db.fork(), kind: db.kind, instance: keyring.instance })) lines.push(line);
  return lines;
}

export async function* records(lines: readonly string[]) {
  async function* each() {
    yield* lines;
  }
  yield* recordsOf(each());
}

/** Takes lines back, with a ring that must open them. */
export async function takeBack(db: Database, lines: readonly string[], keks: Keks): Promise<Manifest> {
  const { manifest } = await contentsOf(records(lines));
  await restore(db, manifest, records(lines), async (em: Em) => void (await openInstance(em, keks, () => keks)));
  return manifest;
}

/** All rows of all tables, each as PostgreSQL writes it, in an order of their own. */
export async function rowsIn(db: Database): Promise<Record<string, string[]>> {
  const em = db.fork();
  const names = "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migrations'";
  const rows: Record<string, string[]> = {};
  for (const { name } of await em.execute<{ name: string }[]>(`${names} order by 1`)) {
    const texts = await em.execute<{ row: string }[]>(`select t::text as row from "${name}" t order by 1`);
    rows[name] = texts.map(({ row }) => row);
  }
  return rows;
}

const SEED = 'JBSWY3DPEHPK3PXP';
const PEM = '-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\n-----END PRIVATE KEY-----\n';

/** One of every kind of thing, with text that is hard to carry. */
export async function fill(vault: TestVault) {
  const { api, id } = await vault.givenUser('ada@example.test');
  const kinds = { name: 'Odd \\ "names" \u2028 ünï', description: 'a\tb\n{"c":[1,"}"]}' };
  const simple = await givenEntry(api, {
    value: 'sk_live_\\"\n€ 😀',
    notes: 'null',
    category: { ...kinds, icon: 'stripe' },
  });
  const group = await givenEntry(api, { category: { keyType: 'group' }, value: { HOST: 'db', EMPTY: '' } });
  const json = await givenEntry(api, { category: { keyType: 'json' }, value: '{"n":12345678901234567890.5}' });
  const ssh = await givenEntry(api, { category: { keyType: 'ssh' }, value: PEM, fileName: 'id_ed25519' });
  await givenCategory(api, { name: 'Empty', envVarName: 'NOTHING_YET' });
  const twoFactor = await api.twoFactor.create({ service: 'GitHub', secret: SEED, recoveryCodes: ['one', 'two'] });
  const project = await api.envs.create({ name: 'Shop' });
  const file = await api.envFiles.put({ id: project.id, fileType: 'env', content: 'A="1"\n# ü\n' });
  const scopes = ['entries:read', 'entries:reveal'] as const;
  const { key } = await api.accessKeys.create({ name: 'CI', scopes: [...scopes], environments: ['production'] });
  return { id, entries: [simple, group, json, ssh].map((entry) => entry.id), twoFactor, project, file, key };
}
