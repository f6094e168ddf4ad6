import type { NameHit } from './names.ts';
import type { Token } from './words.ts';

const words = (list: string): Set<string> => new Set(list.split(' '));

const LIKE_AFTER = words(
  'clone clones alternative alternatives competitor competitors lookalike inspired esque style like',
);
const GLUED_ONLY = words('style like inspired esque');
const LIKE_BEFORE = words(
  'looks look feels feel works app site website page tool game platform board marketplace feed ui',
);

/** Names that are only likened to: "a Trello clone", "Slack-style chat", "an app like Uber". */
export function likenesses(hits: NameHit[], tokens: Token[]): Set<NameHit> {
  return new Set(hits.filter((hit) => isFollowed(hit, tokens) || isPreceded(hit, tokens)));
}

function isFollowed({ to }: NameHit, tokens: Token[]): boolean {
  const [last, next] = [tokens[to - 1], tokens[to]];
  if (!last || !next || next.clause !== last.clause || !LIKE_AFTER.has(next.word)) return false;
  return next.isGlued || !GLUED_ONLY.has(next.word);
}

function isPreceded({ from }: NameHit, tokens: Token[]): boolean {
  const [before, last] = [tokens[from - 2]?.word ?? '', tokens[from - 1]?.word ?? ''];
  if (last === 'like') return LIKE_BEFORE.has(before);
  return (
    (last === 'to' && (before === 'similar' || before === 'alternative')) || (last === 'by' && before === 'inspired')
  );
}
