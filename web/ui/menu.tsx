import { Menu as Base } from '@base-ui/react/menu';
import { Check, type LucideIcon } from 'lucide-react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { Kbd } from './kbd.tsx';

type Deed = {
  label: ReactNode;
  icon?: LucideIcon;
  /** An environment's mark, in place of the icon. */
  mark?: ReactNode;
  keys?: string;
  detail?: string;
  /** What is chosen of several. */
  isOn?: boolean;
  isDisabled?: boolean;
  run: () => void;
};

export type MenuItem =
  | Deed
  | { label: ReactNode; icon?: LucideIcon; href: string; opensTab?: boolean }
  | 'rule'
  | { heading: ReactNode }
  | { foot: ReactNode };

export type MenuProps = {
  /** The button that opens it. */
  trigger?: ReactElement;
  /** In place of a trigger: what it hangs from, and what has the focus again when it closes. One menu then serves many. */
  anchor?: HTMLElement | null;
  items: readonly MenuItem[];
  align?: 'start' | 'end';
  side?: 'bottom' | 'top';
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
};

export function Menu({ trigger, anchor, items, align = 'start', side = 'bottom', isOpen, onOpenChange }: MenuProps) {
  const control = isOpen === undefined ? {} : { open: isOpen };
  const hangs = anchor === undefined ? {} : { anchor };
  const back = anchor === undefined ? {} : { finalFocus: () => anchor };
  return (
    <Base.Root {...control} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={5} className="over" {...hangs}>
          <Base.Popup className="pop menu" onKeyDownCapture={runByKey} {...back}>
            {items.map((item, at) => (
              // Items have no identity of their own, and their order is fixed while the menu stands.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <Line key={at} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The key that stands beside an item acts while the menu is open, before the search for a first letter does. */
function runByKey(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const item = event.currentTarget.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
  if (!(item instanceof HTMLElement)) return;
  event.preventDefault();
  event.stopPropagation();
  item.click();
}

function Line({ item }: { item: MenuItem }) {
  if (item === 'rule') return <Base.Separator />;
  if ('heading' in item) return <div className="grp">{item.heading}</div>;
  if ('foot' in item) return <div className="grp">{item.foot}</div>;
  if ('href' in item) {
    const tab = item.opensTab ? { target: '_blank', rel: 'noreferrer' } : {};
    return (
      <Base.LinkItem className="mi" href={item.href} {...tab}>
        {item.icon && <Icon of={item.icon} />}
        {item.label}
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item className="mi" disabled={item.isDisabled ?? false} onClick={item.run} aria-keyshortcuts={item.keys}>
      {item.icon && <Icon of={item.icon} />}
      {item.mark}
      {item.label}
      <End {...item} />
    </Base.Item>
  );
}

function End({ keys, detail, isOn }: Deed) {
  if (isOn) {
    return (
      <span className="push">
        <Icon of={Check} small />
        <span className="sr">chosen</span>
      </span>
    );
  }
  if (keys === undefined && detail === undefined) return null;
  if (keys === undefined) return <span className="push">{detail}</span>;
  return (
    <span className="push" aria-hidden="true">
      <Kbd keys={keys} />
    </span>
  );
}
