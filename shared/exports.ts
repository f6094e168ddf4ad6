import { z } from 'zod';
import { environment } from './entries.ts';
import { text } from './text.ts';

export const exportQuery = z.strictObject({
  environment: environment.optional(),
  name: text.optional(),
  format: z.enum(['dotenv', 'shell', 'json']).default('dotenv'),
  skipBroken: z.boolean().default(false).describe('Leaves out entries that do not open, instead of failing.'),
});
export type ExportQuery = z.infer<typeof exportQuery>;

/** One value of an export as JSON; `ssh` and `json` entries have no variable. */
export const exportedValue = z
  .object({
    category: z.string(),
    name: z.string(),
    environment,
    variable: z.string().nullable(),
    value: z.string(),
    fileName: z.string().nullable(),
  })
  .meta({ id: 'ExportedValue' });
export type ExportedValue = z.infer<typeof exportedValue>;

export const exported = z.union([z.string(), z.array(exportedValue)]);
export type Exported = z.infer<typeof exported>;
