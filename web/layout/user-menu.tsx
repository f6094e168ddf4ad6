import { BookOpen, ChevronsUpDown, Keyboard, LogOut, type LucideIcon, Monitor, Moon, Sun } from 'lucide-react';
import { THEMES, type Theme } from '#web/lib/theme.ts';
import { useTheme } from '#web/lib/use-theme.ts';
import { Icon } from '#web/ui/icon.tsx';
import { LazyMenu } from '#web/ui/lazy-menu.tsx';
import type { MenuItem } from '#web/ui/menu.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import { signOut, useAccount } from './account.ts';
import { useShell } from './shell-context.ts';

const LOOKS: Record<Theme, { label: string; icon: LucideIcon }> = {
  light: { label: 'Light', icon: Sun },
  dark: { label: 'Dark', icon: Moon },
  system: { label: 'As the system', icon: Monitor },
};

/** At the foot of the sidebar: who is signed in, the theme, the way out. */
export function UserMenu() {
  const account = useAccount();
  const items = useUserItems();
  const name = account?.name ?? '';
  return (
    <LazyMenu
      side="top"
      trigger={
        <button type="button" className="side-foot">
          <span className="avatar" aria-hidden="true">
            {[...name][0]?.toUpperCase() ?? ''}
          </span>
          <span className="clip">
            <span className="sr">Account of </span>
            {name}
          </span>
          <Icon of={ChevronsUpDown} />
        </button>
      }
      items={items}
    />
  );
}

/** The same items stand behind "More" on a phone. */
export function useUserItems(): MenuItem[] {
  const account = useAccount();
  const { openShortcuts } = useShell();
  const toasts = useToasts();
  const [theme, setTheme] = useTheme();
  return [
    { heading: account?.email ?? '' },
    ...THEMES.map((one) => ({ ...LOOKS[one], isOn: one === theme, run: () => setTheme(one) })),
    'rule',
    { label: 'Keyboard shortcuts', icon: Keyboard, keys: '?', run: openShortcuts },
    { label: 'API reference', icon: BookOpen, href: '/api/docs', opensTab: true },
    'rule',
    {
      label: 'Sign out',
      icon: LogOut,
      run: () => void signOut().catch((error: unknown) => toasts.failed('You are still signed in', error)),
    },
  ];
}
