import { createContext, use, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Shortcut, Shortcuts } from './shortcuts.ts';

export const ShortcutsContext = createContext<Shortcuts | null>(null);

/** Makes keys work while the component stands. Labels and keys may change; `run` is always the latest one. */
export function useShortcuts(list: readonly Shortcut[]): void {
  const shortcuts = useShortcutRegistry();
  const latest = useRef(list);
  latest.current = list;
  const shape = JSON.stringify(list.map(({ keys, label, hint, shows }) => ({ keys, label, hint, shows })));
  useEffect(() => {
    const stable = latest.current.map((one, at) => ({ ...one, run: () => latest.current[at]?.run() }));
    return shape === '[]' ? undefined : shortcuts.add(stable);
  }, [shortcuts, shape]);
}

/** All that works now, the newest first; renews itself. */
export function useActiveShortcuts(): readonly Shortcut[] {
  const shortcuts = useShortcutRegistry();
  return useSyncExternalStore(shortcuts.subscribe, shortcuts.list);
}

export function useShortcutRegistry(): Shortcuts {
  const shortcuts = use(ShortcutsContext);
  if (shortcuts === null) throw new Error('No ShortcutsContext above.');
  return shortcuts;
}
