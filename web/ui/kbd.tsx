import { isMac } from '#web/lib/media.ts';

const SIGNS: Record<string, string> = {
  Enter: '⏎',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Tab: '⇥',
  Backspace: '⌫',
};

/** Keys as they stand on a keyboard: "g k" becomes two caps, "mod+k" ⌘K or Ctrl K. */
export function Kbd({ keys }: { keys: string }) {
  return keys.split(' ').map((key) => <kbd key={key}>{signOf(key)}</kbd>);
}

function signOf(key: string): string {
  if (!key.startsWith('mod+')) return SIGNS[key] ?? key;
  const rest = key.slice(4);
  return `${isMac ? '⌘' : 'Ctrl '}${SIGNS[rest] ?? rest.toUpperCase()}`;
}
