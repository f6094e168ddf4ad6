import { readFileSync } from 'node:fs';

/** Every setting there is. Each can also be given as a file that holds it, by its name and `_FILE`. */
export const SETTINGS = [
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'DATABASE_URL',
  'KAGI_DATA_DIR',
  'KAGI_ENCRYPTION_KEY',
  'KAGI_ENCRYPTION_KEYS',
  'KAGI_BACKUP_PASSPHRASE',
  'ADMIN_EMAIL',
  'ADMIN_PASSWORD',
  'KEYCLOAK_URL',
  'KEYCLOAK_REALM',
  'KEYCLOAK_CLIENT_ID',
  'KEYCLOAK_CLIENT_SECRET',
  'KEYCLOAK_ALLOWED_GROUPS',
  'KEYCLOAK_ALLOWED_EMAIL_DOMAINS',
  'KEYCLOAK_ADMIN_EMAIL',
  'KAGI_PASSWORD_SIGN_IN',
  'KAGI_SESSION_IDLE_HOURS',
  'KAGI_SESSION_MAX_HOURS',
  'KAGI_TRUSTED_PROXIES',
  'AI_BASE_URL',
  'AI_API_KEY',
  'AI_MODEL',
  'KAGI_RATE_LIMIT',
  'KAGI_METRICS',
  'KAGI_AUDIT_KEEP_DAYS',
  'LOG_LEVEL',
] as const;
export type Setting = (typeof SETTINGS)[number];

/** A setting is wrong. The message is one sentence that names it and never holds its value. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** The environment as text: each known setting that is given, out of a variable or of a file. */
export type Given = Partial<Record<Setting, string>>;

/**
 * Picks the settings out of an environment.
 * @throws {ConfigError} if one is unknown, blank, given twice, or its file cannot be read.
 */
export function givenSettings(env: NodeJS.ProcessEnv): Given {
  demandKnown(Object.keys(env));
  const given: Given = {};
  for (const setting of SETTINGS) {
    const text = textOf(env, setting);
    if (text !== undefined) given[setting] = text;
  }
  return given;
}

const NAMES: readonly string[] = SETTINGS.flatMap((setting) => [setting, `${setting}_FILE`]);

/** Of others' variables (`PATH`, `KEYCLOAK_HOME`) nothing can be said; what begins as ours or nearly reads so can. */
function demandKnown(variables: readonly string[]): void {
  for (const variable of variables) {
    // The tests' own variables, so that a developer's shell can keep them.
    if (NAMES.includes(variable) || variable.startsWith('KAGI_TEST_')) continue;
    const near = nearestTo(variable);
    const isOurs = variable.startsWith('KAGI_');
    if (isOurs && near === null) throw new ConfigError(`${variable} is not a setting that Kagi knows.`);
    // A misspelt limit on who may sign in would let everybody in.
    if (near !== null && (isOurs || variable.startsWith('KEYCLOAK_')))
      throw new ConfigError(`${variable} is not a setting that Kagi knows; did you mean ${near}?`);
  }
}

function textOf(env: NodeJS.ProcessEnv, setting: Setting): string | undefined {
  const direct = env[setting];
  const file = env[`${setting}_FILE`];
  if (direct !== undefined && file !== undefined)
    throw new ConfigError(`${setting} and ${setting}_FILE are both set; leave one of them out.`);
  const text = file === undefined ? direct : contentsOf(file, `${setting}_FILE`);
  if (text?.trim() === '') throw new ConfigError(`${setting} is blank; give it a value or leave it out.`);
  return text;
}

function contentsOf(path: string, variable: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new ConfigError(`${variable} names a file that cannot be read${why}.`);
  }
}

const NEAR = 3;

function nearestTo(variable: string): string | null {
  const ranked = NAMES.map((name) => ({ name, distance: editDistance(variable, name) }));
  const [best] = ranked.sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= NEAR ? best.name : null;
}

/** How many letters must be put in, left out or changed to make one word of the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
