import { Dices } from 'lucide-react';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { EnvironmentName } from '#web/ui/environment.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Tile } from '#web/ui/tile.tsx';
import { canBeChosen, type PlanRow } from './plan.ts';

export type PlanRowsProps = {
  rows: readonly PlanRow[];
  chosen: ReadonlySet<string>;
  onChoose: (key: string, isChosen: boolean) => void;
  /** The brand of a category, where it has one. */
  iconOf: (category: string) => string | null;
};

/** The lines of a plan: which variables, from where, and why. */
export function PlanRows({ rows, chosen, onChoose, iconOf }: PlanRowsProps) {
  return (
    <ul className="plan" aria-label="Plan">
      {rows.map((row) => {
        const isChosen = chosen.has(row.key);
        return (
          <li key={row.key} className={isChosen ? '' : 'off'}>
            <Checkbox
              label={nameOf(row)}
              isChecked={isChosen}
              isDisabled={!canBeChosen(row)}
              onChange={(next) => onChoose(row.key, next)}
            />
            <span className="names mono">
              {row.variables.map((variable) => (
                <span key={variable}>{variable}</span>
              ))}
              {row.variables.length === 0 && row.kind === 'entry' && row.category}
            </span>
            <Source row={row} iconOf={iconOf} />
            <span className="why">{canBeChosen(row) ? row.reason : 'a file, which a .env cannot hold'}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Source({ row, iconOf }: { row: PlanRow; iconOf: PlanRowsProps['iconOf'] }) {
  if (row.kind === 'made') {
    return (
      <span className="cellrow from">
        <span className="tile s">
          <Icon of={Dices} small />
        </span>
        <span className="dim">
          generated, {row.bytes} bytes, {row.format}
        </span>
      </span>
    );
  }
  return (
    <span className="cellrow from">
      <Tile icon={iconOf(row.category)} name={row.category} size="s" />
      <EnvironmentName of={row.environment} project={row.project} />
    </span>
  );
}

/** What the box is called for those who hear it alone. */
function nameOf(row: PlanRow): string {
  if (row.kind === 'made') return `${row.variables.join(', ')}, generated`;
  const what = row.variables.length === 0 ? row.category : row.variables.join(', ');
  return `${what} from ${row.project}, ${row.environment}`;
}
