import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** A throw-away PostgreSQL on this machine. */
export type TestPostgres = {
  /** As its superuser. */
  url: string;
  /** Ends it as a crash would and starts it again, as `pg_ctl restart -m immediate` does. */
  crash(): Promise<void>;
  stop(): Promise<void>;
};

const NOBODY = 65_534;

/**
 * Starts one in a temporary folder; null where no PostgreSQL is installed. Only a durable one waits for the disk
 * at each commit: tests need not.
 */
export async function startPostgres({ isDurable = false } = {}): Promise<TestPostgres | null> {
  const bin = binaries('pg_ctl', 'initdb');
  if (bin === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'kagi-postgres-'));
  const run = runnerOf(folder);
  const data = join(folder, 'data');
  const port = await freePort();
  const place = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
  const settings = [...place, ...(isDurable ? [] : ['fsync=off'])];
  const options = ['-o', settings.map((setting) => `-c ${setting}`).join(' '), '-l', join(folder, 'log')];
  const control = (...command: string[]) => run(join(bin, 'pg_ctl'), '-D', data, '-w', '-s', ...command);
  await run(join(bin, 'initdb'), '-D', data, '-U', 'kagi', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C');
  await control('start', ...options);
  return {
    url: `postgresql://kagi@127.0.0.1:${port}/postgres`,
    crash: () => control('restart', '-m', 'immediate', ...options),
    stop: async () => {
      await control('stop', '-m', 'immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The folder of the newest of these programs: on the path, or where Debian hides them. */
export function binaries(...programs: readonly string[]): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  return folders.find((folder) => programs.every((program) => existsSync(join(folder, program)))) ?? null;
}

/** Runs programs in a folder that is theirs; not as root, since PostgreSQL refuses that. */
function runnerOf(folder: string): (program: string, ...args: string[]) => Promise<void> {
  const user = process.getuid?.() === 0 ? { uid: idOf('u'), gid: idOf('g') } : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  return async (program, ...args) => void (await promisify(execFile)(program, args, { cwd: folder, ...user }));
}

function idOf(which: 'u' | 'g'): number {
  try {
    return Number(execFileSync('id', [`-${which}`, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return NOBODY;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
