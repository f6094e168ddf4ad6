import { createContext, use } from 'react';

export type Shell = {
  openPalette: () => void;
  openShortcuts: () => void;
};

export const ShellContext = createContext<Shell | null>(null);

/** What the frame around the page can do for it. */
export function useShell(): Shell {
  const shell = use(ShellContext);
  if (shell === null) throw new Error('No ShellContext above.');
  return shell;
}
