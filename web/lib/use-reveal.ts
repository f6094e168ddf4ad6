import { createContext, use, useState, useSyncExternalStore } from 'react';
import { type Failure, failureOf } from './failure.ts';
import type { Reveal, Reveals, Summary } from './reveals.ts';

export const RevealsContext = createContext<Reveals | null>(null);

export type RevealCell = {
  shown: Reveal | null;
  isOpening: boolean;
  failure: Failure | null;
  /** Reveals it if it is masked, masks it if it is not. */
  toggle: () => Promise<void>;
};

/** One cell that reveals a secret: `key` names the cell in the whole app, `open` asks the server for the text. */
export function useReveal(key: string, open: () => Promise<string>): RevealCell {
  const reveals = useReveals();
  const shown = useSyncExternalStore(reveals.subscribe, () => reveals.get(key));
  const [isOpening, setOpening] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const toggle = async () => {
    if (shown !== null) return reveals.mask(key);
    setOpening(true);
    setFailure(null);
    await open()
      .then((text) => reveals.show(key, text))
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setOpening(false));
  };
  return { shown, isOpening, failure, toggle };
}

export function useRevealSummary(): Summary {
  const reveals = useReveals();
  return useSyncExternalStore(reveals.subscribe, reveals.summary);
}

export function useReveals(): Reveals {
  const reveals = use(RevealsContext);
  if (reveals === null) throw new Error('No RevealsContext above.');
  return reveals;
}
