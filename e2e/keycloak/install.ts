import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { findJdk } from './jdk.ts';
import { launch, type Running } from './process.ts';

const VERSION = '26.7.3';
const NAME = `keycloak-${VERSION}`;
const ARCHIVE = `keycloak-quarkus-dist-${VERSION}.zip`;
const SHA512 =
  '15c764765576eef267cf15cc5225a5826b5394a25a83d9bfa5b8544e4bbba690cb743c9d384200b93bb71ee4c4a328e1dd8c0a00f822fd3e6e154f14b1e47216';
const FETCH = [
  'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy',
  `-Dartifact=org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`,
];

const run = promisify(execFile);

/** A Keycloak that has been started once, and what runs it. */
export type Installed = { home: string; jdk: string };

/**
 * The Keycloak of this machine, fetched where there is none; or why there can be none.
 * @throws {Error} if what was fetched is not what it should be, or does not start.
 */
export async function install(): Promise<Installed | { missing: string }> {
  const jdk = findJdk();
  if (jdk === null) return { missing: 'there is no JDK of 17 or newer' };
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kagi-e2e');
  const home = join(cache, NAME);
  if (existsSync(home)) return { home, jdk };
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'new-'));
  try {
    console.log(`Fetching ${NAME} into ${cache}; this is done once.`);
    const missing = await fetched(folder);
    if (missing !== null) return { missing };
    await prepare(folder, jdk);
    // Whoever came first has put the same there.
    if (!existsSync(home)) await rename(join(folder, NAME), home);
    return { home, jdk };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns why not, or null. */
async function fetched(folder: string): Promise<string | null> {
  try {
    await run('mvn', ['-q', '-B', ...FETCH, `-DoutputDirectory=${folder}`]);
    return null;
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    return /^\[ERROR\] (.+)$/m.exec(said)?.[1] ?? 'there is no Maven to fetch it';
  }
}

async function prepare(folder: string, jdk: string): Promise<void> {
  const archive = join(folder, ARCHIVE);
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (hash.digest('hex') !== SHA512) throw new Error(`${ARCHIVE} is not the one that is known: its SHA-512 differs.`);
  await run(join(jdk, 'bin/jar'), ['xf', archive], { cwd: folder });
  // The first start compiles it for its settings and makes the database, which takes far longer than a start.
  const first = await launch(join(folder, NAME), jdk);
  await first.stop();
}

/** Starts it on data of its own: what is installed stays as it is. */
export async function startKeycloak({ home, jdk }: Installed): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'kagi-keycloak-'));
  for (const part of ['conf', 'lib', 'providers', 'themes']) await symlink(join(home, part), join(folder, part));
  // The script takes for its home where it lies, and for its data what lies there.
  for (const part of ['bin/kc.sh', 'data']) await cp(join(home, part), join(folder, part), { recursive: true });
  const running = await launch(folder, jdk);
  return {
    ...running,
    stop: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
