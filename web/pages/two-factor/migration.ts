import type { Algorithm } from '#shared/two-factor.ts';
import { int32, readFields } from './protobuf.ts';

/** One account of an export. `problem` says why it cannot be kept here; `secret` is base32. */
export type MovedToken = {
  service: string;
  accountName: string;
  issuer: string;
  secret: string;
  algorithm: Algorithm;
  digits: number;
  problem: string | null;
};

/** What one picture of an export says: large exports come in several, which share an id. */
export type Migration = { tokens: MovedToken[]; part: number; parts: number; batch: number };

const MD5 = 4;
const ALGORITHMS: Readonly<Record<number, Algorithm>> = { 0: 'SHA1', 1: 'SHA1', 2: 'SHA256', 3: 'SHA512' };
const DIGITS: Readonly<Record<number, number>> = { 0: 6, 1: 6, 2: 8 };
const COUNTER_BASED = 1;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const isMigration = (text: string): boolean => /^otpauth-migration:/i.test(text.trim());

/**
 * Reads the address that Google Authenticator exports accounts with. Its protobuf is published nowhere; the numbers
 * are those of the app's own messages: payload 1 accounts, 3 parts, 4 part, 5 id; account 1 secret, 2 name,
 * 3 issuer, 4 algorithm, 5 digits, 6 type.
 * @returns null where the address is none, or is damaged.
 */
export function readMigration(text: string): Migration | null {
  const data = URL.parse(text.trim())?.searchParams.get('data');
  if (!isMigration(text) || !data) return null;
  try {
    return readPayload(bytesOf(data));
  } catch {
    // Damaged base64 and damaged bytes are one to whoever holds the picture, and their messages could quote it.
    return null;
  }
}

/** Bytes as base32 without padding (RFC 4648). */
export function base32(bytes: Uint8Array): string {
  let [text, held, bits] = ['', 0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32.charAt((held >> (bits - 5)) & 31);
    held &= 31;
  }
  return bits === 0 ? text : text + BASE32.charAt((held << (5 - bits)) & 31);
}

/** A query turns `+` into a blank, and some apps write base64url. */
function bytesOf(data: string): Uint8Array {
  const binary = atob(data.replaceAll(' ', '+').replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function readPayload(bytes: Uint8Array): Migration | null {
  const migration: Migration = { tokens: [], part: 1, parts: 1, batch: 0 };
  for (const { number, value } of readFields(bytes)) {
    if (number === 1 && typeof value !== 'bigint') migration.tokens.push(readAccount(value));
    if (typeof value !== 'bigint') continue;
    if (number === 3) migration.parts = Math.max(1, int32(value));
    if (number === 4) migration.part = int32(value) + 1;
    if (number === 5) migration.batch = int32(value);
  }
  return migration.tokens.length === 0 ? null : migration;
}

function readAccount(bytes: Uint8Array): MovedToken {
  const texts = new Map<number, Uint8Array>();
  const numbers = new Map<number, number>();
  for (const { number, value } of readFields(bytes)) {
    if (typeof value === 'bigint') numbers.set(number, int32(value));
    else texts.set(number, value);
  }
  const text = (number: number) => new TextDecoder().decode(texts.get(number)).trim();
  const form = { algorithm: numbers.get(4) ?? 0, digits: numbers.get(5) ?? 0, type: numbers.get(6) ?? 0 };
  const secret = base32(texts.get(1) ?? new Uint8Array());
  return {
    ...namesOf(text(2), text(3)),
    secret,
    algorithm: ALGORITHMS[form.algorithm] ?? 'SHA1',
    digits: DIGITS[form.digits] ?? 6,
    problem: problemOf(secret, form),
  };
}

/** A name often begins with its issuer, as in the label of an otpauth address: "GitHub:mara". */
function namesOf(name: string, issuer: string): Pick<MovedToken, 'service' | 'accountName' | 'issuer'> {
  const colon = name.indexOf(':');
  const before = colon < 0 ? '' : name.slice(0, colon).trim();
  const isPrefix = before !== '' && (issuer === '' || before.toLowerCase() === issuer.toLowerCase());
  const accountName = isPrefix ? name.slice(colon + 1).trim() : name;
  const service = issuer || before || accountName || 'Unnamed';
  return { service, accountName: service === accountName ? '' : accountName, issuer };
}

function problemOf(secret: string, { algorithm, digits, type }: { algorithm: number; digits: number; type: number }) {
  if (type === COUNTER_BASED) return 'counter-based codes are not supported';
  if (algorithm === MD5) return 'codes by MD5 are not supported';
  if (ALGORITHMS[algorithm] === undefined || DIGITS[digits] === undefined) return 'of a kind that is not known';
  return secret === '' ? 'it has no secret' : null;
}
