import { Copy, Dice5, Eye, EyeOff, KeyRound, Pencil, SquarePen } from 'lucide-react';
import type { Environment } from '#shared/entries.ts';
import { relative } from '#web/lib/format.ts';
import { EnvironmentMark } from '#web/ui/environment.tsx';
import type { MenuItem } from '#web/ui/menu.tsx';
import type { CellDeeds } from './cell-deeds.ts';
import { isSet, type MatrixCell, type MatrixRow, secretOf, sourcesFor } from './matrix.ts';

type Deeds = Omit<CellDeeds, 'menu' | 'isOpen' | 'openMenu'>;
export type At = { row: MatrixRow; environment: Environment; deeds: Deeds; now: Date };

/** What a cell offers: a gap, how to fill it; a secret, what can be done with it. */
export function itemsFor(at: At): MenuItem[] {
  return isSet(at.row.cells[at.environment]) ? setItems(at) : gapItems(at);
}

function gapItems({ row, environment, deeds, now }: At): MenuItem[] {
  const sources = sourcesFor(row, environment);
  const copies = sources.map((source) => ({
    label: `Copy from ${source.environment}`,
    mark: <EnvironmentMark of={source.environment} />,
    ...(source.entry ? { detail: `set ${relative(new Date(source.entry.updatedAt), now)}` } : {}),
    isDisabled: source.entryId === null,
    run: () => deeds.fill(row, source, environment),
  }));
  const isText = row.variable !== null;
  const generate = { label: 'Generate', icon: Dice5, keys: 'g', run: () => deeds.generate(row, environment) };
  return [
    heading('Fill', row, environment),
    ...copies,
    ...(copies.length > 0 ? (['rule'] as const) : []),
    { label: 'Type or paste', icon: SquarePen, keys: 'e', run: () => deeds.edit(row, environment) },
    ...(isText ? [generate] : []),
    ...(copies.length > 0
      ? (['rule', { foot: 'Copied inside the vault: the secret never comes to this page.' }] as const)
      : []),
  ];
}

function setItems({ row, environment, deeds }: At): MenuItem[] {
  const cell = row.cells[environment];
  const secret = secretOf(row, cell);
  const isShown = secret !== null && deeds.cellOf(secret).shown !== null;
  const isWaiting = secret === null;
  const on = (run: (row: MatrixRow, environment: Environment) => void) => () => run(row, environment);
  return [
    heading('', row, environment),
    {
      label: isShown ? 'Mask' : 'Reveal for 30 seconds',
      icon: isShown ? EyeOff : Eye,
      keys: 'r',
      isDisabled: isWaiting,
      run: on(deeds.reveal),
    },
    { label: 'Copy', icon: Copy, keys: 'c', isDisabled: isWaiting, run: on(deeds.copy) },
    { label: 'Edit', icon: Pencil, keys: 'e', isDisabled: isWaiting, run: on(deeds.edit) },
    'rule',
    { label: 'Go to the entry', icon: KeyRound, isDisabled: isWaiting, run: () => deeds.visit(cell) },
    ...countFoot(cell),
  ];
}

function heading(verb: string, { label, variable }: MatrixRow, environment: Environment): MenuItem {
  return {
    heading: (
      <>
        {verb} <span className={variable === null ? 'text-ink' : 'mono text-ink'}>{label}</span> in {environment}
      </>
    ),
  };
}

function countFoot({ count }: MatrixCell): MenuItem[] {
  return count < 2 ? [] : ['rule', { foot: `${count} entries stand here. The newest one counts.` }];
}
