import { type KeyboardEvent, useCallback, useId, useRef, useState } from 'react';
import type { Environment } from '#shared/entries.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { ENVIRONMENTS } from '#web/ui/environment.tsx';
import type { CellDeeds } from './cell-deeds.ts';
import type { MatrixRow } from './matrix.ts';

export type CellCursor = {
  /** Stays the same while the cursor moves, so that a row need not be drawn anew for it. */
  idOf: (row: MatrixRow, environment: Environment) => string;
  moveTo: (row: MatrixRow, environment: Environment) => void;
  /** The cell of a row to which Tab comes; null in the other rows. */
  hereIn: (row: MatrixRow) => Environment | null;
  onKeyDown: (event: KeyboardEvent) => void;
};

type Place = { key: string; environment: Environment };

/** Rows down and environments to the right. */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [Number.NEGATIVE_INFINITY, 0],
  End: [Number.POSITIVE_INFINITY, 0],
};

/** A cursor over the cells: `j` `k` `h` `l` and arrows move it; further keys act on its cell. */
export function useCellCursor(
  rows: readonly MatrixRow[],
  deeds: CellDeeds,
  scrollTo: (at: number) => void,
): CellCursor {
  const id = useId();
  const [place, setPlace] = useState<Place | null>(null);
  // A key that is held down comes more often than the page is drawn.
  const last = useRef(place);
  const moveTo = useCallback(({ key }: MatrixRow, environment: Environment) => {
    last.current = { key, environment };
    setPlace(last.current);
  }, []);
  const idOf = useCallback((row: MatrixRow, of: Environment) => `${id}${row.key}${of}`, [id]);
  const { at, environment } = found(rows, place);

  const go = (down: number, right: number) => {
    const from = found(rows, last.current);
    const next = within(rows.length, from.at < 0 && down === 0 ? 0 : from.at + down);
    const column = within(ENVIRONMENTS.length, ENVIRONMENTS.indexOf(from.environment) + right);
    const [row, to] = [rows[next], ENVIRONMENTS[column]];
    if (row === undefined || to === undefined) return;
    moveTo(row, to);
    scrollTo(next);
    // A row that was out of sight exists once it is drawn.
    requestAnimationFrame(() => document.getElementById(idOf(row, to))?.focus({ preventScroll: true }));
  };
  useCellKeys(deeds, go, (run) => {
    const row = rows[at];
    if (row !== undefined) run(row, environment, document.getElementById(idOf(row, environment)));
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go(...step);
  };
  const hereIn = (row: MatrixRow) => (row === (at < 0 ? rows[0] : rows[at]) ? environment : null);
  return { idOf, moveTo, hereIn, onKeyDown };
}

type Run = (row: MatrixRow, environment: Environment, button: HTMLElement | null) => void;

function useCellKeys(deeds: CellDeeds, go: (down: number, right: number) => void, here: (run: Run) => void): void {
  useShortcuts([
    { keys: 'j', label: 'rows', shows: 'j k', hint: true, run: () => go(1, 0) },
    { keys: 'k', label: 'row before', run: () => go(-1, 0) },
    { keys: 'h', label: 'environments', shows: 'h l', hint: true, run: () => go(0, -1) },
    { keys: 'l', label: 'environment after', run: () => go(0, 1) },
    { keys: 'f', label: 'fill', hint: true, run: () => here(deeds.openMenu) },
    { keys: 'c', label: 'copy', hint: true, run: () => here(deeds.copy) },
    { keys: 'r', label: 'reveal', hint: true, run: () => here(deeds.reveal) },
    { keys: 'e', label: 'edit or fill by hand', run: () => here(deeds.edit) },
  ]);
}

/** Where a place is among the rows that are shown: -1 when it is not. */
function found(rows: readonly MatrixRow[], place: Place | null): { at: number; environment: Environment } {
  const at = place === null ? -1 : rows.findIndex(({ key }) => key === place.key);
  return { at, environment: place?.environment ?? ENVIRONMENTS[0] };
}

function within(length: number, at: number): number {
  return Math.max(0, Math.min(length - 1, at));
}
