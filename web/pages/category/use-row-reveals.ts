import { useEffect, useRef, useState } from 'react';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { type RevealCell, useRevealSummary, useReveals } from '#web/lib/use-reveal.ts';
import { useEntrySecret } from '#web/pages/entries/use-entry-deeds.ts';
import type { Row } from './rows.ts';

/** What is revealed in the rows of a table: several cells of a row, and a key, ask for the same secret. */
export function useRowReveals(): (row: Row) => RevealCell {
  const reveals = useReveals();
  const { open } = useEntrySecret();
  const [opening, setOpening] = useState<string | null>(null);
  const [failures, setFailures] = useState<ReadonlyMap<string, Failure>>(new Map());
  const isHere = useIsHere();
  // The cells are drawn anew whenever something is revealed or masked.
  useRevealSummary();

  const toggle = async ({ key, entry, field }: Row) => {
    if (reveals.get(key) !== null) return reveals.mask(key);
    setOpening(key);
    setFailures(new Map());
    try {
      const text = await open(entry.id, field ?? undefined);
      // Who left meanwhile does not want to find it on his return.
      if (isHere()) reveals.show(key, text);
    } catch (error) {
      setFailures(new Map([[key, failureOf(error)]]));
    } finally {
      setOpening(null);
    }
  };
  return (row) => ({
    shown: reveals.get(row.key),
    isOpening: opening === row.key,
    failure: failures.get(row.key) ?? null,
    toggle: () => toggle(row),
  });
}

function useIsHere(): () => boolean {
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  return () => isMounted.current && document.visibilityState === 'visible';
}
