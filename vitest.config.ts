import { defineConfig } from 'vitest/config';

/** Rooms whose tests ask a database, and so must pass on both. */
const ON_A_DATABASE = [
  'server/*.test.ts',
  'server/{api,audit,auth,backup,commands,db,events,faults,http,keyring,process,vault}/**/*.test.ts',
];
const OF_THE_EMBEDDED_ONE = [
  'server/db/embedded*.test.ts',
  'server/api/index-use.test.ts',
  'server/faults/power-loss.test.ts',
  'server/http/openapi/client.test.ts',
  'server/vault-in-use.test.ts',
];

const postgresUrl = process.env.KAGI_TEST_POSTGRES_URL;

const postgres = {
  extends: true as const,
  test: { name: 'postgres', include: ON_A_DATABASE, exclude: OF_THE_EMBEDDED_ONE },
};

export default defineConfig({
  test: {
    // Each worker holds a database of its own, which weighs 300 MB when it is the embedded one.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'embedded',
          include: ['{server,shared,cli,bench}/**/*.test.ts'],
          env: { KAGI_TEST_POSTGRES_URL: '' },
        },
      },
      { extends: true, test: { name: 'web', include: ['web/**/*.test.{ts,tsx}'] } },
      ...(postgresUrl ? [postgres] : []),
    ],
  },
});
