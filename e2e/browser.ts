import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Where systems keep a Chromium or a Chrome. First the one without windows, which takes a fifth less of the processor. */
const KNOWN: readonly string[] = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export const NO_BROWSER =
  'No browser runs here, so the journeys were not tested: install Chromium, or name one in CHROMIUM_PATH.';

/** Where to look; a test hands in other places. */
export type Places = { known?: readonly string[]; packed?: () => Promise<string | null> };

/** The browser that is named, else that of this machine, else the one that `npm ci` brought; null where it does not run. */
export async function findBrowser({ known = KNOWN, packed = packedBrowser }: Places = {}): Promise<string | null> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return (await runs(named)) ? named : null;
  for (const path of known) {
    if (await runs(path)) return path;
  }
  return packed();
}

/** A browser, or the end of this process with one sentence: where one is demanded, by name or by CI, it failed. */
export async function browserOrEnd(places: Places = {}): Promise<string> {
  const found = await findBrowser(places);
  if (found !== null) return found;
  const { CHROMIUM_PATH: named, CI: isDemanded } = process.env;
  console.error(named ? `CHROMIUM_PATH names ${named}, which does not run.` : NO_BROWSER);
  return process.exit(named || isDemanded ? 1 : 0);
}

/** It is for Linux on x64. A bare machine lacks libraries that it needs; the package brings those too. */
async function packedBrowser(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const { default: packed, inflate, setupLambdaEnvironment } = await import('@sparticuz/chromium');
  const path = await packed.executablePath();
  if (await runs(path)) return path;
  const libraries = new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium'));
  setupLambdaEnvironment(`${await inflate(fileURLToPath(libraries))}/lib`);
  return (await runs(path)) ? path : null;
}

/** That it is there is not enough: what stands there may be a stub that asks for something to be installed. */
async function runs(path: string): Promise<boolean> {
  // On Windows the question would open a window.
  if (process.platform === 'win32' || !existsSync(path)) return existsSync(path);
  return promisify(execFile)(path, ['--version', '--no-sandbox']).then(
    () => true,
    () => false,
  );
}
