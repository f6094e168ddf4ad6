import { useSyncExternalStore } from 'react';

const PHONE = '(max-width: 640px)';

/** Whether the window is a phone's: rows become two lines, dialogs rise from below. */
export function useIsPhone(): boolean {
  return useMatches(PHONE);
}

/** Whether a media query holds now: for what stands elsewhere in a narrow window, and not only looks otherwise. */
export function useMatches(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}

/** ⌘ where the keyboard has it. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
