import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Catalogue, Service } from './catalogue.ts';
import { linkCategory, ownNames } from './links.ts';
import type { KeyType, Offer } from './picker.ts';
import { findUses } from './uses.ts';
import { readWords } from './words.ts';

/** The entries of one category: what a description asks for; which of them is given is a matter of place. */
export type Kind = {
  category: string;
  keyType: KeyType;
  variables: string[];
  offers: Offer[];
  services: Service[];
  /** What it is for, the main use first; of a category that the catalogue does not know, what its name tells. */
  uses: string[];
  /** Its place in the vault, newest first. */
  order: number;
};

export type OwnName = { kind: Kind; isSure: boolean };

export type VaultIndex = {
  kinds: Kind[];
  byService: Map<string, Kind[]>;
  byOwnName: Map<string, OwnName[]>;
  byVariable: Map<string, Kind[]>;
};

const KINDS_PER_TURN = 100;

/** Groups a vault by category and names what each is; gives way to other work as it goes. */
export async function indexVault(offers: Offer[], catalogue: Catalogue): Promise<VaultIndex> {
  const kinds = groupByCategory(offers);
  const index: VaultIndex = { kinds, byService: new Map(), byOwnName: new Map(), byVariable: new Map() };
  for (const kind of kinds) {
    if (kind.order % KINDS_PER_TURN === KINDS_PER_TURN - 1) await nextTurn();
    addKind(index, kind, catalogue);
  }
  return index;
}

export function groupByCategory(offers: Offer[]): Kind[] {
  const kinds = new Map<string, Kind>();
  for (const offer of offers) {
    const { category, keyType, variables } = offer;
    const key = JSON.stringify([category, keyType, variables]);
    const known = kinds.get(key);
    if (known) known.offers.push(offer);
    else kinds.set(key, { category, keyType, variables, offers: [offer], services: [], uses: [], order: kinds.size });
  }
  return [...kinds.values()];
}

function addKind(index: VaultIndex, kind: Kind, catalogue: Catalogue): void {
  kind.services = linkCategory(kind, catalogue);
  kind.uses =
    kind.services.length > 0 ? [...new Set(kind.services.flatMap(({ uses }) => uses))] : toldUses(kind, catalogue);
  for (const { slug } of kind.services) append(index.byService, slug, kind);
  for (const variable of kind.variables) append(index.byVariable, variable, kind);
  for (const { key, isSure } of ownNames(kind, catalogue)) append(index.byOwnName, key, { kind, isSure });
}

function toldUses({ category }: Kind, catalogue: Catalogue): string[] {
  return findUses(readWords(category), catalogue, () => false).flatMap(({ use }) => (use === null ? [] : [use]));
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
