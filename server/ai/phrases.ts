import { readWords, type Token } from './words.ts';

/**
 * A wording of the catalogue. `parts` hold the stems that may stand in each place.
 * Written `a/b c` its words may come in any order, near each other; written `=a b` they must follow one another.
 * A word written `'monitoring` is meant in just this form, and not whatever shares its stem ("monitor").
 */
export type Phrase = { parts: Word[][]; isExact: boolean };

type Word = { stem: string; only: string | null };

export type Span = { from: number; to: number; at: number[] };

/** How many other words may stand between those of a loose phrase. */
const SLACK = 3;

export function parsePhrase(text: string): Phrase {
  const isExact = text.startsWith('=');
  const words = text.replace(/^=/, '').split(' ');
  return { isExact, parts: words.map((word) => word.split('/').flatMap(wordsOf)) };
}

export function stemsOf({ parts }: Phrase): string[] {
  return parts.flat().map(({ stem }) => stem);
}

/** Where a phrase stands in a text, around the token at `index`, which is known to fit its first part. */
export function matchAt(phrase: Phrase, tokens: Token[], index: number): Span | null {
  const at = phrase.isExact ? matchExactly(phrase, tokens, index) : matchLoosely(phrase, tokens, index);
  return at && { from: Math.min(...at), to: Math.max(...at) + 1, at };
}

function matchExactly({ parts }: Phrase, tokens: Token[], index: number): number[] | null {
  const at = parts.map((_, offset) => index + offset);
  return at.every((place, offset) => fits(parts[offset], tokens[place]) && sameClause(tokens, index, place))
    ? at
    : null;
}

function matchLoosely({ parts }: Phrase, tokens: Token[], index: number): number[] | null {
  // The index knows stems; whether the very word is meant is seen here.
  if (!fits(parts[0], tokens[index])) return null;
  const reach = parts.length - 1 + SLACK;
  const at = [index];
  for (const part of parts.slice(1)) {
    const place = nearest(tokens, index, reach, (found) => !at.includes(found) && fits(part, tokens[found]));
    if (place === null) return null;
    at.push(place);
  }
  return Math.max(...at) - Math.min(...at) <= reach ? at : null;
}

function nearest(tokens: Token[], index: number, reach: number, isWanted: (place: number) => boolean): number | null {
  for (let distance = 1; distance <= reach; distance++) {
    for (const place of [index + distance, index - distance]) {
      if (sameSentence(tokens, index, place) && isWanted(place)) return place;
    }
  }
  return null;
}

function fits(part: Word[] | undefined, token: Token | undefined): boolean {
  if (part === undefined || token === undefined) return false;
  return part.some(({ stem, only }) => (only === null ? stem === token.stem : only === token.word));
}

function sameClause(tokens: Token[], a: number, b: number): boolean {
  return tokens[a]?.clause === tokens[b]?.clause;
}

function sameSentence(tokens: Token[], a: number, b: number): boolean {
  return tokens[a]?.sentence === tokens[b]?.sentence;
}

function wordsOf(written: string): Word[] {
  const isOnly = written.startsWith("'");
  return readWords(written).map(({ word, stem }) => ({ stem, only: isOnly ? word : null }));
}
