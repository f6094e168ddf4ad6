// biome-ignore-all lint/a11y/useFocusableInteractive: what is within a cell takes the focus
// biome-ignore-all lint/a11y/useSemanticElements: the heads of a grid whose rows are virtual
import { Download } from 'lucide-react';
import type { Project } from '#shared/projects.ts';
import { ENVIRONMENTS, EnvironmentMark } from '#web/ui/environment.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { filledOf, type MatrixRow } from './matrix.ts';
import { SHORT_NAMES } from './short-names.ts';
import { useExport } from './use-export.ts';

export type ColumnHeadsProps = { project: Project; rows: readonly MatrixRow[]; tracks: string };

/** Each environment, how much of it is there, and a button that exports it. */
export function ColumnHeads({ project, rows, tracks }: ColumnHeadsProps) {
  const filled = filledOf(rows);
  const exporting = useExport(project.name);
  return (
    <div role="row" aria-rowindex={1} className="mheads" style={{ gridTemplateColumns: tracks }}>
      <div role="columnheader" className="mhead">
        Variable
      </div>
      {ENVIRONMENTS.map((environment) => (
        <div key={environment} role="columnheader" className="mhead">
          <span className="env">
            <EnvironmentMark of={environment} />
            <span className="long">{environment}</span>
            <span className="short" aria-hidden="true">
              {SHORT_NAMES[environment]}
            </span>
          </span>
          <span className="frac">
            {filled[environment]} of {rows.length}
          </span>
          <IconButton
            className="push"
            label={`Export ${environment}`}
            icon={Download}
            disabled={filled[environment] === 0}
            onClick={() => void exporting(environment)}
          />
        </div>
      ))}
    </div>
  );
}
