// Builds the web app, unless what stands in dist/ is newer than all that it is built from.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['web', 'shared', 'package-lock.json', 'vite.config.ts'];

const changedAt = (path) => statSync(`${root}${path}`).mtimeMs;
const within = (path) =>
  statSync(`${root}${path}`).isDirectory() ? readdirSync(`${root}${path}`, { recursive: true }) : [];
const newest = Math.max(
  ...SOURCES.flatMap((path) => [path, ...within(path).map((file) => `${path}/${file}`)]).map(changedAt),
);

if (!existsSync(`${root}dist/index.html`) || changedAt('dist/index.html') < newest) {
  console.log('Building the web app; this is done once.');
  const { build } = await import('vite');
  // The folder of the pages is the configuration's to say: given here, it would win.
  await build({ configFile: `${root}vite.config.ts`, logLevel: 'warn' });
}
