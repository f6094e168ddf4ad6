import type { ProjectSpan } from './projects.ts';
import type { Token } from './words.ts';

const words = (list: string): Set<string> => new Set(list.split(' '));

const THINGS = words(
  'keys key secrets secret credentials variables vars tokens entries values env envs environment config configuration ' +
    'settings stuff',
);
const WHOLES = words('whole entire full complete');
const OWNERS = words('of the my our its their these those your');
/** Words that ask without saying what for. */
const NEUTRAL = words(
  'a an the my our your its it for of in from to on at with by and or as i we you us me is are be has have had need needs ' +
    'needed want wants get gets give gimme show take fetch please put together project projects repo repository app service ' +
    'this that these those there here which what run runs running start work works set up file files env dotenv new only just ' +
    'belongs belong stored store stores exists exist know knows required necessary copy export import colleague laptop machine ' +
    'team environment development dev staging production prod local locally live everything all keys key secrets secret ' +
    'credentials variables vars tokens entries values config configuration settings stuff whole entire full complete ' +
    'vault into can could would do does so except but without',
);

/**
 * Whether a description asks for all there is, of the projects it names or of the whole vault, and for nothing in
 * particular: "everything for Shop", and not "everything about cats".
 */
export function wantsEverything(tokens: Token[], spans: ProjectSpan[], isRefused: (index: number) => boolean): boolean {
  return tokens.some((token, index) => {
    if (!asksForAll(tokens, index)) return false;
    // Of a project, one sentence may ask for it; the whole vault is asked for by the whole text or not at all.
    const isAbout = (at: number) => spans.length === 0 || tokens[at]?.sentence === token.sentence;
    const rest = tokens.map((_, at) => at).filter(isAbout);
    return rest.every(
      (at) => isNeutral(tokens[at]) || isRefused(at) || spans.some(({ from, to }) => from <= at && at < to),
    );
  });
}

function asksForAll(tokens: Token[], index: number): boolean {
  const word = tokens[index]?.word ?? '';
  if (word === 'everything') return true;
  const after = tokens.slice(index + 1, index + 4).map((token) => token.word);
  const noun = after.find((each) => !OWNERS.has(each)) ?? '';
  return (word === 'all' || WHOLES.has(word)) && THINGS.has(noun);
}

function isNeutral(token: Token | undefined): boolean {
  return token !== undefined && NEUTRAL.has(token.word);
}
