import type { Catalogue, Service } from './catalogue.ts';
import { stemsOf } from './phrases.ts';
import type { Token } from './words.ts';

const words = (list: string): Set<string> => new Set(list.split(' '));

const CUES = words(
  'api apis key keys token tokens secret secrets webhook webhooks integration integrations sdk account accounts credentials ' +
    'workspace bot connector plugin oauth service instance cluster db database env client subscription cli',
);
const LEADS = words(
  'with via using use uses used on through from into in by to at connect connects integrate plus over against',
);
const JOINS = words('and or plus nor');
const FOLLOWS = words('and or for as to with plus when whenever if so but on in');
const ARTICLES = words('a an the this that these those some each every any another no');
const OBJECTS = words(
  'a an the it its them their our my your his her all every each this that these those of me us him',
);

const CUE = 3;
const SHARED_BY = 2;
const CAPITAL = 3;
const STRONG_HINT = 2;

/**
 * How much in a sentence speaks for a word being the name of a service and not the word: "issues from Linear" against
 * "a linear gradient". Two points convince for a name like Linear, three for one like Make.
 */
export function evidenceFor(tokens: Token[], span: { from: number; to: number }, hints: Hints): number {
  const place = around(tokens, span);
  return capitals(place, hints) + neighbours(place, hints) + company(place, hints);
}

export type Hints = {
  /** Stems of the words that tell what the service is for. */
  useStems: Set<string>;
  /** Whether most words are capitalised, so that a capital tells nothing. */
  isTitleCase: boolean;
  /** Which tokens belong to a name that is beyond doubt. */
  isName: (index: number) => boolean;
};

export function isTitleCase(tokens: Token[]): boolean {
  const long = tokens.filter(
    ({ text }, index) => text.length > 3 && tokens[index - 1]?.sentence === tokens[index]?.sentence,
  );
  return long.length > 3 && long.filter(({ text }) => isCapital(text)).length > long.length * 0.7;
}

/**
 * Stems that tell a service's uses, the words of its phrases taken one by one.
 * Words that many uses share ("customer", "data") tell nothing and are left out.
 */
export function stemsByService(catalogue: Catalogue): Map<Service, Set<string>> {
  const byUse = new Map<string, Set<string>>();
  for (const { phrase, use, isDecoy } of [...catalogue.phrasesByStem.values()].flat()) {
    if (use && !isDecoy) byUse.set(use, new Set([...(byUse.get(use) ?? []), ...stemsOf(phrase)]));
  }
  const counts = new Map<string, number>();
  for (const stem of [...byUse.values()].flatMap((stems) => [...stems])) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const telling = (use: string) => [...(byUse.get(use) ?? [])].filter((stem) => (counts.get(stem) ?? 0) <= SHARED_BY);
  return new Map(catalogue.services.map((each) => [each, new Set(each.uses.flatMap(telling))]));
}

type Place = { tokens: Token[]; own: Token[]; from: number; to: number; previous: Token | null; next: Token | null };

function around(tokens: Token[], { from, to }: { from: number; to: number }): Place {
  const own = tokens.slice(from, to);
  const near = (token: Token | undefined): Token | null => (token && token.clause === own[0]?.clause ? token : null);
  return { tokens, own, from, to, previous: near(tokens[from - 1]), next: near(tokens[to]) };
}

function capitals({ own, tokens, from }: Place, { isTitleCase }: Hints): number {
  const first = own[0];
  if (!first || isTitleCase || !isCapital(first.text)) return 0;
  return tokens[from - 1]?.sentence === first.sentence ? CAPITAL : 1;
}

function neighbours(place: Place, { useStems }: Hints): number {
  const { previous, next } = place;
  const cue = next && (CUES.has(next.word) || useStems.has(next.stem)) ? CUE : 0;
  if (!previous && !next) return STRONG_HINT;
  if (!cue && next && OBJECTS.has(next.word)) return -CUE;
  const lead = previous && LEADS.has(previous.word) ? 1 : 0;
  const article = previous && ARTICLES.has(previous.word) ? -1 : 0;
  const follow = !next || FOLLOWS.has(next.word) ? 1 : -1;
  return cue + lead + (cue ? article : 2 * article + follow);
}

// Names keep company: a list of services, or the service's own use somewhere in the sentence.
function company({ tokens, own, from, to, previous, next }: Place, { useStems, isName }: Hints): number {
  const sentence = own[0]?.sentence;
  const others = tokens.map((_, index) => index).filter((index) => index < from || index >= to);
  const inSentence = others.filter((index) => tokens[index]?.sentence === sentence);
  const isListed =
    (previous !== null && JOINS.has(previous.word) && isName(from - 2)) ||
    (next !== null && JOINS.has(next.word) && isName(to + 1));
  const hasUse = inSentence.some((index) => useStems.has(tokens[index]?.stem ?? ''));
  return (isListed ? STRONG_HINT : 0) + (hasUse ? 1 : 0) + (inSentence.some(isName) ? 1 : 0);
}

function isCapital(text: string): boolean {
  const first = text.charAt(0);
  return first !== first.toLowerCase();
}
