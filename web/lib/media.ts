import { useSyncExternalStore } from 'react';

const PHONE = '(max-width: 640px)';

/** Whether the window is a phone's: rows become two lines, dialogs rise from below. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(PHONE);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => matchMedia(PHONE).matches,
  );
}

/** ⌘ where the keyboard has it. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
