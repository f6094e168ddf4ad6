import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FileText, KeyRound, Layers, Lock, type LucideIcon, ShieldCheck, Zap } from 'lucide-react';
import { useDeferredValue } from 'react';
import type { HitKind } from '#shared/search.ts';
import { useActiveShortcuts } from '#web/lib/use-shortcuts.ts';
import { paths } from '#web/paths.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { useToasts } from '#web/ui/toaster.tsx';
import { NAV } from './nav.ts';
import { type Deed, type Hit, type PaletteItem, variableOf } from './palette-deeds.ts';

const ICONS: Record<HitKind, LucideIcon> = {
  entry: Lock,
  category: KeyRound,
  project: Layers,
  envProject: FileText,
  twoFactor: ShieldCheck,
};
const MOST = 30;

/** What the palette offers for a text: what the server found, what can be done with it, the pages, the page's own keys. */
export function usePaletteGroups(text: string, deeds: readonly Deed[], onClose: () => void) {
  const hits = useHits(text, onClose);
  const own = useOwnDeeds(onClose);
  const needle = text.trim().toLowerCase();
  const fits = ({ name }: { name: string }) => name.toLowerCase().includes(needle);
  const doing = deeds.map(({ letter, name, icon, run }) => ({
    key: `do ${letter}`,
    name,
    icon,
    keys: `Tab ${letter}`,
    run,
  }));
  const groups = [
    { label: 'Entries', items: hits.filter(({ hit }) => hit?.kind === 'entry') },
    { label: 'Elsewhere', items: hits.filter(({ hit }) => hit?.kind !== 'entry') },
    { label: 'Do, with what is chosen', items: needle === '' ? [] : doing },
    { label: 'Go to', items: usePages(onClose).filter(fits) },
    { label: 'Do', items: own.filter(fits) },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

function useHits(text: string, onClose: () => void): PaletteItem[] {
  const trpc = useTRPC();
  const open = useOpenHit(onClose);
  const q = useDeferredValue(text.trim());
  const { data = [] } = useQuery(
    trpc.search.find.queryOptions({ q, limit: MOST }, { enabled: q !== '', placeholderData: keepPreviousData }),
  );
  if (q === '') return [];
  return data.map((hit) => ({
    key: `${hit.kind} ${hit.id}`,
    name: hit.kind === 'entry' ? variableOf(hit) : hit.name,
    icon: ICONS[hit.kind],
    hit,
    run: () => open(hit),
  }));
}

function useOpenHit(onClose: () => void): (hit: Hit) => Promise<void> {
  const navigate = useNavigate();
  const client = useTRPCClient();
  const toasts = useToasts();
  const address: Record<HitKind, (id: string) => string | Promise<string>> = {
    category: paths.category,
    project: paths.project,
    envProject: paths.env,
    twoFactor: (id) => `${paths.twoFactor()}?token=${id}`,
    entry: async (id) => paths.entry((await client.entries.get.query({ id })).categoryId, id),
  };
  return async ({ kind, id, name }) => {
    onClose();
    try {
      await navigate({ href: await address[kind](id) });
    } catch (error) {
      toasts.failed(`${name} was not opened`, error);
    }
  };
}

function usePages(onClose: () => void): PaletteItem[] {
  const navigate = useNavigate();
  return NAV.map(({ to, label, icon, letter }) => ({
    key: `page ${to}`,
    name: label,
    icon,
    keys: `g ${letter}`,
    run: () => {
      onClose();
      void navigate({ to });
    },
  }));
}

/** What a key does on the page below: new entry, import, generate. Moving about is no deed. */
function useOwnDeeds(onClose: () => void): PaletteItem[] {
  const quiet = /^(g |mod\+|j$|k$|\/$|\?$|Enter$)/;
  return useActiveShortcuts()
    .filter(({ keys }) => !quiet.test(keys))
    .map(({ keys, label, run }) => ({
      key: `key ${keys}`,
      name: label.charAt(0).toUpperCase() + label.slice(1),
      icon: Zap,
      keys,
      run: () => {
        onClose();
        run();
      },
    }));
}
