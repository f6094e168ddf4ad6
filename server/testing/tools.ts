import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

// Tools of other languages, fetched and built once a machine and not once a run.

export const run = promisify(execFile);

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'kagi-tests');
const FETCH_MS = 240_000;

/** Makes a file or folder once a machine; made aside and moved, so that runs side by side see it whole or not at all. */
export async function cached(name: string, make: (target: string) => Promise<void>): Promise<string> {
  const kept = join(CACHE, name.replace(/[^\w.-]/g, '-'));
  if (existsSync(kept)) return kept;
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'making-'));
  try {
    const target = join(folder, 'made');
    await make(target);
    await rename(target, kept).catch(() => access(kept));
    return kept;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A Python that has these packages. What they install as commands is run as modules: a venv that was moved has no others. */
export async function pythonWith(...packages: string[]): Promise<string> {
  const folder = await cached(`python-${packages.join('-')}`, async (target) => {
    await run('python3', ['-m', 'venv', target], { timeout: FETCH_MS });
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    await run(join(target, 'bin', 'python'), install, { timeout: FETCH_MS });
  });
  return join(folder, 'bin', 'python');
}

/** Builds a command of Go, named as `path@version`. @throws {Error} where there is no Go, though it was built before. */
export async function goTool(command: string): Promise<string> {
  await run('go', ['version']);
  const folder = await cached(command, async (target) => {
    await run('go', ['install', command], { env: { ...process.env, GOBIN: target }, timeout: FETCH_MS });
  });
  return join(folder, basename(command.replace(/@.*/, '')));
}

/** Compiles a Go program of one file that imports these modules, each as `path@version`. */
export async function goProgram(name: string, main: string, modules: readonly string[]): Promise<string> {
  return cached(name, async (target) => {
    const at = { cwd: join(target, '..'), timeout: FETCH_MS };
    await writeFile(join(at.cwd, 'go.mod'), 'module peer\n\ngo 1.24\n');
    await writeFile(join(at.cwd, 'main.go'), main);
    await run('go', ['get', ...modules], at);
    await run('go', ['build', '-mod=mod', '-o', target, '.'], at);
  });
}
