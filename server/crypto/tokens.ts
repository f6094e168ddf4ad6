import { randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Without what is taken for something else: 0 and o, 1, l and i. */
const READABLE = '23456789abcdefghjkmnpqrstuvwxyz';
const PREFIX = 'kagi_';
const RANDOM_CHARS = 37;
const CHECKSUM_CHARS = 6;
const SHOWN_CHARS = PREFIX.length + 4;
const ACCESS_KEY = new RegExp(`^${PREFIX}([0-9A-Za-z]{${RANDOM_CHARS}})([0-9A-Za-z]{${CHECKSUM_CHARS}})$`);

/**
 * Makes an access key: `kagi_`, 37 random base62 characters (220 bits), and their CRC-32 as 6 base62
 * characters, by which a scanner or a server recognises a wrong one without a database.
 */
export function newAccessKey(): string {
  const random = randomBase62(RANDOM_CHARS);
  return PREFIX + random + checksumOf(random);
}

/** Whether a text has the form of an access key, checksum included. Says nothing about whether it is live. */
export function isAccessKey(text: string): boolean {
  const [, random, checksum] = ACCESS_KEY.exec(text) ?? [];
  return random !== undefined && checksum === checksumOf(random);
}

/** The part of an access key that lists may show: `kagi_` and four characters. */
export function accessKeyPrefix(key: string): string {
  return key.slice(0, SHOWN_CHARS);
}

/** Makes the token of a session or of a one-time link: 43 base64url characters, 256 bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Makes a recovery code of a sign-in, for people to type: "k7m2q-x9w4d", 49 bits. It always holds a letter, which
 * no code of an app does.
 */
export function newRecoveryCode(): string {
  const letter = () => READABLE.charAt(randomInt(READABLE.length));
  const half = () => Array.from({ length: 5 }, letter).join('');
  const code = `${half()}-${half()}`;
  return /[a-z]/.test(code) ? code : newRecoveryCode();
}

export type SecretFormat = 'hex' | 'base64' | 'base64url' | 'alphanumeric';

/** Makes a fresh secret of that many random bytes; `alphanumeric` has at least as many characters as bytes. */
export function newSecret(format: SecretFormat, bytes: number): string {
  if (format === 'alphanumeric') return randomBase62(Math.ceil((bytes * 8) / Math.log2(BASE62.length)));
  return randomBytes(bytes).toString(format);
}

function randomBase62(length: number): string {
  return Array.from({ length }, () => BASE62.charAt(randomInt(BASE62.length))).join('');
}

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < CHECKSUM_CHARS; i++) {
    digits = BASE62.charAt(rest % BASE62.length) + digits;
    rest = Math.floor(rest / BASE62.length);
  }
  return digits;
}
