import { expect, test } from 'vitest';
import heldOut from './judge/held-out.json' with { type: 'json' };
import heldOut2 from './judge/held-out-2.json' with { type: 'json' };
import heldOut3 from './judge/held-out-3.json' with { type: 'json' };
import known from './judge/known.json' with { type: 'json' };
import known2 from './judge/known-2.json' with { type: 'json' };
import known3 from './judge/known-3.json' with { type: 'json' };
import known4 from './judge/known-4.json' with { type: 'json' };
import known5 from './judge/known-5.json' with { type: 'json' };
import known6 from './judge/known-6.json' with { type: 'json' };
import { offlinePicker } from './offline.ts';
import type { KeyType, Offer } from './picker.ts';

// A set is a vault, [category, key type, variables], and prompts with the categories that each needs; "A|B" is either.
// `known` was written before the matcher, and tuned on. Every other set was scored once before anything was changed
// for it: that first score, recall / precision, is the measure; what stands here now guards against getting worse.
//   held-out 1.000 / 0.719 (one prompt, "That's all.", was read as a wish for the whole vault)
//   held-out-2 0.948 / 0.902 · held-out-3 0.947 / 0.910 · known-2 0.929 / 0.919 · known-3 0.969 / 0.913
//   known-4 0.898 / 0.930 (little-known services) · known-5 0.638 / 0.882 · known-6 0.563 / 0.900
// The last two name no service at all and tell each use in a roundabout way ("buzz my phone when …").
type JudgeSet = { vault: (string | string[])[][]; prompts: (string | string[])[][] };

type Score = { right: number; wrong: number; missed: number };

const KEY_TYPES: KeyType[] = ['simple', 'group', 'ssh', 'json'];
const RECALL = 0.9;
const PRECISION = 0.8;

test.each<[string, JudgeSet]>([
  ['known', known],
  ['known-2', known2],
  ['known-3', known3],
  ['known-4', known4],
  ['known-5', known5],
  ['known-6', known6],
  ['held-out', heldOut],
  ['held-out-2', heldOut2],
  ['held-out-3', heldOut3],
])('finds what the prompts of "%s" need: recall at least 0.9, precision at least 0.8', async (_, set) => {
  const score = await judge(set);
  const [recall, precision] = [score.right / (score.right + score.missed), score.right / (score.right + score.wrong)];
  expect(recall).toBeGreaterThanOrEqual(RECALL);
  expect(precision).toBeGreaterThanOrEqual(PRECISION);
});

test.each<[string, JudgeSet]>([
  ['known', known],
  ['held-out', heldOut],
  ['held-out-2', heldOut2],
  ['held-out-3', heldOut3],
])('gives nothing for the prompts of "%s" that need nothing', async (_, set) => {
  const idle = { ...set, prompts: set.prompts.filter(([, wanted]) => wanted?.length === 0) };
  expect(idle.prompts.length).toBeGreaterThan(3);
  const { wrong } = await judge(idle);
  expect(wrong).toBeLessThanOrEqual(1);
});

async function judge({ vault, prompts }: JudgeSet): Promise<Score> {
  const pick = offlinePicker();
  const offers = vault.map(offerOf);
  const score = { right: 0, wrong: 0, missed: 0 };
  for (const [prompt, wanted] of prompts) {
    const wish = { prompt: String(prompt), project: null, offers };
    const { entries } = await pick(wish, AbortSignal.timeout(10_000));
    const given = new Set(entries.map(({ id }) => offers.find((offer) => offer.id === id)?.category ?? ''));
    const found = [wanted ?? []].flat().map((either) => either.split('|').find((name) => given.has(name)));
    const right = new Set(found.filter((name) => name !== undefined));
    score.right += right.size;
    score.missed += found.length - right.size;
    score.wrong += given.size - right.size;
  }
  return score;
}

function offerOf([category, type, variables]: (string | string[])[], index: number): Offer {
  const keyType = KEY_TYPES.find((each) => each === type);
  if (!keyType) throw new Error(`No key type: ${type}`);
  const place = { id: `e${index}`, name: 'Atlas', environment: 'development' } satisfies Partial<Offer>;
  return { ...place, category: String(category), keyType, variables: [variables ?? []].flat() };
}
