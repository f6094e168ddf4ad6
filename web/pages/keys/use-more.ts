import { FileUp } from 'lucide-react';
import { useSearchParam } from '#web/lib/address.ts';
import type { MenuItem } from '#web/ui/menu.tsx';
import { ORDER_WORDS } from './keys-bar.tsx';
import { orderOf } from './narrow.ts';

/** What a phone has no other room for: the import, and the order of the cards. */
export function useMore(onImport: () => void): MenuItem[] {
  const [order, setOrder] = useSearchParam('order');
  const orders = ORDER_WORDS.map(({ value, label }) => ({
    label,
    isOn: value === orderOf(order),
    run: () => setOrder(value === 'changed' ? null : value),
  }));
  return [{ label: 'Import .env', icon: FileUp, run: onImport }, 'rule', { heading: 'Order' }, ...orders];
}
