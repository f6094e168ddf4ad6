import { describe, expect, it } from 'vitest';
import { newId } from './ids.ts';
import { accessKeyPrefix, isAccessKey, newAccessKey, newSecret, newToken } from './tokens.ts';

describe('an access key', () => {
  it('is "kagi_" and 43 letters and digits, and known by its checksum', () => {
    for (let i = 0; i < 200; i++) {
      const key = newAccessKey();
      expect(key).toMatch(/^kagi_[0-9A-Za-z]{43}$/);
      expect(isAccessKey(key)).toBe(true);
    }
  });

  it('is known for wrong with any one character changed', () => {
    const key = newAccessKey();
    for (let at = 5; at < key.length; at++) {
      const other = key.charAt(at) === 'x' ? 'y' : 'x';
      expect(isAccessKey(key.slice(0, at) + other + key.slice(at + 1))).toBe(false);
    }
  });

  it.each(['', 'kagi_', 'ghp_x', ` ${newAccessKey()}`, `${newAccessKey()}x`, newAccessKey().toUpperCase()])(
    'is not %j',
    (text) => {
      expect(isAccessKey(text)).toBe(false);
    },
  );

  it('has the checksum that others compute from the published rule', () => {
    expect(isAccessKey(`kagi_${'0'.repeat(37)}${base62(crc32('0'.repeat(37)))}`)).toBe(true);
  });

  it('shows its first four characters', () => {
    expect(accessKeyPrefix('kagi_abcdefgh')).toBe('kagi_abcd');
  });
});

/** The rule of SECURITY.md once more, bit by bit. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function base62(number: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const text = number === 0 ? '' : base62(Math.floor(number / 62)).trimStart() + digits.charAt(number % 62);
  return text.replace(/^0+/, '').padStart(6, '0');
}

describe('a fresh secret', () => {
  it.each([
    ['hex', 32, /^[0-9a-f]{64}$/],
    ['base64', 32, /^[A-Za-z0-9+/]{43}=$/],
    ['base64url', 32, /^[A-Za-z0-9_-]{43}$/],
    ['alphanumeric', 32, /^[0-9A-Za-z]{43,}$/],
    ['alphanumeric', 16, /^[0-9A-Za-z]{16,}$/],
  ] as const)('as %s of %i bytes has that form, and is another each time', (format, bytes, form) => {
    const secret = newSecret(format, bytes);
    expect(secret).toMatch(form);
    expect(newSecret(format, bytes)).not.toBe(secret);
  });
});

describe('a token', () => {
  it('holds 256 bits', () => {
    expect(Buffer.from(newToken(), 'base64url')).toHaveLength(32);
  });
});

describe('ids', () => {
  it('are UUIDs of version 7 that sort by creation, also within a millisecond', () => {
    const ids = Array.from({ length: 200 }, () => {
      const until = performance.now() + 0.001;
      while (performance.now() < until);
      return newId();
    });
    expect(ids).toEqual([...ids].sort());
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const ms = Number.parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16);
    expect(Math.abs(ms - Date.now())).toBeLessThan(60_000);
  });
});
