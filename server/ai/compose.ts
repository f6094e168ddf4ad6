import { isVariableName, oneLine } from './clean.ts';
import { type Known, prefixFor, renamesFor } from './frameworks.ts';
import {
  GENERATED_MAX_BYTES,
  GENERATED_MIN_BYTES,
  type GeneratedSecret,
  type Pick,
  type PickedEntry,
  type Wish,
} from './picker.ts';
import { type Place, placeAmong } from './place.ts';
import type { Kind } from './vault-index.ts';

/** What a picker, of whichever sort, has settled on: categories with the reason for each, and secrets to be made. */
export type Choice = { chosen: Map<Kind, string>; generated: GeneratedSecret[]; sent: string | null };

/** Names by which a shell or a loader is steered; a file that sets one of them at random breaks whatever reads it. */
const SHELLS_OWN =
  /^(?:PATH|HOME|IFS|ENV|SHELL|PWD|USER|UID|EUID|PPID|TERM|BASH_.*|LD_.*|DYLD_.*|NODE_OPTIONS|NODE_PATH|PYTHON.*|PERL5.*)$/;

/**
 * Turns a choice into a pick. Which entry of a category is given, which variables are renamed and which secrets are
 * made is settled here, for both pickers, so that no model can settle it otherwise.
 */
export function composePick(wish: Wish, choice: Choice, place: Place, known: Known): Pick {
  const prefix = prefixFor(wish.prompt);
  const given = [...choice.chosen].flatMap(([kind, why]) => {
    const placed = placeAmong(kind.offers, place);
    return placed ? [{ kind, id: placed.offer.id, reason: oneLine(`${shortened(why)}; ${placed.note}`) }] : [];
  });
  const taken = new Set(given.flatMap(({ kind }) => kind.variables));
  const entries = given.map(({ kind, id, reason }): PickedEntry => {
    const rename = freeRenames(renamesFor(kind.variables, prefix, known), taken);
    return Object.keys(rename).length > 0 ? { id, reason, rename } : { id, reason };
  });
  return { entries, generated: freshSecrets(choice.generated, taken), sent: choice.sent };
}

// The environment stands at the end of a reason and must survive its being cut.
function shortened(why: string): string {
  const characters = [...oneLine(why)];
  return characters.length <= 120 ? characters.join('') : `${characters.slice(0, 119).join('')}…`;
}

// A new name that something else in the file bears already would silently replace it.
function freeRenames(renames: Record<string, string>, taken: Set<string>): Record<string, string> {
  const free = Object.entries(renames).filter(([, to]) => !taken.has(to));
  for (const [, to] of free) taken.add(to);
  return Object.fromEntries(free);
}

function freshSecrets(wanted: GeneratedSecret[], taken: Set<string>): GeneratedSecret[] {
  const fresh: GeneratedSecret[] = [];
  for (const secret of wanted) {
    if (!isVariableName(secret.name) || SHELLS_OWN.test(secret.name) || taken.has(secret.name)) continue;
    taken.add(secret.name);
    fresh.push({ ...secret, bytes: bounded(secret.bytes), reason: oneLine(secret.reason) });
  }
  return fresh;
}

function bounded(bytes: number): number {
  return Math.min(GENERATED_MAX_BYTES, Math.max(GENERATED_MIN_BYTES, Math.round(bytes)));
}
