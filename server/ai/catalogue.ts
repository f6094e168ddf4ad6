import catalogue from './catalogue.json' with { type: 'json' };
import { type Phrase, parsePhrase, stemsOf } from './phrases.ts';
import { nameKey } from './words.ts';

/**
 * How sure a name is, read in a sentence: `strong` names mean nothing else ("SendGrid"),
 * `common` ones are words too ("Linear"), `rare` ones are nearly always the word ("Make").
 */
export type Sureness = 'strong' | 'common' | 'rare';

export type Service = {
  slug: string;
  name: string;
  /** What it is for, the main use first. */
  uses: string[];
  variables: string[];
  /** Slugs of services whose credentials open this one too: S3 is reached through AWS. */
  via: string[];
  /** Uses whose services can stand in, for what is a technology more than a service: any Postgres is a Postgres. */
  servedBy: string[];
  /** A kind of thing and not a product ("Database"): found by its use, never by its name. */
  isGeneric: boolean;
  /** Its place in the catalogue; of two that serve alike the better known stands first. */
  rank: number;
};

export type Alias = { service: Service; sureness: Sureness };
export type UsePhrase = { phrase: Phrase; use: string | null; service: Service | null; isDecoy: boolean };

export type Catalogue = {
  services: Service[];
  bySlug: Map<string, Service>;
  byName: Map<string, Alias[]>;
  byVariable: Map<string, Service>;
  publicVariables: Set<string>;
  /** Wordings by the stems their first part may have. */
  phrasesByStem: Map<string, UsePhrase[]>;
  decoysBySlug: Map<string, Phrase[]>;
  /** Stems of every word that tells a use: ordinary words, of which none is a brand. */
  ordinaryStems: Set<string>;
};

type Row = {
  slug: string;
  name: string;
  aliases?: string[];
  common?: string[];
  rare?: string[];
  decoys?: string[];
  uses: string[];
  words?: string[];
  variables: string[];
  public?: string[];
  via?: string[];
  servedBy?: string[];
  generic?: boolean;
};

/** Builds the lookups over `catalogue.json`, once for each picker. */
export function openCatalogue(): Catalogue {
  const rows: Row[] = catalogue.services;
  const services = rows.map(service);
  const [byName, byVariable] = [new Map<string, Alias[]>(), new Map<string, Service>()];
  const [phrasesByStem, decoysBySlug] = [new Map<string, UsePhrase[]>(), new Map<string, Phrase[]>()];
  for (const [use, wordings] of Object.entries(catalogue.uses)) addUse(phrasesByStem, use, wordings);
  rows.forEach((row, index) => {
    const made = services[index];
    if (!made) return;
    addNames(byName, row, made);
    for (const variable of row.variables) if (!byVariable.has(variable)) byVariable.set(variable, made);
    for (const words of row.words ?? []) addPhrase(phrasesByStem, { ...wording(words), service: made });
    decoysBySlug.set(
      row.slug,
      (row.decoys ?? []).map((text) => parsePhrase(`=${text}`)),
    );
  });
  const bySlug = new Map(services.map((each) => [each.slug, each]));
  const ordinaryStems = new Set([...phrasesByStem.values()].flat().flatMap(({ phrase }) => stemsOf(phrase)));
  return {
    services,
    bySlug,
    byName,
    byVariable,
    publicVariables: publicVariables(),
    phrasesByStem,
    decoysBySlug,
    ordinaryStems,
  };
}

/** The variables that are meant for a browser, for whoever needs nothing else of the catalogue. */
export function publicVariables(): Set<string> {
  const rows: Row[] = catalogue.services;
  return new Set(rows.flatMap((row) => row.public ?? []));
}

function service(row: Row, rank: number): Service {
  return {
    slug: row.slug,
    name: row.name,
    uses: row.uses,
    variables: row.variables,
    via: row.via ?? [],
    servedBy: row.servedBy ?? [],
    isGeneric: row.generic ?? false,
    rank,
  };
}

function addNames(byName: Map<string, Alias[]>, row: Row, service: Service): void {
  const doubtful = [...(row.common ?? []), ...(row.rare ?? [])].map(nameKey);
  const sure = [row.name, ...(row.aliases ?? [])].filter((name) => !doubtful.includes(nameKey(name)));
  addAliases(byName, sure, { service, sureness: 'strong' });
  addAliases(byName, row.common ?? [], { service, sureness: 'common' });
  addAliases(byName, row.rare ?? [], { service, sureness: 'rare' });
}

function addAliases(byName: Map<string, Alias[]>, names: string[], alias: Alias): void {
  for (const name of names) byName.set(nameKey(name), [...(byName.get(nameKey(name)) ?? []), alias]);
}

function addUse(phrasesByStem: Map<string, UsePhrase[]>, use: string, wordings: string[]): void {
  for (const text of wordings) addPhrase(phrasesByStem, { ...wording(text), use });
}

// A leading "!" marks a wording that looks like the use and is not: "pay attention".
function wording(text: string): UsePhrase {
  const isDecoy = text.startsWith('!');
  return { phrase: parsePhrase(isDecoy ? `=${text.slice(1)}` : text), use: null, service: null, isDecoy };
}

function addPhrase(phrasesByStem: Map<string, UsePhrase[]>, added: UsePhrase): void {
  for (const stem of new Set(added.phrase.parts[0]?.map(({ stem }) => stem))) {
    phrasesByStem.set(stem, [...(phrasesByStem.get(stem) ?? []), added]);
  }
}
