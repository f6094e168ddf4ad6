import { GENERATED_MAX_BYTES, GENERATED_MIN_BYTES, type SecretFormat } from './picker.ts';

export type SecretForm = { format: SecretFormat; bytes: number };

const SIZE = /\b(\d{1,4})[- ]?(bytes?|bits?|(?:hex(?:adecimal)? )?(?:characters?|chars?|digits?|letters?))\b/i;
const FORMATS: [RegExp, SecretFormat][] = [
  [/base64[- ]?url|url[- ]?safe/i, 'base64url'],
  [/base ?64(?![- ]?url)/i, 'base64'],
  [/\bhex(?:adecimal)?\b/i, 'hex'],
  [/alpha-?numeric|letters and (?:digits|numbers)/i, 'alphanumeric'],
];

/**
 * The form and length that the words round a secret ask for: "a 48-byte hex key", "a key, 256 bits, base64".
 * What follows the secret tells more than what stands before it; sizes are brought within what is allowed.
 */
export function formIn(before: string, after: string, fallback: SecretForm): SecretForm {
  const format = formatIn(after) ?? formatIn(before) ?? fallback.format;
  const size = SIZE.exec(after) ?? SIZE.exec(before);
  const bytes = size ? bytesOf(Number(size[1]), size[2] ?? '', format) : fallback.bytes;
  return { format, bytes: Math.min(GENERATED_MAX_BYTES, Math.max(GENERATED_MIN_BYTES, bytes)) };
}

function formatIn(text: string): SecretFormat | null {
  const found = FORMATS.map(([pattern, format]) => ({ at: text.search(pattern), format })).filter(({ at }) => at >= 0);
  return found.sort((a, b) => a.at - b.at)[0]?.format ?? null;
}

function bytesOf(count: number, unit: string, format: SecretFormat): number {
  if (/^bit/i.test(unit)) return Math.ceil(count / 8);
  if (/^byte/i.test(unit)) return count;
  return format === 'hex' || /^hex/i.test(unit) ? Math.ceil(count / 2) : count;
}
