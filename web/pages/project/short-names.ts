import type { Environment } from '#shared/entries.ts';

/** Where four names must stand side by side in little room. */
export const SHORT_NAMES: Readonly<Record<Environment, string>> = {
  production: 'prod',
  staging: 'staging',
  development: 'dev',
  local: 'local',
};
