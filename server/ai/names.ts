import type { Alias, Catalogue, Service, Sureness } from './catalogue.ts';
import { evidenceFor, type Hints, isTitleCase } from './evidence.ts';
import { matchAt } from './phrases.ts';
import type { Kind, OwnName, VaultIndex } from './vault-index.ts';
import type { Token } from './words.ts';

/** A service, a category or a variable named in a text. */
export type NameHit = { from: number; to: number; services: Service[]; kinds: Kind[] };

export type Reading = {
  tokens: Token[];
  catalogue: Catalogue;
  vault: VaultIndex;
  useStems: Map<Service, Set<string>>;
};

const LONGEST_NAME = 5;
const NEEDED: Record<Sureness, number> = { strong: Number.NEGATIVE_INFINITY, common: 2, rare: 3 };

/** Finds every name, the longest first: "Google Maps" is not Google and a map. */
export function findNames(reading: Reading, variableHits: NameHit[]): NameHit[] {
  const taken = new Set(variableHits.flatMap(indices));
  const sure = scan(reading, taken, (candidate) => candidate.sureness === 'strong');
  for (const index of sure.flatMap(indices)) taken.add(index);
  const titled = isTitleCase(reading.tokens);
  const doubtful = scan(reading, taken, (candidate, span) => {
    const useStems = candidate.service
      ? (reading.useStems.get(candidate.service) ?? new Set<string>())
      : new Set<string>();
    const hints: Hints = { useStems, isTitleCase: titled, isName: (index) => taken.has(index) };
    return evidenceFor(reading.tokens, span, hints) >= NEEDED[candidate.sureness];
  });
  return [...variableHits, ...sure, ...doubtful].sort((a, b) => a.from - b.from);
}

/** Finds variables written out in full, `DATABASE_URL` or `PGHOST`, that the vault or the catalogue knows. */
export function findVariables(text: string, { tokens, vault, catalogue }: Reading): NameHit[] {
  return [...text.matchAll(/[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+|\b[A-Z][A-Z0-9]{4,}\b/g)].flatMap((match) => {
    const inside = tokens.flatMap(({ start }, index) =>
      start >= match.index && start < match.index + match[0].length ? [index] : [],
    );
    const kinds = vault.byVariable.get(match[0]) ?? [];
    const service = catalogue.byVariable.get(match[0]);
    const services = kinds.length === 0 && service ? [service] : [];
    const [first, last] = [inside[0], inside.at(-1)];
    if (first === undefined || last === undefined || kinds.length + services.length === 0) return [];
    return [{ from: first, to: last + 1, services, kinds: newestOf(kinds) }];
  });
}

export function indices({ from, to }: { from: number; to: number }): number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}

type Candidate = { sureness: Sureness; service: Service | null; kind: Kind | null };
type Accepts = (candidate: Candidate, span: { from: number; to: number }) => boolean;

function scan(reading: Reading, taken: Set<number>, accepts: Accepts): NameHit[] {
  const hits: NameHit[] = [];
  for (let from = 0; from < reading.tokens.length; ) {
    const hit = longestAt(reading, from, taken, accepts);
    if (hit) hits.push(hit);
    from = hit?.to ?? from + 1;
  }
  return hits;
}

function longestAt(reading: Reading, from: number, taken: Set<number>, accepts: Accepts): NameHit | null {
  const { tokens } = reading;
  for (let to = Math.min(from + LONGEST_NAME, tokens.length); to > from; to--) {
    const span = { from, to };
    const words = tokens.slice(from, to);
    if (words.some(({ clause }) => clause !== words[0]?.clause) || indices(span).some((at) => taken.has(at))) continue;
    const found = candidates(reading, words).filter(
      (candidate) => accepts(candidate, span) && !isDecoy(reading, candidate, span),
    );
    if (found.length > 0) return hitOf(span, found);
  }
  return null;
}

function candidates(reading: Reading, words: Token[]): Candidate[] {
  const key = words.map(({ word }) => word).join('');
  const found = candidatesFor(reading, key);
  // "Zoom meetings" are Zoom's; but "stripes" are not Stripe.
  return found.length > 0 || words.length === 1 || !key.endsWith('s')
    ? found
    : candidatesFor(reading, key.slice(0, -1));
}

function candidatesFor({ catalogue, vault }: Reading, key: string): Candidate[] {
  const aliases: Alias[] = (catalogue.byName.get(key) ?? []).filter(({ service }) => !service.isGeneric);
  const own: OwnName[] = vault.byOwnName.get(key) ?? [];
  return [
    ...aliases.map(({ service, sureness }) => ({ sureness, service, kind: null })),
    ...own.map(({ kind, isSure }): Candidate => ({ sureness: isSure ? 'strong' : 'common', service: null, kind })),
  ];
}

function isDecoy({ tokens, catalogue }: Reading, { service }: Candidate, span: { from: number; to: number }): boolean {
  if (!service) return false;
  const decoys = catalogue.decoysBySlug.get(service.slug) ?? [];
  return decoys.some((phrase) =>
    [span.from - 2, span.from - 1, span.from].some((start) => {
      const found = start >= 0 ? matchAt(phrase, tokens, start) : null;
      return found !== null && found.to > span.from;
    }),
  );
}

function hitOf(span: { from: number; to: number }, found: Candidate[]): NameHit {
  const services = found.flatMap(({ service }) => (service ? [service] : []));
  const kinds = found.flatMap(({ kind }) => (kind ? [kind] : []));
  return { ...span, services, kinds };
}

// Two categories may hold the same variable; one file can hold it once.
function newestOf(kinds: Kind[]): Kind[] {
  return kinds.slice(0, 1);
}
