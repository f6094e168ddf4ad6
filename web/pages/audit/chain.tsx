// biome-ignore-all lint/a11y/useSemanticElements: rows that are not in sight do not exist, which table elements cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the cursor stands on rows, as in the grid pattern of ARIA
import { useEffect, useRef } from 'react';
import type { AuditEvent } from '#shared/audit.ts';
import { useIsPhone } from '#web/lib/media.ts';
import { useNow } from '#web/lib/now.ts';
import { place, useRows } from '#web/ui/data-table.tsx';
import { useRowCursor } from '#web/ui/row-cursor.ts';
import { ChainPhoneRow, ChainRow } from './chain-row.tsx';
import { byDay, type ChainItem } from './days.ts';
import { useWho } from './use-who.ts';
import { sentenceOf } from './words.ts';

export type ChainProps = {
  events: readonly AuditEvent[];
  onOpen: (event: AuditEvent) => void;
  /** Called when the end comes into sight. */
  onEnd: () => void;
  /** The first event that does not fit, where the chain is broken. */
  brokenAt: number | null;
};

const MINUTE_MS = 60_000;
/** So many rows before the end, more is fetched. */
const AHEAD = 30;

/** The log as a chain: only what is in sight exists, and more comes as one scrolls. */
export function Chain({ events, onOpen, onEnd, brokenAt }: ChainProps) {
  const items = byDay(events, useNow(MINUTE_MS));
  const isPhone = useIsPhone();
  const body = useRef<HTMLDivElement>(null);
  const virtual = useRows(body, items.length, isPhone);
  const cursor = useRowCursor({
    rows: events,
    keyOf: ({ id }) => id,
    scrollTo: (at) => virtual.scrollToIndex(items.findIndex(({ key }) => key === events[at]?.id)),
    onOpen,
    rowKeys: [],
  });
  useEnd(virtual.getVirtualItems().at(-1)?.index ?? 0, items.length, onEnd);
  return (
    <div role="grid" aria-label="Events" aria-rowcount={-1} className="chain grid-top" onKeyDown={cursor.onKeyDown}>
      {isPhone || <HeadRow />}
      <div ref={body} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <Line
              key={item.key}
              item={item}
              index={index}
              isFirst={index === 1}
              isBroken={item.kind === 'event' && item.event.sequence === brokenAt}
              measure={virtual.measureElement}
              top={start - virtual.options.scrollMargin}
              cursor={cursor}
              onOpen={onOpen}
            />
          );
        })}
      </div>
    </div>
  );
}

type LineProps = {
  item: ChainItem;
  index: number;
  isFirst: boolean;
  isBroken: boolean;
  measure: (element: Element | null) => void;
  top: number;
  cursor: ReturnType<typeof useRowCursor<AuditEvent>>;
  onOpen: (event: AuditEvent) => void;
};

function Line({ item, index, isFirst, isBroken, measure, top, cursor, onOpen }: LineProps) {
  const [who, isPhone] = [useWho(), useIsPhone()];
  const common = { ref: measure, 'data-index': index, style: place(top) };
  if (item.kind === 'day') {
    return (
      <div {...common} role="row" className="trow day">
        <span className="dot" aria-hidden="true" />
        <div role="gridcell">{item.label}</div>
      </div>
    );
  }
  const { event, key } = item;
  const isAt = cursor.cursor === key;
  const Row = isPhone ? ChainPhoneRow : ChainRow;
  return (
    // The keyboard opens it with Enter, by the cursor above.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      {...common}
      role="row"
      id={cursor.rowId(key)}
      aria-selected={isAt}
      tabIndex={isAt || (cursor.cursor === null && isFirst) ? 0 : -1}
      className={`trow body-row ${sentenceOf(event).tone} ${isBroken ? 'broken' : ''} ${isAt ? 'at' : ''}`}
      onFocus={() => cursor.setCursor(key)}
      onClick={() => isSelecting() || onOpen(event)}
    >
      <span className="dot" aria-hidden="true" />
      <Row event={event} who={who(event.caller)} />
    </div>
  );
}

/** Who marks an address with the mouse does not want the details. */
function isSelecting(): boolean {
  return getSelection()?.isCollapsed === false;
}

function HeadRow() {
  return (
    <div role="row" className="trow head-row">
      <span />
      {['Time', 'Who', 'Did', 'To'].map((head) => (
        <div key={head} role="columnheader" className="th">
          {head}
        </div>
      ))}
      <div role="columnheader" className="th num">
        From
      </div>
    </div>
  );
}

function useEnd(last: number, many: number, onEnd: () => void): void {
  const isNear = many > 0 && last >= many - AHEAD;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again as more has come, not as the caller renders
  useEffect(() => {
    if (isNear) onEnd();
  }, [isNear, many]);
}
