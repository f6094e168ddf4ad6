// biome-ignore-all lint/a11y/useFocusableInteractive: what is within a cell takes the focus
// biome-ignore-all lint/a11y/useSemanticElements: the cells of a grid whose rows are virtual
import { REVEAL_MS } from '#web/lib/reveals.ts';
import { CopySecretButton } from '#web/ui/copy-button.tsx';
import { Countdown } from '#web/ui/countdown.tsx';
import { EnvironmentName } from '#web/ui/environment.tsx';
import { RevealButton } from '#web/ui/secret.tsx';
import type { CellDeeds } from './cell-deeds.ts';
import { type MatrixCell, type MatrixRow, secretOf } from './matrix.ts';

/** What is revealed of a row, on a line of its own under its cells. */
export function ShownSecret({ row, cell, deeds }: { row: MatrixRow; cell: MatrixCell; deeds: CellDeeds }) {
  const secret = secretOf(row, cell);
  if (secret === null) return null;
  const revealed = deeds.cellOf(secret);
  const name = `${row.label} in ${cell.environment}`;
  return (
    <div role="gridcell" className="shown">
      <EnvironmentName of={cell.environment} />
      {revealed.failure !== null && <span className="danger clip">{revealed.failure.message}</span>}
      {revealed.shown !== null && (
        <>
          <span className="open">{revealed.shown.text}</span>
          <Countdown until={revealed.shown.until} totalMs={REVEAL_MS} words="masks in" />
        </>
      )}
      <span className="ibs">
        <RevealButton cell={revealed} name={name} />
        <CopySecretButton get={() => deeds.textOf(secret)} name={row.label} detail={deeds.placeOf(cell)} />
      </span>
    </div>
  );
}
