import type { Catalogue, Service, UsePhrase } from './catalogue.ts';
import { matchAt } from './phrases.ts';
import type { Token } from './words.ts';

/** A need told by what is done and not by who does it: "take payments". A service's own wordings name it directly. */
export type UseHit = { from: number; to: number; at: number[]; use: string | null; service: Service | null };

/** Finds what a text wants done. Words that belong to a name are not read again. */
export function findUses(tokens: Token[], catalogue: Catalogue, isTaken: (index: number) => boolean): UseHit[] {
  const found = tokens.flatMap((token, index) =>
    (catalogue.phrasesByStem.get(token.stem) ?? []).flatMap((wording) => hit(wording, tokens, index)),
  );
  const decoys = found.filter(({ isDecoy }) => isDecoy);
  const isDecoyed = (each: Found) => decoys.some((decoy) => decoy.use === each.use && overlaps(decoy, each));
  const real = found.filter((each) => !each.isDecoy && !each.at.some(isTaken) && !isDecoyed(each));
  return unique(real.filter((each) => !real.some((other) => isSwallowed(each, other))));
}

type Found = UseHit & { isDecoy: boolean };

function hit({ phrase, use, service, isDecoy }: UsePhrase, tokens: Token[], index: number): Found[] {
  const span = matchAt(phrase, tokens, index);
  return span ? [{ ...span, use, service, isDecoy }] : [];
}

// "Vector database" asks for no other database, "error tracking" for no analytics.
function isSwallowed(each: UseHit, by: UseHit): boolean {
  return by.at.length > each.at.length && each.at.every((index) => by.at.includes(index));
}

function overlaps(a: UseHit, b: UseHit): boolean {
  return a.at.some((index) => b.at.includes(index));
}

function unique(hits: UseHit[]): UseHit[] {
  const seen = new Map<string, UseHit>();
  for (const each of hits) {
    const key = each.use ?? each.service?.slug ?? '';
    if (!seen.has(key)) seen.set(key, each);
  }
  return [...seen.values()];
}
