import { negatedIndices } from './negation.ts';
import type { GeneratedSecret } from './picker.ts';
import { formIn } from './secret-form.ts';
import { HEX_32, WORDINGS, WORDINGS_OF_NEW } from './secret-wordings.ts';
import { readWords, type Token } from './words.ts';

/** A secret that a description asks for. `isFresh`: it wants a new one, whatever the vault holds. */
export type SecretWish = GeneratedSecret & { isFresh: boolean };

const OWN_VARIABLE =
  /^(?:[A-Z0-9]+_)*(?:SECRET|SECRET_KEY|SECRET_KEY_BASE|SALT|PEPPER|ENCRYPTION_KEY|SIGNING_KEY|APP_KEY|COOKIE_PASSWORD|HMAC_KEY)$/;
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
      if (index >= 0 && !refused.has(index) && !isTheirs && !found.some(({ name }) => name === wish.name))
        found.push(wish);
    }
  }
  return found.map(({ name, format, bytes, reason, isFresh }) => ({ name, format, bytes, reason, isFresh }));
}

type Found = SecretWish & { at: number; isVariable: boolean };

// A form ("32 bytes, hex") often follows its secret after a comma, so what is read together ends with the next secret.
function sentences(prompt: string, tokens: Token[]): [number, string][] {
  const starts = tokens
    .filter((token, index) => token.sentence !== tokens[index - 1]?.sentence)
    .map(({ start }) => start);
  return starts.map((start, index) => [start, prompt.slice(start, starts[index + 1] ?? prompt.length)]);
}

function inSentence(text: string, isIssued: IsIssued): Found[] {
  const spots = [...variableSpots(text, isIssued), ...wordedSpots(text)].sort((a, b) => a.at - b.at);
  return spots.map((spot, index) => {
    const [before, after] = around(text, spots, index);
    const reason = `“${text.slice(spot.at, spot.end)}”`;
    const isFresh = spot.isFresh || isFreshAt(text, spot);
    return { ...spot, ...formIn(before, after, spot), reason, isFresh };
  });
}

// Of "a session secret and a hex cookie secret" the form belongs to the second.
function around(text: string, spots: Spot[], index: number): [string, string] {
  const [spot, next] = [spots[index], spots[index + 1]];
  const before =
    text
      .slice(spots[index - 1]?.end ?? 0, spot?.at)
      .split(/[,;(]|\band\b|\bplus\b/)
      .at(-1) ?? '';
  const after = text.slice(spot?.end, next?.at);
  return [before, next ? (after.split(/\band\b|\bplus\b/)[0] ?? '') : after];
}

type Spot = Omit<Found, 'reason'> & { end: number };

function variableSpots(text: string, isIssued: IsIssued): Spot[] {
  return [...text.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].flatMap((match) => {
    const spot = { at: match.index, end: match.index + match[0].length, name: match[0], isVariable: true };
    const isFresh = isFreshAt(text, spot);
    const known = WORDINGS.find(({ name }) => name === match[0]);
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
  for (const known of [...WORDINGS, ...WORDINGS_OF_NEW]) {
    const match = known.asked.exec(rest);
    if (!match) continue;
    const [at, end] = [match.index, match.index + match[0].length];
    rest = rest.slice(0, at) + ' '.repeat(match[0].length) + rest.slice(end);
    const { name, format, bytes } = known;
    spots.push({ at, end, name, format, bytes, isVariable: false, isFresh: WORDINGS_OF_NEW.includes(known) });
  }
  return spots;
}
