// biome-ignore-all lint/a11y/useFocusableInteractive: what is within a cell takes the focus
// biome-ignore-all lint/a11y/useSemanticElements: the cells of a grid whose rows are virtual
import { CircleAlert, Equal, Plus } from 'lucide-react';
import type { Environment } from '#shared/entries.ts';
import { formatExact, shortAge } from '#web/lib/format.ts';
import { Icon } from '#web/ui/icon.tsx';
import type { CellDeeds } from './cell-deeds.ts';
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
        title={entry === null ? undefined : `set ${formatExact(new Date(entry.updatedAt))}`}
        onFocus={() => cursor.moveTo(row, environment)}
        onClick={(event) => deeds.openMenu(row, environment, event.currentTarget)}
      >
        <span className="sr">{lead(row, environment, state)}</span>
        {isOpen && state === 'missing' ? 'choose how to fill it' : <State cell={cell} now={now} />}
      </button>
    </div>
  );
}

const LEADS = { present: ', set', sameAsProduction: ', same as', expired: ',', missing: ':' } as const;

/** What is heard before what is seen: a gap as what its button does. */
function lead({ label }: MatrixRow, environment: Environment, state: MatrixCell['state']): string {
  if (state === 'missing') return `Fill ${label} in ${environment}:`;
  return `${label} in ${environment}${LEADS[state]}`;
}

function State({ cell: { state, entry, count }, now }: { cell: MatrixCell; now: Date }) {
  if (state === 'missing') {
    return (
      <span className="gap">
        <Icon of={Plus} small />
        <span className="word">missing</span>
      </span>
    );
  }
  const more = count > 1 && <span className="more">×{count}</span>;
  if (state === 'expired') {
    const at = entry?.expiresAt;
    return (
      <>
        <Icon of={CircleAlert} small />
        <span>
          <span className="word">expired </span>
          {at && <Ended at={new Date(at)} now={now} />}
        </span>
        {more}
      </>
    );
  }
  if (state === 'sameAsProduction') {
    return (
      <>
        <Icon of={Equal} small />
        <span className="word">production</span>
        {more}
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

function Ended({ at, now }: { at: Date; now: Date }) {
  const age = shortAge(at, now);
  return (
    <>
      {age}
      {age !== 'now' && <span className="ago"> ago</span>}
    </>
  );
}
