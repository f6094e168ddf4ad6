import { createContext, type RefObject, use } from 'react';

/** The element that scrolls a page: the shell's own, which virtual rows ask how far it is. */
export const ScrollerContext = createContext<RefObject<HTMLElement | null> | null>(null);

export function useScroller(): RefObject<HTMLElement | null> {
  const scroller = use(ScrollerContext);
  if (scroller === null) throw new Error('No ScrollerContext above.');
  return scroller;
}
