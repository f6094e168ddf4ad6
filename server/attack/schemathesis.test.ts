import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pythonWith } from '#server/testing/tools.ts';
import { type Target, target } from './testing/target.ts';

// Somebody else's judgement: schemathesis makes requests from the served document, good and bad, and holds what
// comes back against it with every check that it has. KAGI_TEST_LONG=1 lets it search on its own, too.

const SCHEMATHESIS = 'schemathesis==4.32.5';
const isLong = Boolean(process.env.KAGI_TEST_LONG);
const PHASES = isLong ? 'examples,coverage,fuzzing' : 'examples,coverage';
const EXAMPLES = isLong ? 200 : 10;
const LIMIT_MS = 900_000;

/** Where what the schema takes may still be refused, and why: that the document cannot say. */
const REFUSED_BY_MEANING: Readonly<Record<string, string>> = {
  'POST /2fa': 'a secret must be base32 or an otpauth URI, and without one there is nothing that digits apply to',
  'PUT /2fa/{id}': 'the same',
  'POST /ai/extract': 'a prompt and a choice exclude each other',
  'POST /categories': 'a simple category needs its variable, a group its fields, and neither the other’s',
  'PUT /categories/{id}': 'the same, by what it is already',
  'POST /entries': 'a value must fit the key type of its category',
  'PUT /entries/{id}': 'the same, and a value and single fields exclude each other',
  'POST /entries/import': 'a decision must be about a variable of the text',
  'POST /access-keys': 'names of projects are not blank, and hold no control character',
  'POST /account/second-step': 'a code must be that of now',
  'DELETE /account/data': 'the e-mail must be that of the account',
};

let on: Target;
let python: string | null = null;
let folder = '';

beforeAll(async () => {
  python = await pythonWith(SCHEMATHESIS).catch((error: unknown) => {
    // A machine of our own lacks Python now and then; the gate must not.
    if (process.env.CI) throw error;
    console.info(`Not judged by schemathesis, which this machine cannot have: ${error}`);
    return null;
  });
  folder = await mkdtemp(join(tmpdir(), 'kagi-schemathesis-'));
  await writeFile(join(folder, 'schemathesis.toml'), SETTINGS);
  on = await target();
}, 500_000);
afterAll(async () => {
  await on?.close();
  await rm(folder, { recursive: true });
});

const SETTINGS = Object.keys(REFUSED_BY_MEANING)
  .map((name) => `[[operations]]\ninclude-name = "${name}"\nchecks.positive_data_acceptance.enabled = false\n`)
  .join('\n');

/** It would end the session by which it asks. */
const NOT_ASKED = ['--exclude-name', 'DELETE /sessions/{id}'];

const WHO: readonly [string, () => string[]][] = [
  ['an access key', () => [`Authorization: Bearer ${on.bob.keys.all}`]],
  ['the session of the admin', () => [`Cookie: ${on.ada.cookie}`, 'Sec-Fetch-Site: same-origin']],
];

test.each(WHO)(
  'schemathesis finds nothing by %s that the document does not say',
  { timeout: LIMIT_MS },
  async (_, who) => {
    if (python === null) return expect(process.env.CI).toBeUndefined();
    const bounds = ['--phases', PHASES, '--max-examples', String(EXAMPLES), '--continue-on-failure'];
    const quiet = ['--no-color', '--generation-database', 'none', '--generation-with-security-parameters', 'false'];
    const headers = who().flatMap((header) => ['--header', header]);
    const { code, printed } = await ended(python, [
      ...['-m', 'schemathesis.cli', 'run', `${on.base}/api/openapi`],
      ...headers,
      ...NOT_ASKED,
      ...bounds,
      ...quiet,
    ]);
    expect(code, printed).toBe(0);
    expect(Number(/(\d+) generated/.exec(printed)?.[1]), printed).toBeGreaterThan(1_000);
    // Whose credentials were lost on the way has tried nothing.
    expect(printed).not.toMatch(/[2-9]\d operations returned only 401/);
  },
);

function ended(command: string, args: readonly string[]): Promise<{ code: number; printed: string }> {
  return new Promise((resolve) => {
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(command, args, options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, printed: stdout + stderr }),
    );
  });
}
