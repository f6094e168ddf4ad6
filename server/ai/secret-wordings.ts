import type { SecretFormat } from './picker.ts';

export type Wording = { asked: RegExp; name: string; format: SecretFormat; bytes: number };

export const HEX_32 = { format: 'hex', bytes: 32 } as const;
const BASE64_32 = { format: 'base64', bytes: 32 } as const;

/**
 * What an application makes for itself, by the words people ask with; the most particular first.
 * Forms follow each framework's manual: Auth.js `openssl rand -base64 32`, Rails 64 bytes of hex, Phoenix 64 of base64;
 * Laravel's AES-256 key may be 32 plain characters, which are 16 bytes of hex.
 */
export const WORDINGS: Wording[] = [
  { asked: /next-?\s?auth(?:\.js)?(?:'s)? secret/, name: 'NEXTAUTH_SECRET', ...BASE64_32 },
  { asked: /better[- ]auth(?:'s)? secret/, name: 'BETTER_AUTH_SECRET', ...BASE64_32 },
  { asked: /auth(?:\.js|entication)?(?:'s)? secret/, name: 'AUTH_SECRET', ...BASE64_32 },
  {
    asked: /refresh[- ]token(?:'s)? (?:signing )?(?:secret|key)|jwt refresh (?:secret|key)/,
    name: 'JWT_REFRESH_SECRET',
    ...HEX_32,
  },
  {
    asked:
      /(?:jwts?|json web tokens?)(?:'s)? (?:signing |token )?(?:secret|key)|(?:secret|key) (?:to sign|for signing|for) (?:the |our |my )?(?:jwts?|json web tokens?)|signing (?:secret|key) for (?:the |our |my )?jwts?/,
    name: 'JWT_SECRET',
    ...HEX_32,
  },
  {
    asked:
      /session(?:s|'s)? (?:signing |encryption |cookie )?(?:secret|key|password)|(?:secret|key) for (?:the |our |my |signing |user )*(?:express )?sessions?\b/,
    name: 'SESSION_SECRET',
    ...HEX_32,
  },
  {
    asked:
      /cookie(?:s|'s)? (?:signing |encryption )?(?:secret|key|password)|(?:secret|key) (?:for|to sign) (?:the |our |my |signed )?cookies?/,
    name: 'COOKIE_SECRET',
    ...HEX_32,
  },
  { asked: /csrf(?: token)? (?:secret|key)/, name: 'CSRF_SECRET', ...HEX_32 },
  {
    asked: /(?:django|flask)(?:'s)? (?:secret[_ ]key|secret)|secret key for (?:the |our |my )?(?:django|flask)/,
    name: 'SECRET_KEY',
    format: 'base64url',
    bytes: 48,
  },
  {
    asked:
      /rails(?:'s)? (?:secret[_ ]key[_ ]base|secret|master key)|phoenix(?:'s)? (?:secret[_ ]key[_ ]base|secret)|secret[ _]key[ _]base/,
    name: 'SECRET_KEY_BASE',
    format: 'hex',
    bytes: 64,
  },
  { asked: /laravel(?:'s)? (?:app(?:lication)? )?key/, name: 'APP_KEY', format: 'hex', bytes: 16 },
  { asked: /(?:app|application|symfony)(?:'s)? secret(?: key)?/, name: 'APP_SECRET', ...HEX_32 },
  { asked: /payload(?: cms)?(?:'s)? secret/, name: 'PAYLOAD_SECRET', ...HEX_32 },
  {
    asked: /encryption (?:key|secret)|key (?:for|to) encrypt(?:ion|ing)?|(?:secret|key) to encrypt/,
    name: 'ENCRYPTION_KEY',
    ...HEX_32,
  },
  {
    asked:
      /webhook(?:s|'s)? (?:signing |verification )?(?:secret|key)|secret for (?:the |our |my |a |incoming )*webhooks?/,
    name: 'WEBHOOK_SECRET',
    ...HEX_32,
  },
  { asked: /cron(?: job)?(?:s|'s)? secret|secret for (?:the |our |my )?cron/, name: 'CRON_SECRET', ...HEX_32 },
  { asked: /(?:preview|draft)(?: mode)? secret/, name: 'PREVIEW_SECRET', ...HEX_32 },
  { asked: /revalidat(?:e|ion) (?:secret|token)/, name: 'REVALIDATE_SECRET', ...HEX_32 },
  { asked: /hmac (?:secret|key)/, name: 'HMAC_SECRET', ...HEX_32 },
  {
    asked: /hash(?:ing)? (?:salt|secret)|password salt|\ba salt\b|salt for (?:the )?(?:hash|password)/,
    name: 'HASH_SALT',
    ...HEX_32,
  },
  { asked: /password pepper|\ba pepper\b/, name: 'PASSWORD_PEPPER', ...HEX_32 },
  { asked: /signing (?:secret|key)|(?:secret|key) (?:to sign|for signing)/, name: 'SIGNING_SECRET', ...HEX_32 },
  {
    asked: /internal api (?:secret|key|token)|service[- ]to[- ]service (?:secret|key|token)/,
    name: 'INTERNAL_API_KEY',
    ...HEX_32,
  },
];

/** Asked for only as something new: "a random admin password", never "the admin password". */
export const WORDINGS_OF_NEW: Wording[] = [
  { asked: fresh('admin(?:istrator)? password'), name: 'ADMIN_PASSWORD', format: 'alphanumeric', bytes: 24 },
  { asked: fresh('(?:database|db|postgres|mysql) password'), name: 'DB_PASSWORD', format: 'alphanumeric', bytes: 24 },
  { asked: fresh('redis password'), name: 'REDIS_PASSWORD', format: 'alphanumeric', bytes: 24 },
  { asked: fresh('root password'), name: 'ROOT_PASSWORD', format: 'alphanumeric', bytes: 24 },
  { asked: fresh('password'), name: 'PASSWORD', format: 'alphanumeric', bytes: 24 },
  { asked: fresh('api (?:key|token|secret)'), name: 'API_SECRET', ...HEX_32 },
  { asked: fresh('token'), name: 'TOKEN', ...HEX_32 },
  { asked: fresh('secret key'), name: 'SECRET_KEY', ...HEX_32 },
  { asked: fresh('(?:secret|string|value|hex)'), name: 'SECRET', ...HEX_32 },
];

function fresh(thing: string): RegExp {
  return new RegExp(
    `\\b(?:random|fresh|freshly generated)(?:[ -][\\w-]+){0,3}[ -]${thing}\\b(?! (?:generator|manager|reset|field|per|for each))`,
  );
}
