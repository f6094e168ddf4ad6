import { useEffect, useState } from 'react';

export type Cover = { isCovered: boolean; cover: () => void; uncover: () => void };

/** Covers what is revealed when the reader turns to another tab: the draft stays, its text leaves the page. */
export function useCover(isAny: boolean): Cover {
  const [isCovered, setCovered] = useState(false);
  useEffect(() => {
    const onHidden = () => isHidden() && isAny && setCovered(true);
    document.addEventListener('visibilitychange', onHidden);
    return () => document.removeEventListener('visibilitychange', onHidden);
  }, [isAny]);
  return { isCovered: isCovered && isAny, cover: () => setCovered(true), uncover: () => setCovered(isHidden()) };
}

/** Who left while the text was on its way does not want to find it open. */
function isHidden(): boolean {
  return document.visibilityState === 'hidden';
}
