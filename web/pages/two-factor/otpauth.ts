/** What an `otpauth://totp/…` address says of a token besides its secret, for filling in a form. */
export type OtpauthNames = { service: string; accountName: string; issuer: string; how: string };

export const isOtpauth = (text: string): boolean => /^otpauth:/i.test(text.trim());

/**
 * Reads the names out of an address; whether the whole of it may be kept is for the server to say.
 * @returns null where it is no address of a token.
 */
export function readOtpauth(text: string): OtpauthNames | null {
  if (!isOtpauth(text)) return null;
  const url = URL.parse(text.trim());
  if (url === null) return null;
  const label = decoded(url.pathname.replace(/^\/+/, ''));
  const colon = label.indexOf(':');
  const before = colon < 0 ? '' : label.slice(0, colon).trim();
  const accountName = label.slice(colon + 1).trim();
  const issuer = (parameter(url, 'issuer') ?? before).trim();
  return { service: issuer || accountName, accountName: issuer === '' ? '' : accountName, issuer, how: howOf(url) };
}

/** "SHA1, 6 digits, every 30 s". */
function howOf(url: URL): string {
  const algorithm = (parameter(url, 'algorithm') ?? 'SHA1').toUpperCase();
  return `${algorithm}, ${parameter(url, 'digits') ?? '6'} digits, every ${parameter(url, 'period') ?? '30'} s`;
}

function parameter(url: URL, name: string): string | null {
  const found = [...url.searchParams].find(([key]) => key.toLowerCase() === name);
  return found?.[1] ?? null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign: the label stands there as it is.
    return text;
  }
}
