import { Secret, TOTP, URI } from 'otpauth';
import { invalid } from '#shared/errors.ts';
import { named } from '#shared/text.ts';
import { type Algorithm, algorithm, twoFactorInput } from '#shared/two-factor.ts';

/** How a seed makes its codes. `period` in seconds. */
export type TotpForm = { algorithm: Algorithm; digits: number; period: number };

/** What nearly every service means where it says nothing. */
export const USUAL_FORM: TotpForm = { algorithm: 'SHA1', digits: 6, period: 30 };

/** What the `secret` of an input says: base32, and from a URI also how codes are made and for whom. */
export type Seed = { secret: string; form: TotpForm | null; issuer: string | null; accountName: string | null };

/**
 * Reads base32 (spaces, hyphens and lower case allowed) or a whole `otpauth://totp/…` URI.
 * @throws {VaultError} VALIDATION_ERROR at `secret`, never repeating any of it.
 */
export function parseSeed(text: string): Seed {
  const trimmed = text.trim();
  if (/^otpauth:/i.test(trimmed)) return parseUri(trimmed);
  return { secret: parseBase32(trimmed), form: null, issuer: null, accountName: null };
}

/** The code at a moment and the seconds until the next one (RFC 6238). */
export function codeAt(secret: string, form: TotpForm, atMs: number): { code: string; remainingSeconds: number } {
  const code = TOTP.generate({ secret: Secret.fromBase32(secret), ...form, timestamp: atMs });
  return { code, remainingSeconds: form.period - (Math.floor(atMs / 1000) % form.period) };
}

function parseBase32(text: string): string {
  const compact = text.replace(/[\s-]/g, '').replace(/=+$/, '');
  // One character is five bits: not a byte of a key. Without the flag u or i nothing but ASCII passes.
  if (!/^[A-Za-z2-7]{2,}$/.test(compact)) {
    throw invalid('secret', 'Must be base32 (the letters A–Z and the digits 2–7) or an otpauth://totp/ URI.');
  }
  return Secret.fromBase32(compact).base32;
}

function parseUri(text: string): Seed {
  demandTotp(text);
  const totp = libraryParse(text);
  const { digits, period } = twoFactorInput.shape;
  const form = {
    algorithm: algorithm.safeParse(totp.algorithm).data,
    digits: digits.safeParse(totp.digits).data,
    period: period.safeParse(totp.period).data,
  };
  if (form.algorithm === undefined)
    throw invalid('secret', 'The URI names another algorithm than SHA1, SHA256, SHA512.');
  if (form.digits === undefined) throw invalid('secret', 'The URI asks for another number of digits than 6 to 8.');
  if (form.period === undefined) throw invalid('secret', 'The URI names a period outside of 1 to 300 seconds.');
  return {
    secret: parseBase32(totp.secret.base32),
    form: { algorithm: form.algorithm, digits: form.digits, period: form.period },
    issuer: nameIn(totp.issuer, 'issuer'),
    accountName: nameIn(totp.label, 'account'),
  };
}

/** What the library lets pass: counter-based codes, and a parameter that stands twice. */
function demandTotp(text: string): void {
  const url = URL.parse(text);
  if (url?.hostname.toLowerCase() === 'hotp') {
    throw invalid('secret', 'This is a URI for counter-based codes (HOTP); only otpauth://totp/ is supported.');
  }
  const names = [...(url?.searchParams.keys() ?? [])].map((name) => name.toLowerCase());
  if (new Set(names).size !== names.length) throw invalid('secret', 'The URI names a parameter twice.');
}

function libraryParse(text: string): TOTP {
  try {
    const parsed = URI.parse(text);
    if (parsed instanceof TOTP) return parsed;
  } catch {
    // Its messages quote the URI in part: they are not for telling.
  }
  throw invalid('secret', 'Must be a whole otpauth://totp/ URI with a label and a base32 secret.');
}

function nameIn(text: string, what: string): string | null {
  if (text.trim() === '') return null;
  const name = named().safeParse(text);
  if (!name.success) throw invalid('secret', `The ${what} in the URI has no form that a name may have.`);
  return name.data;
}
