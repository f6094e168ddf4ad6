import { negatedIndices } from './negation.ts';
import { GENERATED_MAX_BYTES, GENERATED_MIN_BYTES, type GeneratedSecret, type SecretFormat } from './picker.ts';
import { readWords, type Token } from './words.ts';

/** A secret that a description asks for. `isFresh`: it wants a new one, whatever the vault holds. */
export type SecretWish = GeneratedSecret & { isFresh: boolean };

type Known = { asked: RegExp; name: string; format: SecretFormat; bytes: number };

const HEX_32 = { format: 'hex', bytes: 32 } as const;
const BASE64_32 = { format: 'base64', bytes: 32 } as const;

/**
 * What an application makes for itself, by the words people ask with; the most particular first.
 * Forms follow each framework's manual: Auth.js `openssl rand -base64 32`, Rails 64 bytes of hex, Phoenix 64 of base64;
 * Laravel's AES-256 key may be 32 plain characters, which are 16 bytes of hex.
 */
const KNOWN: Known[] = [
  { asked: /next-?\s?auth(?:\.js)?(?:'s)? secret/, name: 'NEXTAUTH_SECRET', ...BASE64_32 },
  { asked: /better[- ]auth(?:'s)? secret/, name: 'BETTER_AUTH_SECRET', ...BASE64_32 },
  { asked: /auth(?:\.js|entication)?(?:'s)? secret/, name: 'AUTH_SECRET', ...BASE64_32 },
  { asked: /refresh[- ]token(?:'s)? (?:signing )?(?:secret|key)|jwt refresh (?:secret|key)/, name: 'JWT_REFRESH_SECRET', ...HEX_32 },
  { asked: /(?:jwts?|json web tokens?)(?:'s)? (?:signing |token )?(?:secret|key)|(?:secret|key) (?:to sign|for signing|for) (?:the |our |my )?(?:jwts?|json web tokens?)|signing (?:secret|key) for (?:the |our |my )?jwts?/, name: 'JWT_SECRET', ...HEX_32 },
  { asked: /session(?:s|'s)? (?:signing |encryption |cookie )?(?:secret|key|password)|(?:secret|key) for (?:the |our |my |signing |user )*(?:express )?sessions?\b/, name: 'SESSION_SECRET', ...HEX_32 },
  { asked: /cookie(?:s|'s)? (?:signing |encryption )?(?:secret|key|password)|(?:secret|key) (?:for|to sign) (?:the |our |my |signed )?cookies?/, name: 'COOKIE_SECRET', ...HEX_32 },
  { asked: /csrf(?: token)? (?:secret|key)/, name: 'CSRF_SECRET', ...HEX_32 },
  { asked: /(?:django|flask)(?:'s)? (?:secret[_ ]key|secret)|secret key for (?:the |our |my )?(?:django|flask)/, name: 'SECRET_KEY', format: 'base64url', bytes: 48 },
  { asked: /rails(?:'s)? (?:secret[_ ]key[_ ]base|secret|master key)|phoenix(?:'s)? (?:secret[_ ]key[_ ]base|secret)|secret[ _]key[ _]base/, name: 'SECRET_KEY_BASE', format: 'hex', bytes: 64 },
  { asked: /laravel(?:'s)? (?:app(?:lication)? )?key/, name: 'APP_KEY', format: 'hex', bytes: 16 },
  { asked: /(?:app|application|symfony)(?:'s)? secret(?: key)?/, name: 'APP_SECRET', ...HEX_32 },
  { asked: /payload(?: cms)?(?:'s)? secret/, name: 'PAYLOAD_SECRET', ...HEX_32 },
  { asked: /encryption (?:key|secret)|key (?:for|to) encrypt(?:ion|ing)?|(?:secret|key) to encrypt/, name: 'ENCRYPTION_KEY', ...HEX_32 },
  { asked: /webhook(?:s|'s)? (?:signing |verification )?(?:secret|key)|secret for (?:the |our |my |a |incoming )*webhooks?/, name: 'WEBHOOK_SECRET', ...HEX_32 },
  { asked: /cron(?: job)?(?:s|'s)? secret|secret for (?:the |our |my )?cron/, name: 'CRON_SECRET', ...HEX_32 },
  { asked: /(?:preview|draft)(?: mode)? secret/, name: 'PREVIEW_SECRET', ...HEX_32 },
  { asked: /revalidat(?:e|ion) (?:secret|token)/, name: 'REVALIDATE_SECRET', ...HEX_32 },
  { asked: /hmac (?:secret|key)/, name: 'HMAC_SECRET', ...HEX_32 },
  { asked: /hash(?:ing)? (?:salt|secret)|password salt|\ba salt\b|salt for (?:the )?(?:hash|password)/, name: 'HASH_SALT', ...HEX_32 },
  { asked: /password pepper|\ba pepper\b/, name: 'PASSWORD_PEPPER', ...HEX_32 },
  { asked: /signing (?:secret|key)|(?:secret|key) (?:to sign|for signing)/, name: 'SIGNING_SECRET', ...HEX_32 },
  { asked: /internal api (?:secret|key|token)|service[- ]to[- ]service (?:secret|key|token)/, name: 'INTERNAL_API_KEY', ...HEX_32 },
];

/** Asked for only as something new: "a random admin password", never "the admin password". */
const KNOWN_WHEN_FRESH: Known[] = [
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
  return new RegExp(`\\b(?:random|fresh|freshly generated)(?:[ -][\\w-]+){0,3}[ -]${thing}\\b(?! (?:generator|manager|reset|field|per|for each))`);
}

const OWN_VARIABLE = /^(?:[A-Z0-9]+_)*(?:SECRET|SECRET_KEY|SECRET_KEY_BASE|SALT|PEPPER|ENCRYPTION_KEY|SIGNING_KEY|APP_KEY|COOKIE_PASSWORD|HMAC_KEY)$/;
const FRESH_BEFORE = /\b(?:new|fresh|freshly|random|randomly|generate[sd]?|generating)(?:[\s,]+[\w-]+){0,3}[\s,]*$/i;
const FRESH_AFTER = /^[\s,(]*(?:[\w-]+[\s,]+){0,2}(?:fresh|freshly|random|randomly|generated)\b/i;

/** Which names are someone else's to hand out, and so are never made here: `STRIPE_WEBHOOK_SECRET`. */
export type IsIssued = (name: string) => boolean;

/** The fresh secrets that a description asks for; `isNamed` tells the words of a service's name ("Stripe webhook secret"). */
export function secretsIn(prompt: string, isNamed: (index: number) => boolean, isIssued: IsIssued): SecretWish[] {
  const tokens = readWords(prompt);
  const refused = negatedIndices(tokens);
  const found: SecretWish[] = [];
  for (const [at, sentence] of sentences(prompt, tokens)) {
    for (const wish of inSentence(sentence, isIssued)) {
      const index = tokens.findIndex(({ start, end }) => start <= at + wish.at && at + wish.at < end);
      const isTheirs = !wish.isFresh && !wish.isVariable && isNamed(index - 1);
      if (index >= 0 && !refused.has(index) && !isTheirs && !found.some(({ name }) => name === wish.name)) found.push(wish);
    }
  }
  return found.map(({ name, format, bytes, reason, isFresh }) => ({ name, format, bytes, reason, isFresh }));
}

type Found = SecretWish & { at: number; isVariable: boolean };

// A form ("32 bytes, hex") often follows its secret after a comma, so what is read together ends with the next secret.
function sentences(prompt: string, tokens: Token[]): [number, string][] {
  const starts = tokens.filter((token, index) => token.sentence !== tokens[index - 1]?.sentence).map(({ start }) => start);
  return starts.map((start, index) => [start, prompt.slice(start, starts[index + 1] ?? prompt.length)]);
}

function inSentence(text: string, isIssued: IsIssued): Found[] {
  const spots = [...variableSpots(text, isIssued), ...wordedSpots(text)].sort((a, b) => a.at - b.at);
  return spots.map((spot, index) => {
    const [before, after] = [spots[index - 1]?.end ?? 0, spots[index + 1]?.at ?? text.length];
    const reason = `“${text.slice(spot.at, spot.end)}”`;
    const isFresh = spot.isFresh || isFreshAt(text, spot);
    return { ...spot, ...formIn(text.slice(before, after).toLowerCase(), spot), reason, isFresh };
  });
}

type Spot = Omit<Found, 'reason'> & { end: number };

function variableSpots(text: string, isIssued: IsIssued): Spot[] {
  return [...text.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].flatMap((match) => {
    const spot = { at: match.index, end: match.index + match[0].length, name: match[0], isVariable: true };
    const isFresh = isFreshAt(text, spot);
    const known = KNOWN.find(({ name }) => name === match[0]);
    const isOwn = known !== undefined || isFresh || (OWN_VARIABLE.test(match[0]) && !isIssued(match[0]));
    return isOwn ? [{ ...spot, format: known?.format ?? 'hex', bytes: known?.bytes ?? HEX_32.bytes, isFresh }] : [];
  });
}

function isFreshAt(text: string, { at, end }: { at: number; end: number }): boolean {
  return FRESH_BEFORE.test(text.slice(0, at)) || FRESH_AFTER.test(text.slice(end));
}

function wordedSpots(text: string): Spot[] {
  const spots: Spot[] = [];
  // Variables are read by themselves; of words, each is read once: "JWT secret" is not also "a secret".
  let rest = text.replace(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g, (name) => ' '.repeat(name.length)).toLowerCase();
  for (const known of [...KNOWN, ...KNOWN_WHEN_FRESH]) {
    const match = known.asked.exec(rest);
    if (!match) continue;
    const [at, end] = [match.index, match.index + match[0].length];
    rest = rest.slice(0, at) + ' '.repeat(match[0].length) + rest.slice(end);
    const { name, format, bytes } = known;
    spots.push({ at, end, name, format, bytes, isVariable: false, isFresh: KNOWN_WHEN_FRESH.includes(known) });
  }
  return spots;
}

function formIn(text: string, fallback: { format: SecretFormat; bytes: number }): { format: SecretFormat; bytes: number } {
  const format = formatIn(text) ?? fallback.format;
  const size = /\b(\d{1,4})[- ]?(bytes?|bits?|(?:hex(?:adecimal)? )?(?:characters?|chars?|digits?|letters?))\b/.exec(text);
  const bytes = size ? bytesOf(Number(size[1]), size[2] ?? '', format) : fallback.bytes;
  return { format, bytes: Math.min(GENERATED_MAX_BYTES, Math.max(GENERATED_MIN_BYTES, bytes)) };
}

function formatIn(text: string): SecretFormat | null {
  if (/base64[- ]?url|url[- ]?safe/.test(text)) return 'base64url';
  if (/base ?64/.test(text)) return 'base64';
  if (/\bhex(?:adecimal)?\b/.test(text)) return 'hex';
  return /alpha-?numeric|letters and (?:digits|numbers)/.test(text) ? 'alphanumeric' : null;
}

function bytesOf(count: number, unit: string, format: SecretFormat): number {
  if (unit.startsWith('bit')) return Math.ceil(count / 8);
  if (unit.startsWith('byte')) return count;
  return format === 'hex' || unit.startsWith('hex') ? Math.ceil(count / 2) : count;
}
