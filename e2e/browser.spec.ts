import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { NO_BROWSER } from './browser.ts';

const ROOT = join(import.meta.dirname, '..');
const folders: string[] = [];

test.afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** How a process went. */
type Ended = { code: number; stdout: string; stderr: string };

test('where the system has no browser, the one that was installed along is unpacked and runs', async () => {
  test.skip(process.platform !== 'linux' || process.arch !== 'x64', 'it is packed for Linux on x64 alone');
  const folder = await newFolder();
  const { stdout, code } = await nodeRuns(
    `const path = await browserOrEnd({ known: ['/nowhere/chromium'] });
     const { chromium } = await import('playwright');
     const browser = await chromium.launch({ executablePath: path });
     console.log(path, browser.version());
     await browser.close();`,
    { TMPDIR: folder },
  );
  expect(stdout).toMatch(/^\S+\/chromium \d+\.\d+\.\d+\.\d+\n$/);
  expect(stdout, 'the one that was just unpacked').toContain(`${folder}/`);
  expect(code).toBe(0);
});

test('where there is none at all, one sentence says so, and only a run that must be whole fails', async () => {
  const none = `await browserOrEnd({ known: ['/nowhere/chromium'], packed: async () => null }); console.log('went on');`;
  expect(await nodeRuns(none, { CI: '' })).toEqual({ code: 0, stdout: '', stderr: `${NO_BROWSER}\n` });
  expect(await nodeRuns(none, { CI: 'true' })).toEqual({ code: 1, stdout: '', stderr: `${NO_BROWSER}\n` });
});

test('a whole run fails at once where the browser that is named does not run', async () => {
  const stub = join(await newFolder(), 'chromium');
  await writeFile(stub, '#!/bin/sh\necho "install the snap first" >&2\nexit 1\n', { mode: 0o755 });
  const playwright = join(ROOT, 'node_modules/@playwright/test/cli.js');
  const ended = await run([playwright, 'test', '-c', 'e2e', '--list'], { CHROMIUM_PATH: stub });
  expect(ended).toEqual({ code: 1, stdout: '', stderr: `CHROMIUM_PATH names ${stub}, which does not run.\n` });
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kagi-browser-'));
  folders.push(folder);
  return folder;
}

/** Runs lines that find a browser, in a process of their own. */
function nodeRuns(lines: string, env: Record<string, string>): Promise<Ended> {
  const from = JSON.stringify(join(import.meta.dirname, 'browser.ts'));
  return run(['--input-type=module', '--eval', `const { browserOrEnd } = await import(${from});\n${lines}`], env);
}

async function run(args: string[], env: Record<string, string>): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  return promisify(execFile)(process.execPath, args, { cwd: ROOT, env: { PATH, HOME, ...env } }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Ended) => ({ code, stdout, stderr }),
  );
}
