import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { freePort, type Running, run } from '#server/testing/process.ts';
import { goTool, pythonWith, run as runTool } from '#server/testing/tools.ts';

// Whoever writes a program against the vault generates a client from the document that it serves: what does not
// generate, compile or run there is a fault of the document.

const TESTING = join(import.meta.dirname, 'testing');
const CLIENT = join(TESTING, 'client.d.ts');
const PYTHON_GENERATOR = 'openapi-python-client==0.29.1';
const GO_GENERATOR = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2';
/** For a tool that is fetched and built, where this machine never had it. */
const FETCH_MS = 600_000;
const ADMIN = { ADMIN_EMAIL: 'ada@example.test', ADMIN_PASSWORD: 'a horse, a battery, a staple' };

let dataDir = '';
let base = '';
let running: Running;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kagi-client-'));
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  running = run('server/main.ts', [], { KAGI_DATA_DIR: dataDir, PORT: String(port), ...ADMIN });
  await running.says('is reached as');
});
afterAll(async () => {
  running.child.kill('SIGKILL');
  await running.ended();
  await rm(dataDir, { recursive: true });
  await rm(CLIENT, { force: true });
});

test('a client for TypeScript compiles strictly, and finds its way through the vault', async () => {
  await writeFile(CLIENT, astToString(await openapiTS(await servedDocument())));
  expect(await readFile(CLIENT, 'utf8')).toContain('export interface paths');
  expect(complaints(join(TESTING, 'journey.ts'))).toEqual([]);
  const journey = run(join(TESTING, 'journey.ts'), [`${base}/api`, await cookie()], {});
  const { code, printed } = await journey.ended();
  expect(code, printed).toBe(0);
  expect(JSON.parse(printed)).toEqual({
    values: ['sk_1', { HOST: 'h' }, expect.stringContaining('PRIVATE KEY'), '{"a":1}'],
    refused: 'AUTH_SCOPE_REQUIRED',
    exported: expect.stringContaining('STRIPE_KEY=sk_1'),
    extracted: expect.stringContaining('STRIPE_KEY=sk_1'),
    listed: ['json', 'ssh', 'group', 'simple'],
  });
});

test('a client for Python loads whole, and finds its way through the vault', { timeout: FETCH_MS }, async () => {
  const python = await pythonWith(PYTHON_GENERATOR).catch((error) => {
    if (process.env.CI) throw error;
    return lacks('Python', error);
  });
  if (python === null) return;
  await inFolder(async (folder) => {
    await writeFile(join(folder, 'openapi.json'), await servedDocument());
    await writeFile(join(folder, 'config.json'), '{"post_hooks":[]}');
    // What it does not understand it would leave out with a warning.
    const strictly = ['--fail-on-warning', '--meta', 'none', '--config', 'config.json'];
    const files = ['--path', 'openapi.json', '--output-path', 'kagi_client'];
    await runTool(python, ['-m', 'openapi_python_client', 'generate', ...strictly, ...files], { cwd: folder });
    const env = { ...process.env, PYTHONPATH: folder };
    const journey = await runTool(python, [join(TESTING, 'journey.py'), `${base}/api`, await accessKey()], { env });
    expect(JSON.parse(journey.stdout)).toEqual({
      modules: expect.toSatisfy((count) => count > 100, 'more than a hundred'),
      listed: ['Database of Python', 'Stripe of Python'],
      values: ['sk_python', { HOST: 'h' }],
      refused: 'AUTH_SCOPE_REQUIRED',
    });
  });
});

test('a client for Go compiles, and finds its way through the vault', { timeout: FETCH_MS }, async () => {
  // Debian's Go is too old for the generator, so the gate has none.
  const generator = await goTool(GO_GENERATOR).catch((error) => lacks('Go', error));
  if (generator === null) return;
  await inFolder(async (cwd) => {
    await cp(join(TESTING, 'go'), cwd, { recursive: true });
    await writeFile(join(cwd, 'openapi.json'), await servedDocument());
    await mkdir(join(cwd, 'kagi'));
    const options = ['-package', 'kagi', '-generate', 'types,client', '-o', 'kagi/client.go'];
    const { stdout, stderr } = await runTool(generator, [...options, 'openapi.json'], { cwd });
    // What it does not understand it would say.
    expect(stdout + stderr).toBe('');
    await runTool('go', ['vet', './...'], { cwd });
    const journey = await runTool('go', ['run', '.', `${base}/api`, await accessKey()], { cwd });
    expect(JSON.parse(journey.stdout)).toEqual({
      listed: ['Database of Go', 'Stripe of Go'],
      values: ['sk_go', { HOST: 'h' }],
      refused: 'AUTH_SCOPE_REQUIRED',
    });
  });
});

async function servedDocument(): Promise<string> {
  return (await fetch(`${base}/api/openapi`)).text();
}

function lacks(language: string, error: unknown): null {
  const [why = ''] = String(error).split('\n', 1);
  process.stdout.write(`openapi: no client in ${language} was tried, which this machine lacks (${why})\n`);
  return null;
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kagi-client-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A key for all that a journey does, and not for the export. */
async function accessKey(): Promise<string> {
  const answer = await fetch(`${base}/api/access-keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: await cookie(), 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({
      name: 'CI',
      scopes: ['categories:write', 'entries:read', 'entries:reveal', 'entries:write'],
    }),
  });
  return z.object({ key: z.string() }).parse(await answer.json()).key;
}

async function cookie(): Promise<string> {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = ADMIN;
  const answer = await fetch(`${base}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** What the compiler says of a file, under the strictest options that users of a client have. */
function complaints(file: string): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: false,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  };
  const program = ts.createProgram([file], options);
  const own = ts.getPreEmitDiagnostics(program).filter((one) => one.file?.fileName.includes('openapi/testing'));
  return own.map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n'));
}
