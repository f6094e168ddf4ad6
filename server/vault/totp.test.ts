import fc from 'fast-check';
import { Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { VaultError } from '#shared/errors.ts';
import type { Algorithm } from '#shared/two-factor.ts';
import { codeAt, parseSeed } from './totp.ts';

/** RFC 6238, appendix B: a seed of as many ASCII digits as the hash has bytes, eight digits, steps of 30 seconds. */
const SEEDS: Record<Algorithm, string> = { SHA1: seedOf(20), SHA256: seedOf(32), SHA512: seedOf(64) };
const TABLE: readonly [seconds: number, sha1: string, sha256: string, sha512: string][] = [
  [59, '94287082', '46119246', '90693936'],
  [1111111109, '07081804', '68084774', '25091201'],
  [1111111111, '14050471', '67062674', '99943326'],
  [1234567890, '89005924', '91819424', '93441116'],
  [2000000000, '69279037', '90698825', '38618901'],
  [20000000000, '65353130', '77737706', '47863826'],
];

function seedOf(bytes: number): string {
  return Secret.fromLatin1('1234567890'.repeat(7).slice(0, bytes)).base32;
}

const vectors = TABLE.flatMap(([seconds, ...codes]) =>
  (['SHA1', 'SHA256', 'SHA512'] as const).map((algorithm, i) => [algorithm, seconds, codes[i]] as const),
);

describe('codes', () => {
  it.each(vectors)('are those of RFC 6238, appendix B: %s at %i s', (algorithm, seconds, code) => {
    const form = { algorithm, digits: 8, period: 30 };
    expect(codeAt(SEEDS[algorithm], form, seconds * 1000).code).toBe(code);
  });

  it.each([
    [6, '287082'],
    [7, '4287082'],
  ])('of %i digits are the last of them', (digits, code) => {
    expect(codeAt(SEEDS.SHA1, { algorithm: 'SHA1', digits, period: 30 }, 59_000).code).toBe(code);
  });

  it.each([
    [30, 0, 30],
    [30, 29_999, 1],
    [30, 30_000, 30],
    [1, 5_500, 1],
    [300, 301_000, 299],
  ])('with a period of %i s at %i ms last another %i s', (period, atMs, remainingSeconds) => {
    const form = { algorithm: 'SHA1', digits: 6, period } as const;
    expect(codeAt(SEEDS.SHA1, form, atMs).remainingSeconds).toBe(remainingSeconds);
  });

  it('change exactly when the remaining seconds are over', () => {
    const form = { algorithm: 'SHA256', digits: 8, period: 45 } as const;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const { code, remainingSeconds } = codeAt(SEEDS.SHA256, form, seconds * 1000);
        const last = codeAt(SEEDS.SHA256, form, (seconds + remainingSeconds - 1) * 1000);
        const next = codeAt(SEEDS.SHA256, form, (seconds + remainingSeconds) * 1000);
        expect(last.code).toBe(code);
        expect(next.remainingSeconds).toBe(45);
      }),
    );
  });
});

describe('a secret in base32', () => {
  it.each([
    'JBSWY3DPEHPK3PXP',
    'jbsw y3dp ehpk 3pxp',
    ' JBSW-Y3DP-EHPK-3PXP ',
    'JBSWY3DPEHPK3PXP====',
    'JBSWY3DP\tEHPK3PXP',
  ])('is read as its issuers write it: %j', (text) => {
    expect(parseSeed(text)).toEqual({ secret: 'JBSWY3DPEHPK3PXP', form: null, issuer: null, accountName: null });
  });

  it('gives back the same bytes for every seed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), (bytes) => {
        const { base32 } = new Secret({ buffer: Uint8Array.from(bytes).buffer });
        expect(Secret.fromBase32(parseSeed(base32.toLowerCase()).secret).bytes).toEqual(bytes);
      }),
    );
  });

  it.each([
    '',
    ' ',
    'A',
    '=',
    'JBSWY3DP0',
    'JBSWY3DP1',
    'JBSWY3DP!',
    'JBSWY3DPſ',
    'JBSWß',
    'A=B',
    'https://x/?secret=JBSWY3DP',
  ])('is refused when it is none: %j', (text) => {
    expect(issueOf(text)).toMatch(/^Must be base32/);
  });
});

const SECRET = 'secret=JBSWY3DPEHPK3PXP';

describe('an otpauth URI', () => {
  it.each([
    [`otpauth://totp/GitHub:ada?${SECRET}`, 'SHA1', 6, 30, 'GitHub', 'ada'],
    [`OTPAUTH://TOTP/GitHub%3A%20ada?${SECRET.toLowerCase()}`, 'SHA1', 6, 30, 'GitHub', 'ada'],
    [`otpauth://totp/ada?${SECRET}&issuer=GitHub`, 'SHA1', 6, 30, 'GitHub', 'ada'],
    [`otpauth://totp/Old:ada?${SECRET}&issuer=New%20One`, 'SHA1', 6, 30, 'New One', 'ada'],
    [`otpauth://totp/ada?${SECRET}`, 'SHA1', 6, 30, null, 'ada'],
    [`otpauth://totp/a?${SECRET}&algorithm=sha256&digits=8&period=60`, 'SHA256', 8, 60, null, 'a'],
    [`otpauth://totp/a?algorithm=SHA512&digits=7&period=300&${SECRET}&image=x`, 'SHA512', 7, 300, null, 'a'],
  ])('says all of it itself: %s', (uri, algorithm, digits, period, issuer, accountName) => {
    const form = { algorithm, digits, period };
    expect(parseSeed(uri)).toEqual({ secret: 'JBSWY3DPEHPK3PXP', form, issuer, accountName });
  });

  it.each([
    [`otpauth://hotp/a?${SECRET}&counter=1`, /HOTP/],
    [`otpauth://totp/a?${SECRET}&SECRET=JBSWY3DP`, /twice/],
    [`otpauth://totp/a?${SECRET}&digits=6&digits=8`, /twice/],
    [`otpauth://totp/a?${SECRET}&algorithm=SHA384`, /algorithm/],
    [`otpauth://totp/a?${SECRET}&digits=5`, /digits/],
    [`otpauth://totp/a?${SECRET}&digits=9`, /digits/],
    [`otpauth://totp/a?${SECRET}&period=301`, /period/],
    [`otpauth://totp/${'a'.repeat(256)}?${SECRET}`, /account/],
    [`otpauth://totp/a?${SECRET}&issuer=a%E2%80%AEb`, /issuer/],
    [`otpauth://totp/a?${SECRET}&issuer=a%0Ab`, /issuer/],
    [`otpauth://totp/a?${SECRET}&period=0`, /whole/],
    [`otpauth://totp/a?${SECRET}&algorithm=MD5`, /whole/],
    ['otpauth://totp/a?issuer=GitHub', /whole/],
    ['otpauth://totp/a?secret=JBSW0', /whole/],
    ['otpauth://totp/a?secret=A', /base32/],
    [`otpauth://totp/?${SECRET}`, /whole/],
    [`otpauth://totp/%FF?${SECRET}`, /whole/],
    [`otpauth://xotp/a?${SECRET}`, /whole/],
    ['otpauth:', /whole/],
  ])('is refused with a reason: %s', (uri, reason) => {
    const message = issueOf(uri);
    expect(message).toMatch(reason);
    expect(message).not.toContain('JBSW');
  });
});

/** The one issue, which is at `secret`, that a text is refused with. */
function issueOf(text: string): string {
  try {
    parseSeed(text);
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    const [issue, ...others] = error.issues;
    expect([issue?.path, others]).toEqual(['secret', []]);
    return issue?.message ?? '';
  }
  throw new Error('It was read.');
}
