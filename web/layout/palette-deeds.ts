import { useNavigate } from '@tanstack/react-router';
import { Copy, Eye, type LucideIcon } from 'lucide-react';
import type { Hits } from '#shared/search.ts';
import { useReveals } from '#web/lib/use-reveal.ts';
import { paths } from '#web/paths.ts';
import { useTRPCClient } from '#web/trpc.ts';
import { useToasts } from '#web/ui/toaster.tsx';
import { useCopySecret } from '#web/ui/use-copy.ts';

export type Hit = Hits[number];
export type PaletteItem = {
  key: string;
  name: string;
  icon: LucideIcon;
  hit?: Hit;
  keys?: string;
  run: () => void | Promise<void>;
};
export type Deed = { letter: string; name: string; icon: LucideIcon; run: () => Promise<void> };

/** The cell in which an entry's secret stands, wherever it is drawn. */
export const entryCell = (id: string): string => `entry:${id}`;

/** What can be done with the entry that is highlighted. */
export function useDeeds(at: PaletteItem | null, onClose: () => void): Deed[] {
  const client = useTRPCClient();
  const copy = useCopySecret();
  const reveals = useReveals();
  const toasts = useToasts();
  const navigate = useNavigate();
  const hit = at?.hit;
  if (hit?.kind !== 'entry') return [];

  const copyIt = async () => {
    onClose();
    await copy(() => textOf(client.entries.reveal.mutate({ id: hit.id })), { name: variableOf(hit), detail: hit.name });
  };
  const revealIt = async () => {
    onClose();
    try {
      const { categoryId, category } = await client.entries.get.query({ id: hit.id });
      await navigate({ href: paths.entry(categoryId, hit.id) });
      // A group shows its fields one by one, so none of them is opened unasked.
      if (category.keyType === 'group') return;
      reveals.show(entryCell(hit.id), await textOf(client.entries.reveal.mutate({ id: hit.id })));
    } catch (error) {
      toasts.failed('Nothing was revealed', error);
    }
  };
  return [
    { letter: 'c', name: 'Copy the secret', icon: Copy, run: copyIt },
    { letter: 'r', name: 'Reveal for 30 seconds', icon: Eye, run: revealIt },
  ];
}

/** "STRIPE_SECRET_KEY · production" → "STRIPE_SECRET_KEY". */
export function variableOf({ detail, name }: Hit): string {
  return detail?.split(' · ')[0] ?? name;
}

/** A group is copied as a whole, as JSON: lines of dotenv would need quoting, which the export does. */
async function textOf(answer: Promise<{ value: string | Record<string, string> }>): Promise<string> {
  const { value } = await answer;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
