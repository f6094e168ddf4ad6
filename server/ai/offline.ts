import { type Catalogue, openCatalogue, type Service } from './catalogue.ts';
import { composePick } from './compose.ts';
import { wantsEverything } from './everything.ts';
import { stemsByService } from './evidence.ts';
import { findNames, findVariables, indices, type Reading } from './names.ts';
import { needsOf } from './needs.ts';
import { negatedIndices } from './negation.ts';
import type { GeneratedSecret, Picker, Wish } from './picker.ts';
import { isOf, type Place, placeOf } from './place.ts';
import { projectSpans } from './projects.ts';
import { type SecretWish, secretsIn } from './secrets.ts';
import { indexVault, type Kind, type VaultIndex } from './vault-index.ts';
import { readWords } from './words.ts';

/** The picker that runs in the server and asks nobody: a catalogue of services and what they are for. */
export function offlinePicker(): Picker {
  const catalogue = openCatalogue();
  const useStems = stemsByService(catalogue);
  return async (wish, signal) => {
    const vault = await indexVault(wish.offers, catalogue);
    signal.throwIfAborted();
    const place = placeOf(wish);
    const reading = { tokens: readWords(wish.prompt), catalogue, vault, useStems };
    return composePick(wish, { ...choose(wish, reading, place), sent: null }, place, catalogue);
  };
}

function choose(
  wish: Wish,
  reading: Reading,
  place: Place,
): { chosen: Map<Kind, string>; generated: GeneratedSecret[] } {
  const { chosen, refused } = needsOf(wish.prompt, reading, place);
  for (const kind of allWanted(wish, reading)) {
    if (!refused.has(kind) && !chosen.has(kind)) chosen.set(kind, 'everything was asked for');
  }
  return { chosen, generated: settleSecrets(secretWishes(wish, reading), chosen, reading.vault) };
}

function allWanted({ prompt, project, offers }: Wish, { tokens, vault }: Reading): Kind[] {
  const spans = projectSpans(tokens, offers);
  const refused = negatedIndices(tokens);
  if (!wantsEverything(tokens, spans, (index) => refused.has(index))) return [];
  const affirmed = spans.filter(({ from }) => !refused.has(from));
  const named = (affirmed.length > 0 ? affirmed : spans).map((span) => span.project);
  const projects = named.length > 0 ? named : project !== null && !/\bvault\b/i.test(prompt) ? [project] : [];
  if (projects.length === 0) return vault.kinds;
  return vault.kinds.filter((kind) => kind.offers.some((offer) => projects.some((each) => isOf(offer, each))));
}

function secretWishes({ prompt }: Wish, reading: Reading): SecretWish[] {
  const named = new Set(findNames(reading, findVariables(prompt, reading)).flatMap(indices));
  const isIssued = (name: string) => reading.catalogue.byVariable.has(name) || isBrandName(name, reading.catalogue);
  return secretsIn(prompt, (index) => named.has(index), isIssued);
}

function isBrandName(variable: string, { byName }: Catalogue): boolean {
  const [first] = readWords(variable.replaceAll('_', ' '));
  const services: Service[] = (byName.get(first?.word ?? '') ?? []).map(({ service }) => service);
  return services.some(({ uses }) => uses.length > 0);
}

// What the vault holds under that very name is given, unless a new one is asked for; then the stored one is not.
function settleSecrets(wishes: SecretWish[], chosen: Map<Kind, string>, vault: VaultIndex): GeneratedSecret[] {
  return wishes.flatMap(({ isFresh, ...secret }) => {
    const stored = vault.byVariable.get(secret.name)?.[0];
    if (!stored) return [secret];
    if (isFresh && stored.keyType === 'simple') chosen.delete(stored);
    if (isFresh) return [secret];
    if (!chosen.has(stored)) chosen.set(stored, secret.reason);
    return [];
  });
}
