import { resolve } from 'node:path';
import { type KekEntry, kekEntryOf } from '#server/crypto/keks.ts';
import { isLoopback, parseSettings, type Values } from './setting-values.ts';
import { ConfigError, type Given, givenSettings, type Setting } from './settings.ts';

/** Everything that can be set, read and checked once at start. */
export type Config = {
  host: string;
  port: number;
  /** Origin under which people reach the vault: `https://kagi.example.com`. */
  publicUrl: URL;
  databaseUrl: string | null;
  dataDir: string;
  /** The KEK ring, if the environment gives it; otherwise `keyring.json` does. Primary first. */
  keks: readonly KekEntry[] | null;
  /** For the commands that make a backup and take it back. */
  backupPassphrase: string | null;
  admin: { email: string; password: string } | null;
  keycloak: KeycloakConfig | null;
  passwordSignIn: boolean;
  sessionIdleHours: number;
  sessionMaxHours: number;
  /** Addresses or CIDR ranges of proxies whose `X-Forwarded-For` counts. */
  trustedProxies: readonly string[];
  ai: { baseUrl: string; apiKey: string | null; model: string } | null;
  /** Requests a minute for each key or session; null: no limit. */
  rateLimit: number | null;
  metrics: boolean;
  auditKeepDays: number | null;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
};

export type KeycloakConfig = {
  url: string;
  realm: string;
  clientId: string;
  clientSecret: string | null;
  allowedGroups: readonly string[];
  allowedEmailDomains: readonly string[];
  /** Who becomes the admin at the first sign-in by Keycloak. */
  adminEmail: string | null;
};

/** Tells libraries that this is no workbench, unless the environment says otherwise. Call it before they are loaded. */
export function runAsProduct(): void {
  process.env.NODE_ENV ??= 'production';
}

/** The folder in which a command was typed: npm changes into the package's own before it runs one. */
export function folderOfOperator(env: NodeJS.ProcessEnv = process.env): string {
  return env.INIT_CWD ?? process.cwd();
}

/**
 * Reads and checks the settings: the one place that knows the environment.
 * @throws {ConfigError} with one sentence that names the first setting that is wrong.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = givenSettings(env);
  const values = parseSettings(given);
  const keycloak = keycloakOf(given, values);
  return {
    host: values.HOST,
    port: values.PORT,
    publicUrl: publicUrlOf(values),
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir: resolve(values.KAGI_DATA_DIR),
    keks: keksOfSettings(given),
    backupPassphrase: values.KAGI_BACKUP_PASSPHRASE ?? null,
    admin: adminOf(given, values),
    keycloak,
    passwordSignIn: passwordSignInOf(values, keycloak),
    ...sessionHours(values),
    trustedProxies: values.KAGI_TRUSTED_PROXIES,
    ai: aiOf(given, values),
    rateLimit: values.KAGI_RATE_LIMIT ?? null,
    metrics: values.KAGI_METRICS,
    auditKeepDays: values.KAGI_AUDIT_KEEP_DAYS ?? null,
    logLevel: values.LOG_LEVEL,
  };
}

function publicUrlOf({ HOST: host, PORT: port, PUBLIC_URL: given }: Values): URL {
  if (isLoopback(host)) return given ?? new URL(`http://127.0.0.1:${port}`);
  if (given?.protocol === 'https:') return given;
  throw new ConfigError('HOST lets other machines in, so PUBLIC_URL must be an https:// address.');
}

function keksOfSettings({ KAGI_ENCRYPTION_KEY: key, KAGI_ENCRYPTION_KEYS: ring }: Given): readonly KekEntry[] | null {
  if (key !== undefined && ring !== undefined)
    throw new ConfigError('KAGI_ENCRYPTION_KEY and KAGI_ENCRYPTION_KEYS are both set; leave one of them out.');
  if (key !== undefined) return [kekOf(key)];
  return ring === undefined ? null : ringOf(ring);
}

function kekOf(hex: string): KekEntry {
  if (!HEX_KEY.test(hex)) throw new ConfigError('KAGI_ENCRYPTION_KEY must be 64 hex digits (32 bytes).');
  return kekEntryOf(hex);
}

const HEX_KEY = /^[0-9a-f]{64}$/i;
const RING_ITEM = /^([A-Za-z0-9_-]{1,63}):([0-9a-f]{64})$/i;

function ringOf(text: string): readonly KekEntry[] {
  const entries = text.split(',').map((item, index) => {
    const [, id, hex] = RING_ITEM.exec(item.trim()) ?? [];
    if (id !== undefined && hex !== undefined) return { id, hex };
    // Says which by its place: what stands there may be a key in the wrong spot.
    throw new ConfigError(
      `KAGI_ENCRYPTION_KEYS must list id:key, each key 64 hex digits; item ${index + 1} is not so.`,
    );
  });
  if (new Set(entries.map(({ id }) => id)).size === entries.length) return entries;
  throw new ConfigError('KAGI_ENCRYPTION_KEYS gives two keys the same id.');
}

function adminOf(given: Given, { ADMIN_EMAIL, ADMIN_PASSWORD }: Values): Config['admin'] {
  demandTogether(given, ['ADMIN_EMAIL', 'ADMIN_PASSWORD'], []);
  if (ADMIN_EMAIL === undefined || ADMIN_PASSWORD === undefined) return null;
  return { email: ADMIN_EMAIL, password: ADMIN_PASSWORD };
}

const KEYCLOAK_NEEDS = ['KEYCLOAK_URL', 'KEYCLOAK_REALM', 'KEYCLOAK_CLIENT_ID'] as const;
const KEYCLOAK_TAKES = [
  'KEYCLOAK_CLIENT_SECRET',
  'KEYCLOAK_ALLOWED_GROUPS',
  'KEYCLOAK_ALLOWED_EMAIL_DOMAINS',
  'KEYCLOAK_ADMIN_EMAIL',
] as const;

function keycloakOf(given: Given, values: Values): KeycloakConfig | null {
  demandTogether(given, KEYCLOAK_NEEDS, KEYCLOAK_TAKES);
  const { KEYCLOAK_URL: url, KEYCLOAK_REALM: realm, KEYCLOAK_CLIENT_ID: clientId } = values;
  if (url === undefined || realm === undefined || clientId === undefined) return null;
  return {
    url: url.href.replace(/\/+$/, ''),
    realm,
    clientId,
    clientSecret: values.KEYCLOAK_CLIENT_SECRET ?? null,
    allowedGroups: values.KEYCLOAK_ALLOWED_GROUPS,
    allowedEmailDomains: values.KEYCLOAK_ALLOWED_EMAIL_DOMAINS,
    adminEmail: values.KEYCLOAK_ADMIN_EMAIL ?? null,
  };
}

function passwordSignInOf({ KAGI_PASSWORD_SIGN_IN: isOn }: Values, keycloak: KeycloakConfig | null): boolean {
  if (isOn || keycloak !== null) return isOn;
  throw new ConfigError('KAGI_PASSWORD_SIGN_IN is off and Keycloak is not set, so nobody could sign in.');
}

const IDLE_HOURS = 12;
const TOTAL_HOURS = 168;

function sessionHours({ KAGI_SESSION_IDLE_HOURS: idle, KAGI_SESSION_MAX_HOURS: max = TOTAL_HOURS }: Values) {
  if (idle !== undefined && idle > max)
    throw new ConfigError(`KAGI_SESSION_IDLE_HOURS must not exceed KAGI_SESSION_MAX_HOURS (${max}).`);
  return { sessionIdleHours: idle ?? Math.min(IDLE_HOURS, max), sessionMaxHours: max };
}

function aiOf(given: Given, values: Values): Config['ai'] {
  demandTogether(given, ['AI_BASE_URL', 'AI_MODEL'], ['AI_API_KEY']);
  const { AI_BASE_URL: url, AI_MODEL: model, AI_API_KEY: apiKey = null } = values;
  if (url === undefined || model === undefined) return null;
  return { baseUrl: url.href.replace(/\/+$/, ''), apiKey, model };
}

/** Of settings that make sense together only: none of them, or all that are needed. */
function demandTogether(given: Given, needed: readonly Setting[], extra: readonly Setting[]): void {
  const present = [...needed, ...extra].find((setting) => given[setting] !== undefined);
  const missing = needed.find((setting) => given[setting] === undefined);
  if (present === undefined || missing === undefined) return;
  throw new ConfigError(`${present} is set but ${missing} is not; they are needed together.`);
}
