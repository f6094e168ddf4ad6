import { Eye, Lock } from 'lucide-react';
import { count } from '#web/lib/format.ts';
import { useNow } from '#web/lib/now.ts';
import { useRevealSummary } from '#web/lib/use-reveal.ts';
import { useActiveShortcuts } from '#web/lib/use-shortcuts.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Kbd } from '#web/ui/kbd.tsx';
import { useShell } from './shell-context.ts';

const HINTS = 4;
/** Keys of the table stand before those of the page, and search last. */
const ALWAYS = [{ keys: 'mod+k', label: 'search' }];

/** The foot of the window: what is revealed, and the keys that work here. */
export function StatusLine() {
  const { openShortcuts } = useShell();
  const active = useActiveShortcuts().filter(({ hint }) => hint);
  const hints = [...active, ...(active.length < 3 ? ALWAYS : [])].slice(0, HINTS);
  return (
    <footer className="statusline">
      <Revealed />
      <span className="keys">
        {hints.map(({ keys, label }) => (
          <span key={keys}>
            <Kbd keys={keys} />
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
