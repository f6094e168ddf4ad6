import type { Service } from './catalogue.ts';
import { likenesses } from './likeness.ts';
import { findNames, findVariables, indices, type NameHit, type Reading } from './names.ts';
import { negatedIndices } from './negation.ts';
import type { Place } from './place.ts';
import { kindsFor, kindsNamed, servesBest } from './serving.ts';
import { findUses, type UseHit } from './uses.ts';
import type { Kind } from './vault-index.ts';
import { quoted } from './words.ts';

/** The categories that a description needs, and why; and those it refuses. */
export type Needs = { chosen: Map<Kind, string>; refused: Set<Kind> };

/** A service's uses count as its own up to here, wherever in the text it is named. */
const MAIN_USES = 2;
const SIGN_IN = 'social-login';
/** Services that are a whole backend are meant for all they do. */
const PLATFORM = 'backend-platform';

/** Reads a description against a vault: names first, then uses that no named service serves. */
export function needsOf(text: string, reading: Reading, place: Place): Needs {
  const negated = negatedIndices(reading.tokens);
  const hits = findNames(reading, findVariables(text, reading));
  const likened = likenesses(hits, reading.tokens);
  const isRefused = (hit: { from: number; to: number }) => indices(hit).some((index) => negated.has(index));
  const chosen = new Map<Kind, string>();
  const taken = new Set(hits.flatMap(indices));
  const uses = findUses(reading.tokens, reading.catalogue, (index) => taken.has(index) || negated.has(index));
  const affirmed = hits.filter((hit) => !isRefused(hit) && !likened.has(hit));
  const wanted = affirmed.map((hit) => signInOf(hit, uses, reading));
  for (const hit of wanted) {
    for (const kind of kindsNamed(hit, reading, place)) addOnce(chosen, kind, why(text, hit, reading));
  }
  const byUse: Kind[] = [];
  const refused = refusedKinds({ hits: hits.filter(isRefused), negated, taken, chosen }, reading);
  for (const use of mostParticular(uses, reading)) {
    if (isServed(use, wanted, reading)) continue;
    if (use.use !== null && servesBest(byUse, use.use, reading, refused)) continue;
    for (const kind of kindsFor(use, reading, { place, refused })) {
      if (!chosen.has(kind)) byUse.push(kind);
      addOnce(chosen, kind, why(text, use, reading));
    }
  }
  return { chosen, refused };
}

// "Pay by card" before "pay": what few services do settles what many do.
function mostParticular(uses: UseHit[], { catalogue }: Reading): UseHit[] {
  const spread = (use: UseHit) =>
    catalogue.services.filter(({ uses }) => use.use !== null && uses.includes(use.use)).length;
  return uses.toSorted((a, b) => spread(a) - spread(b));
}

function why(text: string, { from, to }: { from: number; to: number }, { tokens }: Reading): string {
  return quoted(text, tokens.slice(from, to));
}

function addOnce(chosen: Map<Kind, string>, kind: Kind, reason: string): void {
  if (!chosen.has(kind)) chosen.set(kind, reason);
}

// "Login with GitHub" means GitHub's sign-in and not GitHub's API, where the vault tells them apart.
function signInOf(hit: NameHit, uses: UseHit[], { tokens, vault, catalogue }: Reading): NameHit {
  const isAuth = uses.some(
    ({ use, from }) => (use === 'auth' || use === SIGN_IN) && tokens[from]?.clause === tokens[hit.from]?.clause,
  );
  if (!isAuth) return hit;
  const signInFor = ({ slug }: Service) =>
    catalogue.services.find(
      (each) => each.uses.includes(SIGN_IN) && each.via.includes(slug) && vault.byService.has(each.slug),
    );
  return { ...hit, services: hit.services.map((service) => signInFor(service) ?? service) };
}

function refusedKinds(
  {
    hits,
    negated,
    taken,
    chosen,
  }: { hits: NameHit[]; negated: Set<number>; taken: Set<number>; chosen: Map<Kind, string> },
  { tokens, catalogue, vault }: Reading,
): Set<Kind> {
  const named = hits.flatMap(({ kinds, services }) => [
    ...kinds,
    ...services.flatMap(({ slug }) => vault.byService.get(slug) ?? []),
  ]);
  const uses = findUses(tokens, catalogue, (index) => taken.has(index) || !negated.has(index));
  const byUse = uses.flatMap(({ use }) =>
    vault.kinds.filter(({ uses }) => use !== null && uses.slice(0, MAIN_USES).includes(use)),
  );
  return new Set([...named, ...byUse].filter((kind) => !chosen.has(kind)));
}

// "Payments with Stripe" asks for one service and not for a second one that takes payments.
function isServed({ use, service, from, to }: UseHit, wanted: NameHit[], { tokens }: Reading): boolean {
  return wanted.some((hit) =>
    hit.services.some((each) => {
      if (each === service) return true;
      const place = use === null ? -1 : each.uses.indexOf(use);
      const isNear = tokens[hit.from]?.clause === tokens[from]?.clause || hit.from === to || hit.to === from;
      return place >= 0 && (place < MAIN_USES || isNear || each.uses[0] === PLATFORM);
    }),
  );
}
