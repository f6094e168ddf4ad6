import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type Running, run } from '#server/testing/process.ts';
import { spellingsIn } from '#server/testing/spellings.ts';
import { accept, asPage, type Owner, PASSWORD_OF, planted, signIn } from './owners.ts';
import { type Sender, sender } from './sender.ts';

/** A server of its own, with two people's vaults in it: Ada, the admin, is the victim; Bob attacks. */
export type Target = {
  base: string;
  sender: Sender;
  ada: Owner;
  bob: Owner;
  running: Running;
  /** Everything of Ada's that a read or a reveal shows. */
  adasVault(): Promise<unknown>;
  /** Which secrets, keys and sessions stand in the log. */
  inLog(): string[];
  verifyAudit(): Promise<{ code: number | null; printed: string }>;
  close(): Promise<void>;
};

// Of one length, and of the letters of base32.
const MARKS = { ada: 'QXCANARYADAQX', bob: 'QXCANARYBOBQX' };
const EMAILS = { ada: 'ada@example.test', bob: 'bob@example.test' };
const CONNECTIONS = 16;

export async function target(): Promise<Target> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kagi-attack-'));
  const port = await freePort();
  const admin = { ADMIN_EMAIL: EMAILS.ada, ADMIN_PASSWORD: PASSWORD_OF(MARKS.ada) };
  const running = run('server/main.ts', [], { KAGI_DATA_DIR: dataDir, PORT: String(port), ...admin });
  await running.says('is reached as');
  const client = sender(port, CONNECTIONS);
  const ada = await owner(client, 'ada');
  await accept(client, ada, EMAILS.bob, MARKS.bob);
  const bob = await owner(client, 'bob');
  return {
    base: `http://127.0.0.1:${port}`,
    ...{ sender: client, ada, bob, running },
    adasVault: () => vaultOf(client, ada),
    inLog: () => spellingsIn(secretsOf([ada, bob]), Buffer.from(running.printed())),
    verifyAudit: () => run('server/admin.ts', ['audit:verify'], { KAGI_DATA_DIR: dataDir }).ended(),
    close: async () => {
      client.close();
      running.child.kill('SIGKILL');
      await running.ended();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function owner(client: Sender, name: 'ada' | 'bob'): Promise<Owner> {
  const cookie = await signIn(client, EMAILS[name], MARKS[name]);
  return planted(client, { name, mark: MARKS[name], cookie });
}

const secretsOf = (owners: readonly Owner[]) =>
  owners.flatMap(({ mark, keys, cookie }) => [mark, cookie.split('=')[1] ?? '', ...Object.values(keys)]);

async function vaultOf(client: Sender, owner: Owner): Promise<unknown> {
  const call = asPage(client, owner);
  const read = ['categories', 'entries', '2fa', 'envs', 'export?format=json'];
  const lists = await Promise.all(read.map((path) => call('GET', `/api/${path}`)));
  const [project, file] = [owner.ids.filesProject?.[0], owner.ids.file?.[0]];
  const content = await call('POST', `/api/envs/${project}/files/${file}/reveal`);
  const keys = await call('GET', '/api/access-keys');
  // When a key was used last, its use changes.
  const used = Array.isArray(keys) ? keys.map(({ lastUsedAt: _, ...key }) => key) : keys;
  return { lists, content, keys: used };
}
