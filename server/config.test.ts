import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { ConfigError, SETTINGS } from './settings.ts';

const HEX = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const KEYCLOAK = {
  KEYCLOAK_URL: 'https://sso.example.com/',
  KEYCLOAK_REALM: 'dev',
  KEYCLOAK_CLIENT_ID: 'kagi',
};

const folder = mkdtempSync(join(tmpdir(), 'kagi-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
  const path = join(folder, `${Math.random()}`);
  writeFileSync(path, text);
  return path;
}

function refusal(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'started';
}

test('needs nothing: every setting has a default', () => {
  expect(readConfig({ PATH: '/bin' })).toEqual({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: new URL('http://127.0.0.1:3000'),
    databaseUrl: null,
    dataDir: resolve('data'),
    keks: null,
    backupPassphrase: null,
    admin: null,
    keycloak: null,
    passwordSignIn: true,
    sessionIdleHours: 12,
    sessionMaxHours: 168,
    trustedProxies: [],
    ai: null,
    rateLimit: null,
    metrics: false,
    auditKeepDays: null,
    logLevel: 'info',
  });
});

test('reads every setting that is given', () => {
  const config = readConfig({
    HOST: '0.0.0.0',
    PORT: '8443',
    PUBLIC_URL: 'https://kagi.example.com',
    DATABASE_URL: 'postgresql://kagi@db/kagi',
    KAGI_DATA_DIR: '/var/lib/kagi',
    KAGI_ENCRYPTION_KEYS: `new:${HEX},old:${OTHER}`,
    KAGI_BACKUP_PASSPHRASE: 'six words that nobody else knows',
    ADMIN_EMAIL: 'Ada@Example.com',
    ADMIN_PASSWORD: 'correct horse battery',
    ...KEYCLOAK,
    KEYCLOAK_CLIENT_SECRET: 's3cret',
    KEYCLOAK_ALLOWED_GROUPS: '/dev, /ops',
    KEYCLOAK_ALLOWED_EMAIL_DOMAINS: 'Example.com',
    KEYCLOAK_ADMIN_EMAIL: 'Ada@Example.com',
    KAGI_PASSWORD_SIGN_IN: 'off',
    KAGI_SESSION_IDLE_HOURS: '1',
    KAGI_SESSION_MAX_HOURS: '8',
    KAGI_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    AI_BASE_URL: 'http://127.0.0.1:11434/v1/',
    AI_API_KEY: 'sk',
    AI_MODEL: 'small',
    KAGI_RATE_LIMIT: '600',
    KAGI_METRICS: 'on',
    KAGI_AUDIT_KEEP_DAYS: '365',
    LOG_LEVEL: 'warn',
  });
  expect(config).toEqual({
    host: '0.0.0.0',
    port: 8443,
    publicUrl: new URL('https://kagi.example.com'),
    databaseUrl: 'postgresql://kagi@db/kagi',
    dataDir: '/var/lib/kagi',
    keks: [
      { id: 'new', hex: HEX },
      { id: 'old', hex: OTHER },
    ],
    backupPassphrase: 'six words that nobody else knows',
    admin: { email: 'ada@example.com', password: 'correct horse battery' },
    keycloak: {
      url: 'https://sso.example.com',
      realm: 'dev',
      clientId: 'kagi',
      clientSecret: 's3cret',
      allowedGroups: ['/dev', '/ops'],
      allowedEmailDomains: ['example.com'],
      adminEmail: 'ada@example.com',
    },
    passwordSignIn: false,
    sessionIdleHours: 1,
    sessionMaxHours: 8,
    trustedProxies: ['10.0.0.0/8', '::1'],
    ai: { baseUrl: 'http://127.0.0.1:11434/v1', apiKey: 'sk', model: 'small' },
    rateLimit: 600,
    metrics: true,
    auditKeepDays: 365,
    logLevel: 'warn',
  });
});

test('names a single encryption key by the hash of it', () => {
  expect(readConfig({ KAGI_ENCRYPTION_KEY: HEX }).keks).toEqual([{ id: '9a2db2e2', hex: HEX }]);
});

test('a shorter life of a session shortens its idle time with it', () => {
  expect(readConfig({ KAGI_SESSION_MAX_HOURS: '8' }).sessionIdleHours).toBe(8);
});

test.each(SETTINGS)('takes %s out of a file as well', (setting) => {
  const missing = join(folder, 'missing');
  expect(refusal({ [`${setting}_FILE`]: missing })).toBe(`${setting}_FILE names a file that cannot be read (ENOENT).`);
});

test('takes a file without the line break at its end, and nothing else off', () => {
  const env = { ADMIN_EMAIL: 'ada@example.com', ADMIN_PASSWORD_FILE: fileWith(' with blanks \n') };
  expect(readConfig(env).admin?.password).toBe(' with blanks ');
});

describe('stops the start with one sentence', () => {
  const hostNeedsTls = 'HOST lets other machines in, so PUBLIC_URL must be an https:// address.';
  const notPort = 'PORT must be a whole number from 1 to 65535.';
  const ringForm = (item: number) =>
    `KAGI_ENCRYPTION_KEYS must list id:key, each key 64 hex digits; item ${item} is not so.`;
  const together = (present: string, missing: string) =>
    `${present} is set but ${missing} is not; they are needed together.`;
  const publicUrl = 'PUBLIC_URL must be an origin alone, such as https://kagi.example.com.';

  test.each<[Record<string, string>, string]>([
    [
      { KAGI_ENCRYPTON_KEY: HEX },
      'KAGI_ENCRYPTON_KEY is not a setting that Kagi knows; did you mean KAGI_ENCRYPTION_KEY?',
    ],
    [{ KAGI_COLOUR_SCHEME: 'x' }, 'KAGI_COLOUR_SCHEME is not a setting that Kagi knows.'],
    [
      { ...KEYCLOAK, KEYCLOAK_ALLOWED_GROUP: 'dev' },
      'KEYCLOAK_ALLOWED_GROUP is not a setting that Kagi knows; did you mean KEYCLOAK_ALLOWED_GROUPS?',
    ],
    [{ PORT: '' }, 'PORT is blank; give it a value or leave it out.'],
    [{ PORT: '3000', PORT_FILE: '/x' }, 'PORT and PORT_FILE are both set; leave one of them out.'],
    [{ PORT: 'http' }, notPort],
    [{ PORT: '0' }, notPort],
    [{ PORT: '65536' }, notPort],
    [{ PORT: '3e3' }, notPort],
    [{ HOST: '0.0.0.0' }, hostNeedsTls],
    [{ HOST: '::' }, hostNeedsTls],
    [{ HOST: 'kagi.example.com', PUBLIC_URL: 'http://127.0.0.1:3000' }, hostNeedsTls],
    [{ HOST: 'a b' }, 'HOST must be an address or a host name.'],
    [{ PUBLIC_URL: 'http://kagi.example.com' }, 'PUBLIC_URL must begin with https:// unless it is on this machine.'],
    [{ PUBLIC_URL: 'kagi.example.com' }, 'PUBLIC_URL must be an address that begins with https:// or http://.'],
    [{ PUBLIC_URL: 'https://example.com/kagi' }, publicUrl],
    [{ PUBLIC_URL: 'https://ada:pw@example.com' }, publicUrl],
    [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL must be an address that begins with postgresql://.'],
    [
      { KAGI_ENCRYPTION_KEY: HEX, KAGI_ENCRYPTION_KEYS: `a:${HEX}` },
      'KAGI_ENCRYPTION_KEY and KAGI_ENCRYPTION_KEYS are both set; leave one of them out.',
    ],
    [{ KAGI_ENCRYPTION_KEY: HEX.slice(1) }, 'KAGI_ENCRYPTION_KEY must be 64 hex digits (32 bytes).'],
    [{ KAGI_ENCRYPTION_KEYS: HEX }, ringForm(1)],
    [{ KAGI_ENCRYPTION_KEYS: `a:${HEX},` }, ringForm(2)],
    [{ KAGI_ENCRYPTION_KEYS: `a:${HEX},${OTHER}:b` }, ringForm(2)],
    [{ KAGI_ENCRYPTION_KEYS: `a:${HEX},a:${OTHER}` }, 'KAGI_ENCRYPTION_KEYS gives two keys the same id.'],
    [{ ADMIN_EMAIL: 'ada@example.com' }, together('ADMIN_EMAIL', 'ADMIN_PASSWORD')],
    [{ ADMIN_PASSWORD: 'correct horse battery' }, together('ADMIN_PASSWORD', 'ADMIN_EMAIL')],
    [{ ADMIN_EMAIL: 'ada', ADMIN_PASSWORD: 'pw' }, 'ADMIN_EMAIL must be an e-mail address.'],
    [{ KEYCLOAK_URL: 'https://sso.example.com' }, together('KEYCLOAK_URL', 'KEYCLOAK_REALM')],
    [{ KEYCLOAK_ALLOWED_GROUPS: 'dev' }, together('KEYCLOAK_ALLOWED_GROUPS', 'KEYCLOAK_URL')],
    [
      { ...KEYCLOAK, KEYCLOAK_URL: 'http://sso.example.com' },
      'KEYCLOAK_URL must begin with https:// unless it is on this machine.',
    ],
    [{ ...KEYCLOAK, KEYCLOAK_ALLOWED_GROUPS: 'dev,,ops' }, 'KEYCLOAK_ALLOWED_GROUPS must not hold an empty item.'],
    [
      { ...KEYCLOAK, KEYCLOAK_ALLOWED_EMAIL_DOMAINS: '@example.com' },
      'KEYCLOAK_ALLOWED_EMAIL_DOMAINS must list domains such as example.com.',
    ],
    [{ KAGI_PASSWORD_SIGN_IN: 'no' }, 'KAGI_PASSWORD_SIGN_IN must be on or off.'],
    [
      { KAGI_PASSWORD_SIGN_IN: 'off' },
      'KAGI_PASSWORD_SIGN_IN is off and Keycloak is not set, so nobody could sign in.',
    ],
    [{ KAGI_SESSION_IDLE_HOURS: '200' }, 'KAGI_SESSION_IDLE_HOURS must not exceed KAGI_SESSION_MAX_HOURS (168).'],
    [
      { KAGI_TRUSTED_PROXIES: 'nginx' },
      'KAGI_TRUSTED_PROXIES must list addresses such as 10.0.0.1, or ranges such as 10.0.0.0/8.',
    ],
    [
      { KAGI_TRUSTED_PROXIES: '10.0.0.0/33' },
      'KAGI_TRUSTED_PROXIES must list addresses such as 10.0.0.1, or ranges such as 10.0.0.0/8.',
    ],
    [{ AI_BASE_URL: 'https://api.example.com/v1' }, together('AI_BASE_URL', 'AI_MODEL')],
    [{ AI_API_KEY: 'sk' }, together('AI_API_KEY', 'AI_BASE_URL')],
    [{ KAGI_RATE_LIMIT: '-1' }, 'KAGI_RATE_LIMIT must be a whole number from 1 to 1000000.'],
    [{ KAGI_METRICS: 'maybe' }, 'KAGI_METRICS must be on or off.'],
    [{ KAGI_AUDIT_KEEP_DAYS: '1.5' }, 'KAGI_AUDIT_KEEP_DAYS must be a whole number from 1 to 36500.'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace and silent.'],
  ])('%j', (env, sentence) => {
    expect(refusal(env)).toBe(sentence);
  });
});

test('leaves variables of others alone', () => {
  expect(refusal({ KEYCLOAK_HOME: '/opt', AI_MODELS: 'x', POSTGRES_PORT: 'x', KAGI_TEST_POSTGRES_URL: 'x' })).toBe(
    'started',
  );
});

test.each(SETTINGS)('never repeats what %s was set to', (setting) => {
  const secret = 'hunter2 hunter2';
  expect(refusal({ [setting]: secret })).not.toContain('hunter2');
});
