import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, type Running, run } from '#server/testing/process.ts';

// Whoever writes a program against the vault generates a client from the document that it serves: what does not
// generate, compile or run there is a fault of the document.

const TESTING = join(import.meta.dirname, 'testing');
const CLIENT = join(TESTING, 'client.d.ts');
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

test('a generated client compiles strictly, and finds its way through the vault', async () => {
  const document = await (await fetch(`${base}/api/openapi`)).text();
  await writeFile(CLIENT, astToString(await openapiTS(document)));
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
