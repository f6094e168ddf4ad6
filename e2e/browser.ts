import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Where systems keep a Chromium or a Chrome. */
const KNOWN = [
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

/** The browser of this machine, or the one that `npm ci` brought; null where neither runs. */
export async function findBrowser(): Promise<string | null> {
  return process.env.CHROMIUM_PATH || KNOWN.find((path) => existsSync(path)) || packedBrowser();
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

async function runs(path: string): Promise<boolean> {
  return promisify(execFile)(path, ['--version', '--no-sandbox']).then(
    () => true,
    () => false,
  );
}
