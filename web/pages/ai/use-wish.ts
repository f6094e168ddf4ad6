import { type RefObject, useEffect, useState } from 'react';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import type { Asked, Extracting } from './use-extraction.ts';

/** What stands in the prompt's box. */
export type Wish = Pick<Asked, 'prompt' | 'project'>;

/** The description as it is written, and the keys that go on from it or back to it. */
export function useWish(extracting: Extracting, field: RefObject<HTMLTextAreaElement | null>) {
  const [wish, setWish] = useState<Wish>({ prompt: '', project: null });
  const { stage, open, back } = extracting;
  const say = (part: Partial<Wish>) => {
    setWish({ ...wish, ...part });
    if (part.prompt !== undefined) field.current?.focus();
  };
  const ask = (isFallback = false) => {
    if (wish.prompt.trim() !== '') void extracting.ask({ ...wish, isFallback });
  };
  const again = () => {
    back();
    // The field comes back with the next drawing.
    requestAnimationFrame(() => field.current?.focus());
  };
  const isAnswered =
    stage.at === 'plan' &&
    stage.chosen.size > 0 &&
    stage.asked.prompt === wish.prompt &&
    stage.asked.project === wish.project;
  const goOn = isAnswered
    ? { label: 'open and write', run: () => void open() }
    : { label: 'make a plan', run: () => ask() };
  useShortcuts([
    ...(stage.at === 'file' ? [] : [{ keys: 'mod+Enter', hint: true, ...goOn }]),
    ...(stage.at === 'plan' ? [{ keys: 'Escape', label: 'back', hint: true, run: again }] : []),
  ]);
  useEffect(() => field.current?.focus(), [field]);
  return { wish, say, ask, again };
}
