import { FileText, House, KeyRound, type LucideIcon, ScanText, ScrollText, Settings2, ShieldCheck } from 'lucide-react';
import type { Stats } from '#shared/stats.ts';
import { paths } from '#web/paths.ts';

export type NavItem = {
  to: string;
  label: string;
  icon: LucideIcon;
  /** After `g`, this letter goes there. */
  letter: string;
  many?: (stats: Stats) => number;
  /** One of the tabs on a phone; the others are behind "More". */
  isTab?: boolean;
};

/** The pages of the sidebar, in order. A page that is not built yet is not here. */
export const NAV: readonly NavItem[] = [
  { to: paths.overview(), label: 'Overview', icon: House, letter: 'o', isTab: true },
  { to: paths.keys(), label: 'Keys', icon: KeyRound, letter: 'k', many: (stats) => stats.totalCategories, isTab: true },
  {
    to: paths.envs(),
    label: 'Env files',
    icon: FileText,
    letter: 'f',
    many: (stats) => stats.totalEnvProjects,
    isTab: true,
  },
  {
    to: paths.twoFactor(),
    label: 'Two-factor',
    icon: ShieldCheck,
    letter: 't',
    many: (stats) => stats.total2fa,
    isTab: true,
  },
  { to: paths.ai(), label: 'AI extract', icon: ScanText, letter: 'x' },
  { to: paths.audit(), label: 'Audit', icon: ScrollText, letter: 'a' },
  { to: paths.settings(), label: 'Settings', icon: Settings2, letter: 's' },
];
