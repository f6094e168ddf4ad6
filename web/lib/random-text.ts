export const TEXT_FORMATS = ['hex', 'base64', 'base64url', 'alphanumeric'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

/** Fills what it is given with random bytes, as `crypto.getRandomValues` does. */
export type Random = (bytes: Uint8Array<ArrayBuffer>) => unknown;

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
// Bytes from here on are drawn again: 256 is no multiple of 62, and the first letters would come up more often.
const FAIR_BYTES = 256 - (256 % BASE62.length);

/** A fresh text that holds so many random bytes; letters and digits are as many as it takes to hold them. */
export function randomText(format: TextFormat, bytes: number, random: Random): string {
  if (format === 'alphanumeric') return lettersAndDigits(Math.ceil((bytes * 8) / Math.log2(BASE62.length)), random);
  const drawn = draw(bytes, random);
  if (format === 'hex') return Array.from(drawn, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const base64 = btoa(String.fromCharCode(...drawn));
  return format === 'base64' ? base64 : base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function lettersAndDigits(length: number, random: Random): string {
  let text = '';
  while (text.length < length) {
    const fair = draw(length - text.length, random).filter((byte) => byte < FAIR_BYTES);
    for (const byte of fair) text += BASE62.charAt(byte % BASE62.length);
  }
  return text;
}

function draw(bytes: number, random: Random): Uint8Array<ArrayBuffer> {
  const drawn = new Uint8Array(bytes);
  random(drawn);
  return drawn;
}
