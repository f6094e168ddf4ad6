import { Link, useNavigate } from '@tanstack/react-router';
import { Menu as MenuIcon, Plus, Search } from 'lucide-react';
import { useActiveShortcuts } from '#web/lib/use-shortcuts.ts';
import { Icon } from '#web/ui/icon.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { LazyMenu } from '#web/ui/lazy-menu.tsx';
import { Seal } from '#web/ui/seal.tsx';
import { NAV } from './nav.ts';
import './phone.css';
import { useShell } from './shell-context.ts';
import { useUserItems } from './user-menu.tsx';

/** On a phone the head: the seal, search, and + for what `n` makes on this page. */
export function TopBar() {
  const { openPalette } = useShell();
  const create = useActiveShortcuts().find(({ keys }) => keys === 'n');
  return (
    <header className="topbar">
      <Seal />
      <b>Kagi</b>
      <span className="push">
        <IconButton label="Search" icon={Search} onClick={openPalette} />
        {create && <IconButton label={sentence(create.label)} icon={Plus} onClick={create.run} />}
      </span>
    </header>
  );
}

/** On a phone the foot: the pages within the thumb's reach. */
export function TabBar() {
  const navigate = useNavigate();
  const more = NAV.filter(({ isTab }) => !isTab).map(({ to, label, icon }) => ({
    label,
    icon,
    run: () => void navigate({ to }),
  }));
  const user = useUserItems();
  return (
    <nav className="tabbar" aria-label="Pages">
      {NAV.filter(({ isTab }) => isTab).map(({ to, label, icon }) => (
        <Link key={to} to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
          <Icon of={icon} />
          {label}
        </Link>
      ))}
      <LazyMenu
        side="top"
        align="end"
        trigger={
          <button type="button">
            <Icon of={MenuIcon} />
            More
          </button>
        }
        items={[...more, ...user]}
      />
    </nav>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
