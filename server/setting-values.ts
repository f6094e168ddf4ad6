import { isIP } from 'node:net';
import { z } from 'zod';
import { email } from '#shared/account.ts';
import { ConfigError, type Given } from './settings.ts';

/**
 * Reads each setting's text as what it means, and fills in what may be left out.
 * @throws {ConfigError} naming the first setting that is not what it must be.
 */
export function parseSettings(given: Given): Values {
  const read = values.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ConfigError(`${String(issue?.path[0])} ${issue?.message}.`);
}

/** Whether a host name or address is this machine's own. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

const MAX_HOURS = 24 * 365;
const MAX_DAYS = 36_500;

const whole = (max: number) => {
  const error = `must be a whole number from 1 to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, error)
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, error);
};

const onOff = z.stringbool({ truthy: ['on', 'true', '1'], falsy: ['off', 'false', '0'], error: 'must be on or off' });

const listOf = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item))
    .default([]);

const address = (protocols: readonly string[], error: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), error);

const webAddress = address(['http:', 'https:'], 'must be an address that begins with https:// or http://').transform(
  (text) => new URL(text),
);

// What a browser or the server sends there must not travel bare: session cookies, ID tokens.
const safeAddress = webAddress.refine(
  (at) => at.protocol === 'https:' || isLoopback(at.hostname),
  'must begin with https:// unless it is on this machine',
);

const origin = safeAddress.refine(
  (at) => at.href === `${at.origin}/`,
  'must be an origin alone, such as https://kagi.example.com',
);

const mail = z
  .string()
  .refine((text) => email.safeParse(text).success, 'must be an e-mail address')
  .transform((text) => text.toLowerCase());

const range = z.string().refine(isRange, 'must list addresses such as 10.0.0.1, or ranges such as 10.0.0.0/8');
const group = z.string().min(1, 'must not hold an empty item');
const domain = z
  .string()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must list domains such as example.com')
  .transform((text) => text.toLowerCase());

const values = z.object({
  PORT: whole(65_535).default(3000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'must be an address or a host name')
    .default('127.0.0.1'),
  PUBLIC_URL: origin.optional(),
  DATABASE_URL: address(['postgres:', 'postgresql:'], 'must be an address that begins with postgresql://').optional(),
  KAGI_DATA_DIR: z.string().default('./data'),
  KAGI_BACKUP_PASSPHRASE: z.string().optional(),
  ADMIN_EMAIL: mail.optional(),
  ADMIN_PASSWORD: z.string().optional(),
  KEYCLOAK_URL: safeAddress.optional(),
  KEYCLOAK_REALM: z.string().optional(),
  KEYCLOAK_CLIENT_ID: z.string().optional(),
  KEYCLOAK_CLIENT_SECRET: z.string().optional(),
  KEYCLOAK_ALLOWED_GROUPS: listOf(group),
  KEYCLOAK_ALLOWED_EMAIL_DOMAINS: listOf(domain),
  KEYCLOAK_ADMIN_EMAIL: mail.optional(),
  KAGI_PASSWORD_SIGN_IN: onOff.default(true),
  KAGI_SESSION_IDLE_HOURS: whole(MAX_HOURS).optional(),
  KAGI_SESSION_MAX_HOURS: whole(MAX_HOURS).optional(),
  KAGI_TRUSTED_PROXIES: listOf(range),
  AI_BASE_URL: webAddress.optional(),
  AI_API_KEY: z.string().optional(),
  AI_MODEL: z.string().optional(),
  KAGI_RATE_LIMIT: whole(1_000_000).optional(),
  KAGI_METRICS: onOff.default(false),
  KAGI_AUDIT_KEEP_DAYS: whole(MAX_DAYS).optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace and silent',
    })
    .default('info'),
});
export type Values = z.output<typeof values>;

function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
