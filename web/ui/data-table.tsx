// biome-ignore-all lint/a11y/useFocusableInteractive: rows take the focus, cells and heads pass it on to what is in them
// biome-ignore-all lint/a11y/useSemanticElements: rows that are not in sight do not exist, which table elements cannot say
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useIsPhone } from '#web/lib/media.ts';
import { type RowKey, useRowCursor } from './row-cursor.ts';
import { useScroller } from './scroller.ts';

export type Column<R> = {
  key: string;
  head: ReactNode;
  /** As a track of a grid: "120px", "minmax(0, 2fr)". */
  width: string;
  cell: (row: R) => ReactNode;
  isEnd?: boolean;
};

export type DataTableProps<R> = {
  /** What its rows are: "Entries". */
  label: string;
  rows: readonly R[];
  keyOf: (row: R) => string;
  columns: readonly Column<R>[];
  /** The same row on a phone: a `<div className="prow">` of two lines. */
  phone: (row: R) => ReactNode;
  /** More of a row, under its cells and as wide as all of them. */
  below?: (row: R) => ReactNode;
  /** A row that is revealed or chosen stands in the accent's wash. */
  isOpened?: (row: R) => boolean;
  onOpen?: (row: R) => void;
  rowKeys?: readonly RowKey<R>[];
  /** The key of the row to begin at; another one moves the cursor there. */
  startAt?: string;
};

const ROW_PX = 36;
const PHONE_ROW_PX = 57;
/** Rows beyond the window, so that the wheel does not outrun the drawing. */
const OVERSCAN = 6;

/** A table of any length: only what is in sight exists, and the page scrolls it. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { rows, keyOf, columns, rowKeys = [], label } = props;
  const isPhone = useIsPhone();
  const body = useRef<HTMLDivElement>(null);
  const virtual = useRows(body, rows.length, isPhone);
  const cursor = useRowCursor({ ...props, rowKeys, scrollTo: (at) => virtual.scrollToIndex(at) });
  const start = useIndexOf(props);
  useStart(props.startAt, start, () => {
    cursor.setCursor(props.startAt ?? null);
    virtual.scrollToIndex(start);
  });
  const tracks = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  return (
    <div
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className="grid-top"
      onKeyDown={cursor.onKeyDown}
    >
      <HeadRow columns={columns} style={isPhone ? {} : tracks} isHidden={isPhone} />
      <div ref={body} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const style = { ...place(start - virtual.options.scrollMargin), ...(isPhone ? {} : tracks) };
          return (
            <BodyRow
              key={keyOf(row)}
              {...{ table: props, row, index, style, cursor, isPhone }}
              measure={virtual.measureElement}
            />
          );
        })}
      </div>
    </div>
  );
}

type BodyRowProps<R> = {
  table: DataTableProps<R>;
  row: R;
  index: number;
  style: CSSProperties;
  cursor: ReturnType<typeof useRowCursor<R>>;
  isPhone: boolean;
  measure: (node: Element | null) => void;
};

function BodyRow<R>({ table, row, index, style, cursor, isPhone, measure }: BodyRowProps<R>) {
  const key = table.keyOf(row);
  const isAt = cursor.cursor === key;
  const isFirst = cursor.cursor === null && index === 0;
  return (
    <div
      id={cursor.rowId(key)}
      ref={measure}
      data-index={index}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isAt}
      tabIndex={isAt || isFirst ? 0 : -1}
      className={`trow body-row ${table.isOpened?.(row) ? 'opened' : ''} ${isAt ? 'at' : ''}`}
      style={style}
      onFocus={() => cursor.setCursor(key)}
      onDoubleClick={() => table.onOpen?.(row)}
    >
      {useContent(table, row, isPhone)}
    </div>
  );
}

/** Scrolling draws the table anew in every frame; what stands in a row changes only with the table's own properties. */
function useContent<R>(table: DataTableProps<R>, row: R, isPhone: boolean): ReactNode {
  return useMemo(() => {
    if (isPhone) return <div role="gridcell">{table.phone(row)}</div>;
    return (
      <>
        <Cells columns={table.columns} row={row} />
        <Below>{table.below?.(row)}</Below>
      </>
    );
  }, [table, row, isPhone]);
}

function HeadRow<R>({ columns, style, isHidden }: { columns: readonly Column<R>[]; style: object; isHidden: boolean }) {
  return (
    <div role="row" aria-rowindex={1} className={isHidden ? 'sr' : 'trow head-row'} style={style}>
      {columns.map(({ key, head, isEnd }) => (
        <div key={key} role="columnheader" className={`th ${isEnd ? 'num' : ''}`}>
          {head}
        </div>
      ))}
    </div>
  );
}

function Cells<R>({ columns, row }: { columns: readonly Column<R>[]; row: R }) {
  return columns.map(({ key, cell, isEnd }) => (
    <div key={key} role="gridcell" className={`td ${isEnd ? 'num' : ''}`}>
      {cell(row)}
    </div>
  ));
}

function Below({ children }: { children: ReactNode }) {
  if (!children) return null;
  return (
    <div role="gridcell" className="pb-3 col-span-full">
      {children}
    </div>
  );
}

/** Which rows are in sight of the page's scroller, however far down the table begins. */
export function useRows(body: React.RefObject<HTMLDivElement | null>, count: number, isPhone: boolean) {
  const scroller = useScroller();
  const [scrollMargin, setMargin] = useState(0);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isPhone ? PHONE_ROW_PX : ROW_PX),
    scrollMargin,
    overscan: OVERSCAN,
    // A frame that is late shows the rows beyond; one that draws at once what it scrolls to takes over 50 ms.
    useFlushSync: false,
  });
  useLayoutEffect(() => {
    const [inner, outer] = [body.current, scroller.current];
    // Scrolling draws anew but moves nothing, and asking where something is makes the browser lay out all at once.
    if (inner === null || outer === null || virtual.isScrolling) return;
    setMargin(inner.getBoundingClientRect().top - outer.getBoundingClientRect().top + outer.scrollTop);
  });
  return virtual;
}

/** Looked for when the rows change and not in every frame of a scroll; -1 where none is asked for. */
function useIndexOf<R>({ rows, keyOf, startAt }: DataTableProps<R>): number {
  return useMemo(
    () => (startAt === undefined ? -1 : rows.findIndex((row) => keyOf(row) === startAt)),
    [rows, keyOf, startAt],
  );
}

/** Goes to the row that is asked for, as soon as it is there, and only once for each asking. */
function useStart(asked: string | undefined, at: number, go: () => void) {
  const answered = useRef<string | undefined>(undefined);
  const latest = useRef(go);
  latest.current = go;
  useLayoutEffect(() => {
    if (at < 0 || answered.current === asked) return;
    answered.current = asked;
    latest.current();
  }, [asked, at]);
}

export function place(top: number) {
  return { position: 'absolute', top: 0, left: 0, width: '100%', transform: `translateY(${top}px)` } as const;
}
