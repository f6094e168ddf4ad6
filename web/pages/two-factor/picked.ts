import type { TwoFactor } from '#shared/two-factor.ts';
import { isMigration, type MovedToken, readMigration } from './migration.ts';
import { isOtpauth } from './otpauth.ts';

/** A token of an export, as it stands in the list to choose from. */
export type PickedToken = MovedToken & { key: string; isChosen: boolean; isHere: boolean; failure: string | null };

/** What a code in a picture turned out to be. */
export type Scanned =
  | { kind: 'address'; address: string }
  | { kind: 'export'; tokens: MovedToken[]; part: number; parts: number }
  | { kind: 'other'; why: string };

const NO_CODE = 'There is no QR code in this picture. Cut it closer, or take it larger.';
const NOT_OURS = 'The QR code in this picture is not of a two-factor token.';
const DAMAGED = 'The QR code is an export of Google Authenticator, but it is damaged.';

/** The first of the texts that is of a token, or why none is. */
export function scannedOf(texts: readonly string[]): Scanned {
  const text = texts.find((one) => isMigration(one) || isOtpauth(one));
  if (text === undefined) return { kind: 'other', why: texts.length === 0 ? NO_CODE : NOT_OURS };
  if (!isMigration(text)) return { kind: 'address', address: text.trim() };
  const migration = readMigration(text);
  if (migration === null) return { kind: 'other', why: DAMAGED };
  return { kind: 'export', tokens: migration.tokens, part: migration.part, parts: migration.parts };
}

/** Adds the tokens of a picture to those that were picked before; the same one is not there twice. */
export function withMoved(
  before: readonly PickedToken[],
  moved: readonly MovedToken[],
  here: readonly TwoFactor[],
): PickedToken[] {
  const all = new Map(before.map((token) => [token.key, token]));
  for (const token of moved) {
    const key = `${token.service}\n${token.accountName}\n${token.secret}`;
    const isHere = here.some((one) => one.service === token.service && (one.accountName ?? '') === token.accountName);
    if (!all.has(key)) {
      all.set(key, { ...token, key, isHere, isChosen: token.problem === null && !isHere, failure: null });
    }
  }
  return [...all.values()];
}
