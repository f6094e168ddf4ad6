import { negatedIndices } from './negation.ts';
import type { Environment } from './picker.ts';
import { readWords, type Token } from './words.ts';

const NAMED: Record<string, Environment> = {
  development: 'development',
  dev: 'development',
  devel: 'development',
  staging: 'staging',
  production: 'production',
  prod: 'production',
  local: 'local',
  locally: 'local',
  localhost: 'local',
};

const words = (list: string): Set<string> => new Set(list.split(' '));

/** "Stage" and "live" alone are any stage and any life. */
const FORMS = words('environment env keys key server mode credentials secrets values');

/** Words before or after which the word is about something else: "web development", "local news", "production-ready". */
const BEFORE: Partial<Record<Environment, Set<string>>> = {
  development: words(
    'web software app game business product personal mobile skill career child estate frontend backend',
  ),
  production: words('music video film movie food energy oil mass theatre theater wine content beat podcast'),
  staging: words('home house theatre theater'),
};
const AFTER: Partial<Record<Environment, Set<string>>> = {
  development: words('agency team company studio blog tools community'),
  production: words('ready grade quality studio company line planning schedule costs'),
  staging: words('area'),
  local: words(
    'business businesses news shop shops store stores storage event events market markets time weather restaurant ' +
      'restaurants food first files state cache model models llm llms currency language guide area community people ' +
      'government library libraries club clubs sports team teams bakery farmers',
  ),
};

/** The environments that a description names, as it names them; those it refuses ("never production") are not among them. */
export function environmentsIn(prompt: string): Environment[] {
  const tokens = readWords(prompt);
  const negated = negatedIndices(tokens);
  const named = tokens.flatMap((_, index) => {
    const environment = negated.has(index) ? undefined : environmentAt(tokens, index);
    return environment ? [environment] : [];
  });
  return [...new Set(named)];
}

function environmentAt(tokens: Token[], index: number): Environment | undefined {
  const word = tokens[index]?.word ?? '';
  const [previous, next] = [tokens[index - 1]?.word ?? '', neighbour(tokens, index)];
  if (word === 'live') return FORMS.has(next) ? 'production' : undefined;
  if (word === 'stage') return FORMS.has(next) ? 'staging' : undefined;
  const environment = Object.hasOwn(NAMED, word) ? NAMED[word] : undefined;
  if (!environment) return undefined;
  if (BEFORE[environment]?.has(previous) || AFTER[environment]?.has(next)) return undefined;
  // "Local development" names one environment and not two.
  return isPartOfLocal(environment, previous) ? undefined : environment;
}

function isPartOfLocal(environment: Environment, previous: string): boolean {
  return environment === 'development' && previous === 'local';
}

function neighbour(tokens: Token[], index: number): string {
  const next = tokens[index + 1];
  return next && next.clause === tokens[index]?.clause ? next.word : '';
}
