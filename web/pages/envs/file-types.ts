import type { Environment } from '#shared/entries.ts';
import type { EnvFile } from '#shared/envs.ts';

/** As they stand in the tabs; what is not among them follows by name. */
const ORDER = ['env', 'env.local', 'env.development', 'env.staging', 'env.production'];

const ENVIRONMENTS: Readonly<Record<string, Environment>> = {
  'env.local': 'local',
  'env.development': 'development',
  'env.staging': 'staging',
  'env.production': 'production',
};

export const FILE_TYPES: readonly string[] = ORDER;

/** The environment that a file is for, where its name says so. */
export const environmentOf = (fileType: string): Environment | null => ENVIRONMENTS[fileType] ?? null;

/** ".env.production": as it is called in a folder. */
export const fileName = (fileType: string): string => `.${fileType}`;

export function byType(a: Pick<EnvFile, 'fileType'>, b: Pick<EnvFile, 'fileType'>): number {
  return place(a.fileType) - place(b.fileType) || a.fileType.localeCompare(b.fileType);
}

function place(fileType: string): number {
  const at = ORDER.indexOf(fileType);
  return at === -1 ? ORDER.length : at;
}
