import { z } from 'zod';
import { environment } from './entries.ts';
import { id, named } from './text.ts';

export const cellState = z.enum(['present', 'missing', 'expired', 'sameAsProduction']);
export type CellState = z.infer<typeof cellState>;

const cell = z.object({
  entryId: id.nullable(),
  state: cellState,
  count: z.int().describe('How many entries stand in this cell; the newest counts.'),
});
export type Cell = z.infer<typeof cell>;

/** The matrix of a project: variables by environments, states only. */
export const project = z
  .object({
    name: z.string(),
    rows: z.array(
      z.object({
        categoryId: id,
        categoryName: z.string(),
        variable: z.string().nullable(),
        cells: z.record(environment, cell),
      }),
    ),
  })
  .meta({ id: 'Project' });
export type Project = z.infer<typeof project>;

export const projectByName = z.strictObject({ name: named() });
