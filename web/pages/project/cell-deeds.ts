import type { ReactNode } from 'react';
import type { Environment } from '#shared/entries.ts';
import type { RevealCell } from '#web/lib/use-reveal.ts';
import type { Row } from '#web/pages/category/rows.ts';
import type { MatrixCell, MatrixRow } from './matrix.ts';

export type CellDeeds = {
  cellOf: (secret: Row) => RevealCell;
  textOf: (secret: Row) => Promise<string>;
  /** "atlas-web, staging": where a secret stands, as a toast says it. */
  placeOf: (cell: MatrixCell) => string;
  isOpen: (row: MatrixRow, environment: Environment) => boolean;
  openMenu: (row: MatrixRow, environment: Environment, anchor: HTMLElement | null) => void;
  reveal: (row: MatrixRow, environment: Environment) => void;
  copy: (row: MatrixRow, environment: Environment) => void;
  /** The form of what stands there; of a gap, the form that fills it. */
  edit: (row: MatrixRow, environment: Environment) => void;
  /** As `edit` of a gap, with a random secret in it. */
  generate: (row: MatrixRow, environment: Environment) => void;
  /** Copies from another environment, within the server. */
  fill: (row: MatrixRow, source: MatrixCell, environment: Environment) => void;
  /** The page of the category, at the entry. */
  visit: (cell: MatrixCell) => void;
  /** The one menu of all cells, to be drawn once. */
  menu: ReactNode;
};
