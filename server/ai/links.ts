import type { Alias, Catalogue, Service } from './catalogue.ts';
import type { KeyType } from './picker.ts';
import { nameKey, readWords, stemOf, type Token } from './words.ts';

type Named = { category: string; keyType: KeyType; variables: string[] };

/** Words that say what form a secret has or whose it is, and not which service it opens. */
const FORM_WORDS = new Set(
  (
    'api key keys token tokens secret secrets credential credentials access account app application live test testing ' +
    'sandbox prod production staging dev development local env url uri id the my our new old service server client bot ' +
    'webhook webhooks integration project company team personal read write admin rest password user username host config ' +
    'and for of'
  ).split(' '),
);
/** First words that tell two of one's own things apart and name neither. */
const ORDINARY_WORDS = new Set(
  (
    'internal external legacy main shared common global public private primary secondary backup central core partner vendor ' +
    'supplier customer customers user users mobile web data home office smart blue red green black white gold silver big ' +
    'small fast open next first second third last north south east west city health school music game games video photo ' +
    'food market shop store blog site group family work super simple easy quick magic light dark deep high free true ' +
    'warehouse finance sales marketing support product order orders report reports demo example sample custom'
  ).split(' '),
);
const BRAND_LENGTH = 4;
const LONGEST_NAME = 4;

/** The catalogue's services that a category is about: by its name, else by its variables. */
export function linkCategory(kind: Named, catalogue: Catalogue): Service[] {
  const named = servicesIn(kind, catalogue);
  const products = named.filter(({ isGeneric }) => !isGeneric);
  if (products.length > 0) return products;
  if (named.length > 0) return named;
  const known = kind.variables.map((variable) => catalogue.byVariable.get(variable)).find(Boolean);
  return [known ?? servicePrefixed(kind.variables, catalogue)].filter((each) => each !== undefined);
}

/**
 * Under which names a category answers that no service of the catalogue has. Its full name is sure; what is left
 * of it, or what its variables begin with, is sure when there is an uncommon word in it.
 */
export function ownNames(
  kind: Named & { services: Service[] },
  catalogue: Catalogue,
): { key: string; isSure: boolean }[] {
  const words = readWords(kind.category).map(({ word }) => word);
  const telling = words.filter((word) => !FORM_WORDS.has(word));
  const fromVariables = kind.variables.map((variable) => tellingWords(variable));
  const isBrand = (word: string) =>
    isUncommon(word, catalogue) && (telling.length === 1 || isBornBy(word, fromVariables)) && telling[0] === word;
  const derived = [telling, ...fromVariables].filter(({ length }) => length > 1);
  const parts = kind.services.length > 0 ? [] : [telling[0], ...fromVariables.map(([first]) => first)];
  return unclaimed(
    [
      ...(words.length > 1 ? [{ key: words.join(''), isSure: true }] : []),
      ...derived.map((each) => ({ key: each.join(''), isSure: each.some((word) => isUncommon(word, catalogue)) })),
      ...parts.filter((each) => each !== undefined).map((key) => ({ key, isSure: isBrand(key) })),
    ],
    catalogue,
  );
}

function unclaimed(
  names: { key: string; isSure: boolean }[],
  { byName }: Catalogue,
): { key: string; isSure: boolean }[] {
  const firsts = new Map<string, boolean>();
  for (const { key, isSure } of names) if (!firsts.has(key)) firsts.set(key, isSure);
  return [...firsts].filter(([key]) => key.length > 2 && !byName.has(key)).map(([key, isSure]) => ({ key, isSure }));
}

// "Acme Billing" with ACME_TOKEN is Acme's; "Legacy shop" with LEGACY_TOKEN is not Legacy's.
function isBornBy(word: string, variables: string[][]): boolean {
  return variables.some(([first]) => first === word);
}

function isUncommon(word: string, { ordinaryStems }: Catalogue): boolean {
  return word.length >= BRAND_LENGTH && !ORDINARY_WORDS.has(word) && !ordinaryStems.has(stemOf(word));
}

function servicesIn(kind: Named, catalogue: Catalogue): Service[] {
  const words = readWords(kind.category);
  const found: Service[] = [];
  for (let at = 0; at < words.length; ) {
    const hit = longestName(words, at, (key, rest) => accepted(catalogue.byName.get(key), key, { kind, rest }));
    if (hit) found.push(...hit.services);
    at += hit?.length ?? 1;
  }
  return [...new Set(found)];
}

function longestName(
  words: Token[],
  at: number,
  servicesOf: (key: string, rest: Token[]) => Service[],
): { services: Service[]; length: number } | null {
  for (let length = Math.min(LONGEST_NAME, words.length - at); length > 0; length--) {
    const key = words
      .slice(at, at + length)
      .map(({ word }) => word)
      .join('');
    const services = servicesOf(key, [...words.slice(0, at), ...words.slice(at + length)]);
    if (services.length > 0) return { services, length };
  }
  return null;
}

// A name that is also a word counts when it is the whole name of the category, or its variables bear it.
function accepted(aliases: Alias[] | undefined, key: string, context: { kind: Named; rest: Token[] }): Service[] {
  const isAlone = context.rest.every(({ word }) => FORM_WORDS.has(word));
  const isBorne = context.kind.variables.some((variable) => nameKey(variable).startsWith(key));
  const isSure = isAlone || isBorne;
  return (aliases ?? []).filter(({ sureness }) => sureness === 'strong' || isSure).map(({ service }) => service);
}

function servicePrefixed(variables: string[], catalogue: Catalogue): Service | undefined {
  for (const variable of variables) {
    const hit = longestName(readWords(variable.replaceAll('_', ' ')), 0, (key) =>
      (catalogue.byName.get(key) ?? []).filter(({ sureness }) => sureness !== 'rare').map(({ service }) => service),
    );
    if (hit) return hit.services[0];
  }
  return undefined;
}

function tellingWords(variable: string): string[] {
  return readWords(variable.replaceAll('_', ' '))
    .map(({ word }) => word)
    .filter((word) => !FORM_WORDS.has(word));
}
