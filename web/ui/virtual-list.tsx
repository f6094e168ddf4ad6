import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';

export type VirtualListProps<T> = {
  /** What its items are: "Variables". */
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  /** How high an item is, as far as can be known before it is drawn. */
  itemPx: number;
  draw: (item: T) => ReactNode;
  className?: string;
};

/** A list that scrolls within itself, of any length: only what is in sight exists. */
export function VirtualList<T>({ label, items, keyOf, itemPx, draw, className = '' }: VirtualListProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => itemPx,
    overscan: 8,
  });
  return (
    <div ref={scroller} className={`overflow-y-auto ${className}`}>
      <ul aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <li
              key={keyOf(item)}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              {draw(item)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
