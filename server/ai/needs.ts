import type { Service } from './catalogue.ts';
import { likenesses } from './likeness.ts';
import { findNames, findVariables, indices, type NameHit, type Reading } from './names.ts';
import { negatedIndices } from './negation.ts';
import { type Place, isOf } from './place.ts';
import { findUses, type UseHit } from './uses.ts';
import type { Kind } from './vault-index.ts';
import { quoted } from './words.ts';

/** The categories that a description needs, and why; and those it refuses. */
export type Needs = { chosen: Map<Kind, string>; refused: Set<Kind> };

/** Of services that serve a use equally well, so many are given: the description leaves open which it means. */
const SERVICES_PER_USE = 2;
/** Uses for which one is enough, whichever it is. */
const ONE_IS_ENOUGH = new Set(['database', 'cloud', 'hosting', 'cache', 'queue', 'object-storage']);
/** A service's uses count as its own up to here, wherever in the text it is named. */
const MAIN_USES = 2;
/** Services that are a whole backend are meant for all they do. */
const SIGN_IN = 'social-login';
const PLATFORM = 'backend-platform';

/** Reads a description against a vault: names first, then uses that no named service serves. */
export function needsOf(text: string, reading: Reading, place: Place): Needs {
  const negated = negatedIndices(reading.tokens);
  const hits = findNames(reading, findVariables(text, reading));
  const likened = likenesses(hits, reading.tokens);
  const isRefused = (hit: { from: number; to: number }) => indices(hit).some((index) => negated.has(index));
  const wanted = hits.filter((hit) => !isRefused(hit) && !likened.has(hit));
  const chosen = new Map<Kind, string>();
  const taken = new Set(hits.flatMap(indices));
  const uses = findUses(reading.tokens, reading.catalogue, (index) => taken.has(index) || negated.has(index));
  for (const hit of wanted) {
    const named = signInOf(hit, uses, reading);
    for (const kind of kindsNamed(named, reading, place)) addOnce(chosen, kind, why(text, hit, reading));
  }
  const refused = refusedKinds({ hits: hits.filter(isRefused), negated, taken, chosen }, reading);
  for (const use of mostParticular(uses, reading)) {
    if (isServed(use, wanted, reading) || chosenServes(use, chosen, wanted)) continue;
    for (const kind of kindsFor(use, reading, { place, refused })) addOnce(chosen, kind, why(text, use, reading));
  }
  return { chosen, refused };
}

// "Pay by card" before "pay": what few services do settles what many do.
function mostParticular(uses: UseHit[], { catalogue }: Reading): UseHit[] {
  const spread = (use: UseHit) => catalogue.services.filter(({ uses }) => use.use !== null && uses.includes(use.use)).length;
  return uses.toSorted((a, b) => spread(a) - spread(b));
}

function why(text: string, { from, to }: { from: number; to: number }, { tokens }: Reading): string {
  return quoted(text, tokens.slice(from, to));
}

function addOnce(chosen: Map<Kind, string>, kind: Kind, reason: string): void {
  if (!chosen.has(kind)) chosen.set(kind, reason);
}

function kindsNamed(hit: NameHit, reading: Reading, place: Place): Kind[] {
  const ofServices = hit.services.flatMap((service) => kindsOfService(service, reading, place));
  return distinct([...hit.kinds, ...ofServices]);
}

// "Login with GitHub" means GitHub's sign-in and not GitHub's API, where the vault tells them apart.
function signInOf(hit: NameHit, uses: UseHit[], { tokens, vault, catalogue }: Reading): NameHit {
  const isAuth = uses.some(
    ({ use, from }) => (use === 'auth' || use === SIGN_IN) && tokens[from]?.clause === tokens[hit.from]?.clause,
  );
  if (!isAuth) return hit;
  const signInFor = ({ slug }: Service) =>
    catalogue.services.find((each) => each.uses.includes(SIGN_IN) && each.via.includes(slug) && vault.byService.has(each.slug));
  return { ...hit, services: hit.services.map((service) => signInFor(service) ?? service) };
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

function refusedKinds(
  { hits, negated, taken, chosen }: { hits: NameHit[]; negated: Set<number>; taken: Set<number>; chosen: Map<Kind, string> },
  { tokens, catalogue, vault }: Reading,
): Set<Kind> {
  const named = hits.flatMap(({ kinds, services }) => [...kinds, ...services.flatMap(({ slug }) => vault.byService.get(slug) ?? [])]);
  const uses = findUses(tokens, catalogue, (index) => taken.has(index) || !negated.has(index));
  const byUse = uses.flatMap(({ use }) => vault.kinds.filter(({ uses }) => use !== null && uses.slice(0, MAIN_USES).includes(use)));
  return new Set([...named, ...byUse].filter((kind) => !chosen.has(kind)));
}

// "Payments with Stripe" asks for one service and not for a second one that takes payments.
function isServed({ use, service, from }: UseHit, wanted: NameHit[], { tokens }: Reading): boolean {
  return wanted.some((hit) =>
    hit.services.some((each) => {
      if (each === service) return true;
      const place = use === null ? -1 : each.uses.indexOf(use);
      const isNear = tokens[hit.from]?.clause === tokens[from]?.clause;
      return place >= 0 && (place < MAIN_USES || isNear || each.uses[0] === PLATFORM);
    }),
  );
}

function chosenServes({ use }: UseHit, chosen: Map<Kind, string>, wanted: NameHit[]): boolean {
  const named = new Set(wanted.flatMap(({ services }) => services));
  const byUse = [...chosen.keys()].filter(({ services }) => !services.some((service) => named.has(service)));
  return use !== null && byUse.some(({ uses }) => uses.includes(use));
}

type Choice = { place: Place; refused: Set<Kind>; limit?: number };

function kindsFor({ use, service }: UseHit, reading: Reading, choice: Choice): Kind[] {
  if (service) return distinct(reading.vault.byService.get(service.slug) ?? []).filter((kind) => !choice.refused.has(kind));
  return use === null ? [] : bestFor(use, reading, choice);
}

function bestFor(use: string, { vault }: Reading, { place, refused, limit }: Choice): Kind[] {
  const able = vault.kinds.filter((kind) => kind.uses.includes(use) && !refused.has(kind));
  const best = Math.min(...able.map((kind) => levelOf(use, kind)));
  const equal = able.filter((kind) => levelOf(use, kind) === best).sort((a, b) => rankOf(a) - rankOf(b) || a.order - b.order);
  const near = equal.filter(({ offers }) => offers.some((offer) => place.projects.some((project) => isOf(offer, project))));
  const kinds = near.length > 0 ? near : equal;
  const services = [...new Set(kinds.map(serviceKey))].slice(0, limit ?? (ONE_IS_ENOUGH.has(use) ? 1 : SERVICES_PER_USE));
  return distinct(kinds.filter((kind) => services.includes(serviceKey(kind))));
}

// Main use, second use, any other use; last, a category that the catalogue does not know and whose name tells the use.
function levelOf(use: string, { services }: Kind): number {
  const places = services.map(({ uses }) => uses.indexOf(use)).filter((place) => place >= 0);
  return places.length === 0 ? 3 : Math.min(2, ...places);
}

function rankOf({ services }: Kind): number {
  return services[0]?.rank ?? Number.MAX_SAFE_INTEGER;
}

function serviceKey({ services, category }: Kind): string {
  return services[0]?.slug ?? category;
}
