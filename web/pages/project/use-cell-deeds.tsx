import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Environment } from '#shared/entries.ts';
import type { Project } from '#shared/projects.ts';
import { useNow } from '#web/lib/now.ts';
import type { Row } from '#web/pages/category/rows.ts';
import { useRowReveals } from '#web/pages/category/use-row-reveals.ts';
import { useEntrySecret } from '#web/pages/entries/use-entry-deeds.ts';
import { paths } from '#web/paths.ts';
import { Menu } from '#web/ui/menu.tsx';
import { useCopySecret } from '#web/ui/use-copy.ts';
import type { CellDeeds } from './cell-deeds.ts';
import { itemsFor } from './cell-menu.tsx';
import type { Opened } from './dialogs.tsx';
import { type MatrixCell, type MatrixRow, secretOf, siblingIn } from './matrix.ts';
import { useFillGap } from './use-fill-gap.ts';

type Around = { project: Project; rows: readonly MatrixRow[]; onOpen: (opened: Opened) => void };

/** What can be done with a cell, by its menu, by keys, and on a phone by its buttons. */
export function useCellDeeds(around: Around): CellDeeds {
  const { project, rows } = around;
  const navigate = useNavigate();
  const { open } = useEntrySecret();
  const copySecret = useCopySecret();
  const cellOf = useRowReveals();
  const fillGap = useFillGap(project);
  const textOf = ({ entry, field }: Row) => open(entry.id, field ?? undefined);
  const placeOf = ({ environment }: MatrixCell) => `${project.name}, ${environment}`;
  const deeds = {
    cellOf,
    textOf,
    placeOf,
    reveal: withSecret((secret) => void cellOf(secret).toggle()),
    copy: withSecret((secret, row, cell) => {
      void copySecret(() => textOf(secret), { name: row.label, detail: placeOf(cell) });
    }),
    edit: (row: MatrixRow, environment: Environment) => openForm(around, { row, environment, isGenerated: false }),
    generate: (row: MatrixRow, environment: Environment) => openForm(around, { row, environment, isGenerated: true }),
    fill: (row: MatrixRow, source: MatrixCell, environment: Environment) => void fillGap(row, source, environment),
    visit: ({ entry }: MatrixCell) => entry && void navigate({ href: paths.entry(entry.categoryId, entry.id) }),
  };
  return { ...deeds, ...useCellMenu(rows, deeds) };
}

type Deeds = Omit<CellDeeds, 'menu' | 'isOpen' | 'openMenu'>;
type At = { row: MatrixRow; environment: Environment; anchor: HTMLElement };

/** One menu for all cells: it hangs from the one that was chosen last. */
function useCellMenu(rows: readonly MatrixRow[], deeds: Deeds): Pick<CellDeeds, 'menu' | 'isOpen' | 'openMenu'> {
  const [at, setAt] = useState<At | null>(null);
  const [isOpen, setOpen] = useState(false);
  const now = useNow();
  return {
    isOpen: (row, environment) => isOpen && at?.row.key === row.key && at.environment === environment,
    openMenu: (row, environment, anchor) => {
      if (anchor === null) return;
      setAt({ row, environment, anchor });
      setOpen(true);
    },
    menu: at !== null && (
      <Menu
        anchor={at.anchor}
        isOpen={isOpen}
        onOpenChange={setOpen}
        items={itemsFor({ ...at, row: rows.find(({ key }) => key === at.row.key) ?? at.row, deeds, now })}
      />
    ),
  };
}

/** Does nothing with a gap, nor while the list of entries is on its way. */
function withSecret(run: (secret: Row, row: MatrixRow, cell: MatrixCell) => void) {
  return (row: MatrixRow, environment: Environment) => {
    const cell = row.cells[environment];
    const secret = secretOf(row, cell);
    if (secret !== null) run(secret, row, cell);
  };
}

type Form = { row: MatrixRow; environment: Environment; isGenerated: boolean };

function openForm({ rows, onOpen }: Around, { row, environment, isGenerated }: Form): void {
  const { category, field } = row;
  if (category === null) return;
  const entry = row.cells[environment].entry ?? siblingIn(rows, row, environment);
  onOpen({ kind: 'form', category, entry, environment, field, isGenerated });
}
