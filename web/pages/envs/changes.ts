import type { Edit } from './mends.ts';
import { matches, type Piece, piecesOf } from './pieces.ts';

/** One difference between what is stored and the draft, and the edits of the draft that undo it. */
export type Change = {
  kind: 'added' | 'changed' | 'moved' | 'removed';
  before: Piece | null;
  after: Piece | null;
  undo: readonly Edit[];
};

export type Changes = {
  list: readonly Change[];
  /** How many lines of the draft are as they were. */
  untouched: number;
};

/** A piece without its like on the other side: its index there, and how many that have one stand before it. */
type Odd = { piece: Piece; at: number; gap: number };

/** What saving a draft would change, statement by statement, in the draft's order. */
export function changesOf(stored: string, draft: string): Changes {
  return changesBetween(piecesOf(stored), piecesOf(draft), draft);
}

/** The same, where both are in pieces already: what is stored stays the same from letter to letter. */
export function changesBetween(before: readonly Piece[], after: readonly Piece[], draft: string): Changes {
  const same = matches(before, after);
  const gone = oddOnes(before, new Set(same.keys()));
  const come = oddOnes(after, new Set(same.values()));
  const twins = twinsOf(gone, come);
  const places = new Map([...same, ...[...twins].map(([old, odd]) => [old.at, odd.at] as const)]);
  const putBack = ({ piece, at }: Odd) => insertBehind(placeBefore(at, places, after), piece.text, draft);
  const changed = new Set(twins.values());
  const added = come.filter((odd) => !changed.has(odd));
  const end = lastFeedOf(added, after.length);
  const list = [
    ...gone.filter((old) => !twins.has(old)).map((old) => removed(old, putBack(old))),
    ...[...twins].map(([old, odd]) => arrived(odd, { old, draft, putBack })),
    ...added.filter((odd) => odd !== end).map((odd) => addedBefore(odd, end, draft)),
  ];
  const untouched = [...same.values()].reduce((sum, at) => sum + (after[at]?.lines ?? 0), 0);
  return { list: list.sort((a, b) => placeOf(a) - placeOf(b)), untouched };
}

function oddOnes(pieces: readonly Piece[], matched: ReadonlySet<number>): Odd[] {
  let gap = 0;
  return pieces.flatMap((piece, at) => {
    if (!matched.has(at)) return [{ piece, at, gap }];
    gap++;
    return [];
  });
}

/** A variable that is gone and one of its name that has come are one that changed; so are comments in one place. */
function twinsOf(gone: readonly Odd[], come: readonly Odd[]): Map<Odd, Odd> {
  const free = Map.groupBy(come, keyOf);
  const twins = new Map<Odd, Odd>();
  for (const old of gone) {
    const twin = keyOf(old) === '' ? undefined : free.get(keyOf(old))?.shift();
    if (twin !== undefined) twins.set(old, twin);
  }
  return twins;
}

function keyOf({ piece: { name, text }, gap }: Odd): string {
  if (name !== null) return name;
  return text.trim() === '' ? '' : `#${gap}`;
}

function removed({ piece }: Odd, undo: Edit): Change {
  return { kind: 'removed', before: piece, after: null, undo: [undo] };
}

/** A line added to a text that ended without a line feed brings its own; the two are one change. */
function lastFeedOf(added: readonly Odd[], pieces: number): Odd | undefined {
  const [line, end] = added.slice(-2);
  return end?.at === pieces - 1 && end.piece.text === '' && line?.at === end.at - 1 ? end : undefined;
}

/** What came, with the last line feed where that came right behind it. */
function addedBefore({ piece, at }: Odd, end: Odd | undefined, draft: string): Change {
  const withEnd = { from: Math.max(0, piece.from - 1), to: draft.length, insert: '' };
  const undo = end !== undefined && end.at === at + 1 ? withEnd : without(piece, draft);
  return { kind: 'added', before: null, after: piece, undo: [undo] };
}

type Origin = { old: Odd; draft: string; putBack: (old: Odd) => Edit };

function arrived({ piece, gap }: Odd, { old, draft, putBack }: Origin): Change {
  const takeOut = without(piece, draft);
  const sides = { before: old.piece, after: piece };
  if (old.piece.text !== piece.text && old.gap === gap) {
    return { kind: 'changed', ...sides, undo: [{ from: piece.from, to: piece.to, insert: old.piece.text }] };
  }
  const kind = old.piece.text === piece.text ? 'moved' : 'changed';
  return { kind, ...sides, undo: [takeOut, putBack(old)] };
}

/** Takes a piece out with one line feed: the one behind it, or where it is the last the one before it. */
function without({ from, to }: Piece, draft: string): Edit {
  if (to < draft.length) return { from, to: to + 1, insert: '' };
  return { from: Math.max(0, from - 1), to, insert: '' };
}

function insertBehind(behind: Piece | null, text: string, draft: string): Edit {
  if (behind !== null) return { from: behind.to, to: behind.to, insert: `\n${text}` };
  return { from: 0, to: 0, insert: draft === '' && text !== '' ? text : `${text}\n` };
}

/** The piece of the draft behind which a piece that is gone stood. */
function placeBefore(at: number, places: ReadonlyMap<number, number>, after: readonly Piece[]): Piece | null {
  for (let i = at - 1; i >= 0; i--) {
    const place = places.get(i);
    if (place !== undefined) return after[place] ?? null;
  }
  return null;
}

/** Where it stands in the draft; what is gone, where it would. */
function placeOf({ after, undo }: Change): number {
  return after?.from ?? (undo[0]?.from ?? 0) - 0.5;
}
