import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startPostgres } from './postgres.ts';

// Runs a command with KAGI_TEST_POSTGRES_URL set, on a PostgreSQL that lives as long as the command.

const [command = 'vitest', ...args] = process.argv.slice(2);
const given = process.env.KAGI_TEST_POSTGRES_URL;
const own = given ? null : await startPostgres();
const url = given || own?.url;
if (!url) console.log('PostgreSQL is not installed here: the tests run on the embedded database alone.');

const child = spawn(command, args, {
  stdio: 'inherit',
  env: { ...process.env, ...(url ? { KAGI_TEST_POSTGRES_URL: url } : {}) },
});
// Both get the terminal's Ctrl-C: this process only waits for the other, so that PostgreSQL is stopped.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
const [code] = await once(child, 'exit');
await own?.stop();
process.exitCode = code ?? 1;
