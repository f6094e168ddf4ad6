#!/usr/bin/env node
// Starts the server; where this Node is too old, on the one that package.json brings along.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const pathOf = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url));

if (major > 22 || (major === 22 && minor >= 18)) await import('#server/main.ts');
else {
  const server = spawn(pathOf('node_modules/.bin/node'), [pathOf('server/main.ts')], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
  server.on('exit', (code) => process.exit(code ?? 1));
  server.on('error', () => {
    console.error(`Kagi needs Node 22.18 or newer. This is ${process.version}, and "npm ci" has brought no other.`);
    process.exit(1);
  });
}
