import type { Token } from './words.ts';

const words = (list: string): Set<string> => new Set(list.split(' '));

const BARE = words(
  'no not never neither nor without except excluding exclude excludes skip skips skipping avoid avoids omit',
);
const LISTING = words('without except excluding exclude excludes skip skips skipping avoid avoids omit dont doesnt');
const AUXILIARIES = words('dont doesnt didnt wont cant cannot arent isnt shouldnt wouldnt');
const REFUSED_VERBS = words(
  'need use want include require add send have store touch track using needing put pull like',
);
/** After these, "no" and "not" refuse nothing: "no problem", "not only". */
const HARMLESS = words(
  'problem matter code one doubt reply idea rush sql only just sure necessarily least later sooner',
);
const SCOPE_ENDS = words(
  'but just only use uses using with needs add adds then instead so because while although however via where when if',
);
const REFUSING_PAIRS = new Map(
  Object.entries({
    instead: 'of',
    rather: 'than',
    away: 'from',
    leave: 'out',
    leaving: 'out',
    left: 'out',
    rid: 'of',
    move: 'from',
    moved: 'from',
    moving: 'from',
    switched: 'from',
    switching: 'from',
    anything: 'but',
    nothing: 'from',
  }),
);
const DROPPED = words(
  'dropped dropping ditch ditched ditching removed remove removing replace replaces replacing replaced',
);
const UNWANTED = words('needed required necessary used wanted included');

const ITEM_LENGTH = 3;

/** Which words of a text name what is not wanted: "no analytics", "Adyen instead of Square", "everything except mail". */
export function negatedIndices(tokens: Token[]): Set<number> {
  const negated = new Set<number>();
  let scopeEnd = 0;
  for (let index = 0; index < tokens.length; index++) {
    const start = triggerEnd(tokens, index);
    // "No analytics except Plausible": inside a refusal, "except" takes back.
    const takesBack = index <= scopeEnd && scopeEnd > 0 && isExcept(tokens[index]);
    if (start !== null && !takesBack) {
      scopeEnd = scopeFrom(tokens, index, start);
      for (let at = start; at < scopeEnd; at++) negated.add(at);
    }
    for (const at of refusedBefore(tokens, index)) negated.add(at);
  }
  return negated;
}

function isExcept(token: Token | undefined): boolean {
  return token?.word === 'except' || token?.word === 'excluding';
}

/** Where what is refused begins, when a refusal stands at `index`. */
function triggerEnd(tokens: Token[], index: number): number | null {
  const [word, next] = [wordAt(tokens, index), wordAt(tokens, index + 1)];
  const previous = wordAt(tokens, index - 1);
  if (REFUSING_PAIRS.get(word) === next && next !== '') return index + 2;
  if (AUXILIARIES.has(word)) return REFUSED_VERBS.has(next) ? index + 2 : null;
  if (DROPPED.has(word)) return index + 1;
  if (!BARE.has(word) || HARMLESS.has(next)) return null;
  if (isExcept(tokens[index]) && (next === 'that' || next === 'when' || next === 'if')) return null;
  if (previous === 'nothing' || previous === 'or') return word === 'not' || isExcept(tokens[index]) ? null : index + 1;
  return REFUSED_VERBS.has(next) ? index + 2 : index + 1;
}

function scopeFrom(tokens: Token[], trigger: number, start: number): number {
  // "Why not? Stripe!" and "no, Stripe" refuse nothing that follows.
  if (tokens[trigger]?.clause !== tokens[start]?.clause) return start;
  const isReplaced = REFUSING_PAIRS.has(wordAt(tokens, trigger)) || DROPPED.has(wordAt(tokens, trigger));
  const ownEnd = clauseScope(tokens, start, isReplaced);
  return sentenceGoesOn(tokens, ownEnd, start) ? listEnd(tokens, ownEnd, LISTING.has(wordAt(tokens, trigger))) : ownEnd;
}

// "Adyen instead of Square for payments": the payments are wanted.
function clauseScope(tokens: Token[], start: number, isReplaced: boolean): number {
  const goesOn = (at: number) =>
    tokens[at]?.clause === tokens[start]?.clause && !endsScope(tokens, at, start) && !(isReplaced && isFor(tokens, at));
  let at = start;
  while (at < tokens.length && goesOn(at)) at++;
  return at;
}

function isFor(tokens: Token[], at: number): boolean {
  return wordAt(tokens, at) === 'for';
}

function endsScope(tokens: Token[], at: number, start: number): boolean {
  const word = wordAt(tokens, at);
  return SCOPE_ENDS.has(word) || (at > start && isExcept(tokens[at])) || (word === 'to' && at > start);
}

function sentenceGoesOn(tokens: Token[], at: number, start: number): boolean {
  const [next, last] = [tokens[at], tokens[at - 1]];
  return next?.sentence === tokens[start]?.sentence && next?.clause !== last?.clause && at > start;
}

// "Without Redis, Sentry or Stripe" refuses all three; "no analytics, Stripe and Postgres" only the first.
function listEnd(tokens: Token[], ownEnd: number, takesAnd: boolean): number {
  let at = ownEnd;
  while (at < tokens.length && tokens[at]?.sentence === tokens[ownEnd - 1]?.sentence) {
    const end = clauseScope(tokens, at, false);
    const item = tokens.slice(at, end).map(({ word }) => word);
    const isClosed = item.includes('or') || item.includes('nor') || (takesAnd && item.includes('and'));
    if (item.length === 0 || item.length > ITEM_LENGTH + (isClosed ? 2 : 0)) return ownEnd;
    if (isClosed) return end;
    if (tokens[end]?.clause === tokens[end - 1]?.clause) return ownEnd;
    at = end;
  }
  return ownEnd;
}

/** "Redis is not needed", "analytics-free": what stands before the refusal. */
function refusedBefore(tokens: Token[], index: number): number[] {
  const [word, next] = [wordAt(tokens, index), wordAt(tokens, index + 1)];
  const isRefused = (word === 'not' || AUXILIARIES.has(word)) && UNWANTED.has(next);
  const token = tokens[index];
  if (isRefused && token) return before(tokens, index).filter((at) => tokens[at]?.clause === token.clause);
  return word === 'free' && token?.isGlued ? [index - 1] : [];
}

function before(tokens: Token[], index: number): number[] {
  return tokens.slice(0, index).map((_, at) => at);
}

function wordAt(tokens: Token[], index: number): string {
  return tokens[index]?.word ?? '';
}
