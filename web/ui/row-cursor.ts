import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';

/** What a key does with the row under the cursor. */
export type RowKey<R> = { keys: string; label: string; run: (row: R) => void; hint?: boolean };

export type RowCursorOptions<R> = {
  rows: readonly R[];
  keyOf: (row: R) => string;
  /** Brings a row into sight, so that it exists and can take the focus. */
  scrollTo: (at: number) => void;
  onOpen?: ((row: R) => void) | undefined;
  rowKeys: readonly RowKey<R>[];
  startAt?: string | undefined;
};

/** A cursor over the rows of a table: `j` `k` and arrows move it, Enter opens, further keys act on its row. */
export function useRowCursor<R>({ rows, keyOf, scrollTo, onOpen, rowKeys, startAt }: RowCursorOptions<R>) {
  const id = useId();
  const [cursor, setCursor] = useState<string | null>(startAt ?? null);
  const at = useMemo(
    () => (cursor === null ? -1 : rows.findIndex((row) => keyOf(row) === cursor)),
    [rows, keyOf, cursor],
  );
  const rowId = (key: string) => `${id}-${key}`;

  const go = (next: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (row === undefined) return;
    setCursor(keyOf(row));
    scrollTo(rows.indexOf(row));
    requestAnimationFrame(() => document.getElementById(rowId(keyOf(row)))?.focus({ preventScroll: true }));
  };
  const withRow = (run: (row: R) => void) => () => {
    const row = rows[at];
    if (row !== undefined) run(row);
  };

  useShortcuts([
    { keys: 'j', label: 'rows', hint: true, shows: 'j k', run: () => go(at + 1) },
    { keys: 'k', label: 'row before', run: () => go(at - 1) },
    ...(onOpen ? [{ keys: 'Enter', label: 'open', run: withRow(onOpen) }] : []),
    ...rowKeys.map(({ run, ...key }) => ({ ...key, run: withRow(run) })),
  ]);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    const next = steps[event.key];
    // Within a field of a row the arrows are the field's.
    if (next === undefined || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    go(next);
  };
  return { cursor: at < 0 ? null : cursor, setCursor, rowId, onKeyDown };
}
