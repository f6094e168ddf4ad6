import { type RefObject, useState } from 'react';

/** Whoever had the focus when this came: a dialog that stands in place of another gives it back there. */
export function useAsker(): RefObject<HTMLElement | null> {
  const [asker] = useState(() => ({
    current: document.activeElement instanceof HTMLElement ? document.activeElement : null,
  }));
  return asker;
}
