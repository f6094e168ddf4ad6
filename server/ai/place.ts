import { environmentsIn } from './environments.ts';
import type { Environment, Offer, Wish } from './picker.ts';
import { projectsIn } from './projects.ts';

/** Where a description wants its entries from: the environments and projects it names, the first-named first. */
export type Place = { environments: Environment[]; projects: string[] };

export type Placed = { offer: Offer; note: string };

const ORDER: Environment[] = ['development', 'local', 'staging', 'production'];

export function placeOf(wish: Wish): Place {
  const projects = wish.project === null ? projectsIn(wish.prompt, wish.offers) : [wish.project];
  return { environments: environmentsIn(wish.prompt), projects };
}

/**
 * Chooses which of a category's entries is given. A named environment decides before the project does, so that a
 * development prompt never gets another environment's secret while a development one is there; after that the
 * project's entries come first, then the first that exists of development, local, staging and production.
 */
export function placeAmong(offers: Offer[], place: Place): Placed | null {
  const wanted = place.environments.find((each) => offers.some(({ environment }) => environment === each));
  const there = wanted ? offers.filter(({ environment }) => environment === wanted) : offers;
  const project = place.projects.find((each) => there.some((offer) => isOf(offer, each)));
  const near = project === undefined ? there : there.filter((offer) => isOf(offer, project));
  const environment = ORDER.find((each) => near.some((offer) => offer.environment === each));
  const offer = near.find((each) => each.environment === environment);
  return offer ? { offer, note: noteOn(offer, place) } : null;
}

export function isOf(offer: Offer, project: string): boolean {
  return offer.name.toLowerCase() === project.toLowerCase();
}

function noteOn(offer: Offer, { environments, projects }: Place): string {
  const [named] = environments;
  const where =
    named === undefined
      ? `${offer.environment} (no environment named)`
      : environments.includes(offer.environment)
        ? offer.environment
        : `${offer.environment} (no ${named} entry)`;
  const [project] = projects;
  return project === undefined || isOf(offer, project) ? where : `${where}, none in ${project}`;
}
