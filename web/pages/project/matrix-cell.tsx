// biome-ignore-all lint/a11y/useFocusableInteractive: what is within a cell takes the focus
// biome-ignore-all lint/a11y/useSemanticElements: the cells of a grid whose rows are virtual
import { CircleAlert, Equal, Plus } from 'lucide-react';
import { formatExact, shortAge } from '#web/lib/format.ts';
import { Icon } from '#web/ui/icon.tsx';
import type { CellDeeds } from './cell-deeds.ts';
import { wordsOf } from './cell-words.ts';
import type { MatrixCell, MatrixRow } from './matrix.ts';
import type { CellCursor } from './use-cell-cursor.ts';

export type MatrixCellProps = {
  row: MatrixRow;
  cell: MatrixCell;
  deeds: CellDeeds;
  cursor: Pick<CellCursor, 'idOf' | 'moveTo'>;
  /** Whether Tab comes to this cell. */
  isHere: boolean;
  now: Date;
};

/** A cell is the button of what can be done with it; a missing one is the button that fills it. */
export function MatrixCellButton({ row, cell, deeds, cursor, isHere, now }: MatrixCellProps) {
  const { environment, state, entry } = cell;
  const isOpen = deeds.isOpen(row, environment);
  return (
    <div role="gridcell" className={`mcell ${state} ${isOpen ? 'fill' : ''}`}>
      <button
        type="button"
        id={cursor.idOf(row, environment)}
        tabIndex={isHere ? 0 : -1}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={wordsOf(row, cell, now)}
        title={entry === null ? undefined : `set ${formatExact(new Date(entry.updatedAt))}`}
        onFocus={() => cursor.moveTo(row, environment)}
        onClick={(event) => deeds.openMenu(row, environment, event.currentTarget)}
      >
        {isOpen && state === 'missing' ? 'choose how to fill it' : <State cell={cell} now={now} />}
      </button>
    </div>
  );
}

function State({ cell: { state, entry, count }, now }: { cell: MatrixCell; now: Date }) {
  if (state === 'missing') {
    return (
      <span className="gap">
        <Icon of={Plus} small />
        missing
      </span>
    );
  }
  const more = count > 1 && <span className="more">×{count}</span>;
  if (state === 'expired') {
    const at = entry?.expiresAt;
    return (
      <>
        <Icon of={CircleAlert} small />
        {at ? `expired ${shortAge(new Date(at), now)} ago` : 'expired'} {more}
      </>
    );
  }
  if (state === 'sameAsProduction') {
    return (
      <>
        <Icon of={Equal} small />
        production {more}
      </>
    );
  }
  return (
    <>
      <i className="dot" />
      {entry === null ? 'set' : shortAge(new Date(entry.updatedAt), now)} {more}
    </>
  );
}
