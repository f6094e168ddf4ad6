import type { Entry, Environment } from '#shared/entries.ts';
import type { Cell, Project } from '#shared/projects.ts';
import { entryCell } from '#web/layout/palette-deeds.ts';
import type { Row } from '#web/pages/category/rows.ts';

/** One cell: its state, and the entry that stands in it as far as it is known yet. */
export type MatrixCell = Cell & { environment: Environment; entry: Entry | null };

/** One variable across the environments; an entry without one, which is a file, has its category's name. */
export type MatrixRow = {
  key: string;
  variable: string | null;
  label: string;
  category: Entry['category'] | null;
  /** Of a group, whose fields are filled one by one. */
  field: string | null;
  cells: Readonly<Record<Environment, MatrixCell>>;
};

export type Show = 'all' | 'gaps' | 'expired';

const ORDER = ['production', 'staging', 'development', 'local'] as const satisfies readonly Environment[];

/** The matrix with what the entries' list knows beside the states: ages, dates, icons. */
export function matrixOf({ rows }: Project, entries: readonly Entry[]): MatrixRow[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return rows.map(({ categoryId, categoryName, variable, cells }) => {
    const cellOf = (environment: Environment): MatrixCell => {
      const cell = cells[environment];
      return { ...cell, environment, entry: byId.get(cell.entryId ?? '') ?? null };
    };
    const full = {
      production: cellOf('production'),
      staging: cellOf('staging'),
      development: cellOf('development'),
      local: cellOf('local'),
    };
    const category = ORDER.map((environment) => full[environment].entry).find((entry) => entry !== null)?.category;
    return {
      key: `${categoryId} ${variable ?? ''}`,
      variable,
      label: variable ?? categoryName,
      category: category ?? null,
      field: category?.keyType === 'group' ? variable : null,
      cells: full,
    };
  });
}

/** Those that a search and a filter leave. */
export function narrow(rows: readonly MatrixRow[], search: string, show: Show): MatrixRow[] {
  const needle = search.trim().toLowerCase();
  return rows.filter((row) => row.label.toLowerCase().includes(needle) && fits(row, show));
}

export function fits({ cells }: MatrixRow, show: Show): boolean {
  const states = ORDER.map((environment) => cells[environment].state);
  if (show === 'gaps') return states.includes('missing');
  return show === 'all' || states.includes('expired');
}

/** How many cells of each environment hold something. */
export function filledOf(rows: readonly MatrixRow[]): Record<Environment, number> {
  const many = (environment: Environment) => rows.filter(({ cells }) => isSet(cells[environment])).length;
  return {
    production: many('production'),
    staging: many('staging'),
    development: many('development'),
    local: many('local'),
  };
}

/** How many cells are in a state. */
export function cellsIn(rows: readonly MatrixRow[], state: Cell['state']): number {
  return rows.flatMap(({ cells }) => ORDER.filter((environment) => cells[environment].state === state)).length;
}

export const isSet = ({ state }: Cell): boolean => state !== 'missing';

/** The line of a table that the cell is: what is revealed in it is so wherever the entry is shown. */
export function secretOf({ field }: MatrixRow, { entry }: MatrixCell): Row | null {
  if (entry === null) return null;
  const key = entryCell(entry.id);
  return { key: field === null ? key : `${key}.${field}`, entry, field, isSet: true };
}

/** From where a gap can be filled: production last, whose secrets belong nowhere else unless one means it. */
export function sourcesFor({ cells }: MatrixRow, environment: Environment): MatrixCell[] {
  return ORDER.toReversed()
    .filter((other) => other !== environment && isSet(cells[other]))
    .map((other) => cells[other]);
}

/** The entry of a group that stands in an environment without this field: it is filled by an edit. */
export function siblingIn(rows: readonly MatrixRow[], row: MatrixRow, environment: Environment): Entry | null {
  if (row.field === null) return null;
  const siblings = rows.filter(({ category, field }) => field !== null && category?.id === row.category?.id);
  return siblings.map(({ cells }) => cells[environment].entry).find((entry) => entry !== null) ?? null;
}

/** The project with one gap filled, as it will be once the copy is made. */
export function withFilled(project: Project, row: MatrixRow, source: MatrixCell, environment: Environment): Project {
  const isSame = source.environment === 'production' || source.state === 'sameAsProduction';
  const filled: Cell = { entryId: null, state: isSame ? 'sameAsProduction' : 'present', count: 1 };
  return {
    ...project,
    rows: project.rows.map((one) =>
      `${one.categoryId} ${one.variable ?? ''}` === row.key
        ? { ...one, cells: { ...one.cells, [environment]: filled } }
        : one,
    ),
  };
}
