import type { Service } from './catalogue.ts';
import type { NameHit, Reading } from './names.ts';
import { isOf, type Place } from './place.ts';
import type { UseHit } from './uses.ts';
import type { Kind } from './vault-index.ts';

/** Of services that serve a use equally well, so many are given: the description leaves open which it means. */
const SERVICES_PER_USE = 2;
/** Uses for which one is enough, whichever it is. */
const ONE_IS_ENOUGH = new Set([
  'llm',
  'embeddings',
  'database',
  'postgres',
  'mysql',
  'mongodb',
  'redis',
  'cloud',
  'hosting',
  'cache',
  'queue',
  'object-storage',
]);
/** Levels of service: 0 the main use, 1 the second …, up to any other; last, what the catalogue does not know. */
const SIDE_USE = 2;
const OTHER_USE = 3;
const UNKNOWN_SERVICE = 4;

export type Choice = { place: Place; refused: Set<Kind>; limit?: number };

/** The categories that a name means. */
export function kindsNamed(hit: NameHit, reading: Reading, place: Place): Kind[] {
  const ofServices = hit.services.flatMap((service) => kindsOfService(service, reading, place));
  return distinct([...hit.kinds, ...ofServices]);
}

// What a service is called, then what it is part of, then what opens it, then what can stand in for it.
function kindsOfService(service: Service, reading: Reading, place: Place): Kind[] {
  const { vault } = reading;
  const own = vault.byService.get(service.slug);
  if (own) return own;
  const parts = vault.kinds.filter(({ services }) => services.some(({ via }) => via.includes(service.slug)));
  if (parts.length > 0) return parts;
  const parent = service.via.map((slug) => vault.byService.get(slug)).find(Boolean);
  return parent ?? service.servedBy.flatMap((use) => bestFor(use, reading, { place, refused: new Set(), limit: 1 }));
}

// Two categories with the same variables (a live and a test key) would overwrite each other in one file.
function distinct(kinds: Kind[]): Kind[] {
  const seen = new Set<string>();
  return kinds.filter(({ variables, category }) => {
    const key = variables.length > 0 ? variables.join() : category;
    return !seen.has(key) && seen.add(key);
  });
}

/** The categories that serve a use, or the very service that a wording is known to mean. */
export function kindsFor({ use, service }: UseHit, reading: Reading, choice: Choice): Kind[] {
  if (service)
    return distinct(reading.vault.byService.get(service.slug) ?? []).filter((kind) => !choice.refused.has(kind));
  return use === null ? [] : bestFor(use, reading, choice);
}

/** Whether one of the categories serves a use as well as anything in the vault does. */
export function servesBest(kinds: Kind[], use: string, { vault }: Reading, refused: Set<Kind>): boolean {
  const able = vault.kinds.filter((kind) => kind.uses.includes(use) && !refused.has(kind));
  const best = Math.min(...able.map((kind) => levelOf(use, kind)));
  return kinds.some((kind) => kind.uses.includes(use) && levelOf(use, kind) <= best);
}

function bestFor(use: string, { vault }: Reading, { place, refused, limit }: Choice): Kind[] {
  const able = vault.kinds.filter((kind) => kind.uses.includes(use) && !refused.has(kind));
  const near = able.filter((kind) => levelOf(use, kind) < SIDE_USE && isNear(kind, place));
  const pool = near.length > 0 ? near : able;
  const best = Math.min(...pool.map((kind) => levelOf(use, kind)));
  const equal = pool.filter((kind) => levelOf(use, kind) === best);
  const sorted = equal.sort((a, b) => rankOf(a) - rankOf(b) || a.order - b.order);
  const count = limit ?? (ONE_IS_ENOUGH.has(use) ? 1 : SERVICES_PER_USE);
  const services = [...new Set(sorted.map(serviceKey))].slice(0, count);
  return distinct(sorted.filter((kind) => services.includes(serviceKey(kind))));
}

function isNear({ offers }: Kind, { projects }: Place): boolean {
  return offers.some((offer) => projects.some((project) => isOf(offer, project)));
}

// Main use, second use, any other use; last, a category that the catalogue does not know and whose name tells the use.
function levelOf(use: string, { services }: Kind): number {
  const places = services.map(({ uses }) => uses.indexOf(use)).filter((place) => place >= 0);
  return places.length === 0 ? UNKNOWN_SERVICE : Math.min(OTHER_USE, ...places);
}

function rankOf({ services }: Kind): number {
  return services[0]?.rank ?? Number.MAX_SAFE_INTEGER;
}

function serviceKey({ services, category }: Kind): string {
  return services[0]?.slug ?? category;
}
