import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{server,shared,cli,bench}/**/*.test.ts'],
    maxWorkers: 2,
  },
});
