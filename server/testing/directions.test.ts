import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

/** Files of a small tree, each with what it imports (`type …`: its types alone) and the rule that forbids it. */
const FORBIDDEN: [file: string, imports: string, rule: string][] = [
  ['shared/a.ts', './b.ts', 'no-circle'],
  ['shared/c.ts', 'type ./d.ts', 'no-circle'],
  ['shared/gone.ts', './nowhere.ts', 'no-unknown-import'],
  ['shared/net.ts', 'node:net', 'shared-knows-zod-alone'],
  ['shared/up.ts', 'type #server/db/rows.ts', 'shared-knows-zod-alone'],
  ['server/runner.ts', 'vitest', 'no-development-package-in-the-product'],
  ['server/stray.ts', 'js-levenshtein', 'no-undeclared-package'],
  ['server/commands/up.ts', '#server/main.ts', 'commands-points-down'],
  ['server/process/up.ts', '#server/main.ts', 'process-points-down'],
  ['server/keyring/up.ts', '#server/main.ts', 'keyring-points-down'],
  ['server/http/up.ts', '#server/main.ts', 'http-points-down'],
  ['server/api/up.ts', 'type #server/http/app.ts', 'api-points-down'],
  ['server/api/rows.ts', 'type #server/db/rows.ts', 'api-leaves-bytes-and-rows-alone'],
  ['server/api/bytes.ts', '#server/crypto/seal.ts', 'api-leaves-bytes-and-rows-alone'],
  ['server/vault/up.ts', 'type #server/api/router.ts', 'vault-points-down'],
  ['server/vault/wire.ts', '@trpc/server', 'vault-knows-no-wire'],
  ['server/vault/dice.ts', 'node:crypto', 'node-crypto-in-crypto-alone'],
  ['server/vault/page.ts', 'type #web/page.ts', 'server-knows-no-client'],
  ['server/vault/fake.ts', '#server/testing/fresh.ts', 'testing-is-for-tests'],
  ['server/vault/far.ts', 'type ../auth/who.ts', 'alias-across-folders'],
  ['server/vault/near.ts', 'type #server/vault/rule.ts', 'no-alias-within-a-folder'],
  ['server/auth/up.ts', 'type #server/vault/rule.ts', 'auth-points-down'],
  ['server/auth/google.ts', 'arctic', 'arctic-in-one-file'],
  ['server/ai/beside.ts', 'type #server/auth/who.ts', 'ai-points-down'],
  ['server/audit/up.ts', 'type #server/auth/who.ts', 'audit-points-down'],
  ['server/db/up.ts', 'type #server/vault/rule.ts', 'db-points-down'],
  ['server/dotenv/rows.ts', 'type #server/db/rows.ts', 'dotenv-points-down'],
  ['server/entities/out.ts', 'zod', 'entities-know-the-orm-alone'],
  ['server/crypto/out.ts', 'zod', 'crypto-knows-node-alone'],
  ['server/settings.ts', 'type #server/db/rows.ts', 'config-stands-on-crypto'],
  ['web/rule.ts', 'type #server/vault/rule.ts', 'clients-name-the-router-alone'],
  ['web/trpc.ts', '#server/api/router.ts', 'clients-take-its-type-alone'],
  ['web/other.ts', 'type #server/api/router.ts', 'web-names-the-server-in-one-file'],
  ['cli/rule.ts', 'type #server/vault/rule.ts', 'clients-name-the-router-alone'],
  ['e2e/inside.spec.ts', '#server/main.ts', 'e2e-stands-outside'],
];

const ALLOWED: [file: string, imports: string][] = [
  ['shared/schema.ts', 'zod'],
  ['server/main.ts', 'type #server/http/app.ts'],
  ['server/http/app.ts', 'type #server/api/router.ts'],
  ['server/api/router.ts', 'type #server/vault/rule.ts'],
  ['server/vault/rule.ts', 'type #server/auth/who.ts'],
  ['server/auth/who.ts', 'type #server/db/rows.ts'],
  ['server/auth/keycloak.ts', 'arctic'],
  ['server/db/rows.ts', '#server/crypto/seal.ts'],
  ['server/crypto/seal.ts', 'node:crypto'],
  ['server/crypto/seal.test.ts', '#server/testing/fresh.ts'],
  ['server/testing/fresh.ts', 'vitest'],
  ['cli/client.ts', 'type #server/api/router.ts'],
  ['web/page.ts', './other.ts'],
];

/** The other halves of the circles. */
const PARTNERS: [file: string, imports: string][] = [
  ['shared/b.ts', './a.ts'],
  ['shared/d.ts', 'type ./c.ts'],
];

const report = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});

const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'kagi-directions-'));
let found: string[] = [];

beforeAll(() => {
  for (const name of ['package.json', 'tsconfig.json']) cpSync(join(root, name), join(folder, name));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [file, imports] of [...FORBIDDEN, ...ALLOWED, ...PARTNERS]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), importing(imports));
  }
  found = violationsIn(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(FORBIDDEN)('%s must not import %s', (file, _imports, rule) => {
  expect(found).toContain(`${file} ${rule}`);
});

test('finds nothing in files that keep to the rules', () => {
  const clean = ALLOWED.map(([file]) => file);
  expect(found.filter((line) => clean.some((file) => line.startsWith(`${file} `)))).toEqual([]);
});

function importing(imports: string): string {
  const [kind, specifier] = imports.split(' ');
  if (specifier === undefined) return `import * as x from '${kind}';\nexport const y = x;\n`;
  return `import type * as x from '${specifier}';\nexport type Y = typeof x;\n`;
}

function violationsIn(cwd: string): string[] {
  const cruiser = join(root, 'node_modules/.bin/depcruise');
  const options = ['.', '--config', join(root, '.dependency-cruiser.mjs'), '--output-type', 'json'];
  const run = spawnSync(process.execPath, [cruiser, ...options], { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (run.stdout === '') throw new Error(run.stderr);
  const { violations } = report.parse(JSON.parse(run.stdout)).summary;
  return violations.map(({ from, rule }) => `${from} ${rule.name}`);
}
