import { Eye, Lock } from 'lucide-react';
import { count } from '#web/lib/format.ts';
import { useNow } from '#web/lib/now.ts';
import type { Shortcut } from '#web/lib/shortcuts.ts';
import { useRevealSummary } from '#web/lib/use-reveal.ts';
import { useActiveShortcuts } from '#web/lib/use-shortcuts.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Kbd } from '#web/ui/kbd.tsx';
import { useShell } from './shell-context.ts';
import { STATUS_OWN } from './status-own.tsx';

const HINTS = 5;
/** Which keys are told where there is no room for all, and in which order they stand. */
const CHOSEN = ['j', 'h', 'f', 'c', 'r', 'e', 'n', 'Enter', '/'];
const ORDER = ['/', 'j', 'h', 'Enter', 'f', 'c', 'r', 'e', 'n'];
const SEARCH: Shortcut = { keys: 'mod+k', label: 'search', run: () => undefined };

/** The foot of the window: what is revealed, and the keys that work here. */
export function StatusLine() {
  const { openShortcuts } = useShell();
  const hints = hintsOf(useActiveShortcuts());
  return (
    <footer className="statusline">
      <span className="own" id={STATUS_OWN} />
      <Revealed />
      <span className="keys">
        {hints.map(({ keys, shows, label }) => (
          <span key={keys}>
            <Kbd keys={shows ?? keys} />
            {label}
          </span>
        ))}
        <button type="button" onClick={openShortcuts}>
          <Kbd keys="?" />
          all keys
        </button>
      </span>
    </footer>
  );
}

function hintsOf(active: readonly Shortcut[]): Shortcut[] {
  const by = (order: readonly string[]) => (a: Shortcut, b: Shortcut) => place(order, a) - place(order, b);
  const told = active.filter(({ hint }) => hint);
  const chosen = [...told].sort(by(CHOSEN)).slice(0, HINTS).sort(by(ORDER));
  return chosen.length < 3 ? [...chosen, SEARCH] : chosen;
}

function place(order: readonly string[], { keys }: Shortcut): number {
  const at = order.indexOf(keys);
  return at < 0 ? order.length : at;
}

function Revealed() {
  const { many, until } = useRevealSummary();
  const now = useNow(many === 0 ? null : 1000).getTime();
  if (many === 0) {
    return (
      <span className="flag" role="status">
        <Icon of={Lock} />
        Nothing revealed
      </span>
    );
  }
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return (
    <span className="flag accent">
      <Icon of={Eye} />
      {count(many, 'secret')} revealed, {many === 1 ? 'masks' : 'the first masks'} in {seconds} s
    </span>
  );
}
