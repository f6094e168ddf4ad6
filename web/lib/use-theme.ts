import { useSyncExternalStore } from 'react';
import { currentTheme, putOnTheme, type Theme } from './theme.ts';

const CHANGED = 'kagi.theme-changed';

/** The theme that is on, wherever it is changed: here, elsewhere on the page, in another tab. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(subscribe, currentTheme), change];
}

function change(theme: Theme): void {
  putOnTheme(theme);
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(changed: () => void): () => void {
  const elsewhere = () => {
    putOnTheme(currentTheme());
    changed();
  };
  window.addEventListener(CHANGED, changed);
  window.addEventListener('storage', elsewhere);
  return () => {
    window.removeEventListener(CHANGED, changed);
    window.removeEventListener('storage', elsewhere);
  };
}
