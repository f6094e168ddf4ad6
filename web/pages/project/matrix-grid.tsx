// biome-ignore-all lint/a11y/useFocusableInteractive: what is within a cell takes the focus
// biome-ignore-all lint/a11y/useSemanticElements: rows that are not in sight do not exist, which table elements cannot say
import { memo, useRef } from 'react';
import type { Environment } from '#shared/entries.ts';
import type { Project } from '#shared/projects.ts';
import { useNow } from '#web/lib/now.ts';
import { useRows } from '#web/ui/data-table.tsx';
import { ENVIRONMENTS } from '#web/ui/environment.tsx';
import { Tile } from '#web/ui/tile.tsx';
import type { CellDeeds } from './cell-deeds.ts';
import { type MatrixRow, secretOf } from './matrix.ts';
import { MatrixCellButton } from './matrix-cell.tsx';
import { ColumnHeads } from './matrix-heads.tsx';
import { ShownSecret } from './shown-secret.tsx';
import { type CellCursor, useCellCursor } from './use-cell-cursor.ts';

export type MatrixGridProps = {
  project: Project;
  /** Those that are shown, and all of them, which the heads count. */
  rows: readonly MatrixRow[];
  all: readonly MatrixRow[];
  deeds: CellDeeds;
};

/** Variables down, environments across: only rows in sight exist, and the page scrolls them. */
export function MatrixGrid({ project, rows, all, deeds }: MatrixGridProps) {
  const body = useRef<HTMLDivElement>(null);
  const virtual = useRows(body, rows.length, false);
  const cursor = useCellCursor(rows, deeds, (at) => virtual.scrollToIndex(at));
  const now = useNow();
  const tracks = `${firstColumn(rows)} repeat(4, minmax(0, 1fr))`;
  const ofAll = { tracks, deeds, now, idOf: cursor.idOf, moveTo: cursor.moveTo, measure: virtual.measureElement };
  return (
    <div
      role="grid"
      aria-label={`Variables of ${project.name}`}
      aria-rowcount={rows.length + 1}
      className="matrix"
      onKeyDown={cursor.onKeyDown}
    >
      <ColumnHeads project={project} rows={all} tracks={tracks} />
      <div ref={body} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const top = start - virtual.options.scrollMargin;
          return <Row key={row.key} row={row} index={index} top={top} here={cursor.hereIn(row)} {...ofAll} />;
        })}
      </div>
    </div>
  );
}

type RowProps = {
  row: MatrixRow;
  index: number;
  top: number;
  tracks: string;
  here: Environment | null;
  deeds: CellDeeds;
  now: Date;
  measure: (node: Element | null) => void;
} & Pick<CellCursor, 'idOf' | 'moveTo'>;

/** Drawn anew when it changes, and not whenever the page is scrolled. */
const Row = memo(function Row({ row, index, top, tracks, here, deeds, now, measure, ...cursor }: RowProps) {
  const shown = ENVIRONMENTS.filter((environment) => {
    const secret = secretOf(row, row.cells[environment]);
    const cell = secret === null ? null : deeds.cellOf(secret);
    return cell !== null && (cell.shown !== null || cell.failure !== null);
  });
  const style = { gridTemplateColumns: tracks, transform: `translateY(${top}px)` };
  return (
    <div ref={measure} data-index={index} role="row" aria-rowindex={index + 2} className="mrow" style={style}>
      <div role="rowheader" className="mcell name">
        <Tile icon={row.category?.icon ?? null} name={row.category?.name ?? row.label} size="s" />
        <span className={row.variable === null ? 'clip' : 'mono clip'} title={row.label}>
          {row.label}
        </span>
      </div>
      {ENVIRONMENTS.map((environment) => (
        <MatrixCellButton
          key={environment}
          cell={row.cells[environment]}
          isHere={environment === here}
          {...{ row, deeds, cursor, now }}
        />
      ))}
      {shown.map((environment) => (
        <ShownSecret key={environment} row={row} cell={row.cells[environment]} deeds={deeds} />
      ))}
    </div>
  );
});

const CHAR_PX = 7.55;
const TILE_PX = 44;
const NARROWEST_PX = 276;

/** As wide as the longest name needs, so that none is cut, up to where the cells would suffer. */
function firstColumn(rows: readonly MatrixRow[]): string {
  const longest = Math.max(0, ...rows.map(({ label }) => label.length));
  return `min(${Math.max(NARROWEST_PX, Math.ceil(longest * CHAR_PX) + TILE_PX)}px, 42%)`;
}
