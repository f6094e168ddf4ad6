import { z } from 'zod';
import { categorySummary } from './categories.ts';
import { id, moment, named, page, prose, search, text, timestamp, variable } from './text.ts';

/** In the order in which exports and the matrix list them. */
export const environment = z.enum(['development', 'staging', 'production', 'local']).meta({ id: 'Environment' });
export type Environment = z.infer<typeof environment>;

/** A value: a text, or the fields of a group by name. Whether it fits is for its category to say. */
export const entryValue = z.union([text, z.record(z.string(), text)], 'Must be a text, or an object of texts.');
export type EntryValue = z.infer<typeof entryValue>;

export const entry = z
  .object({
    id,
    categoryId: id,
    name: z.string(),
    environment,
    notes: z.string().nullable(),
    fileName: z.string().nullable(),
    expiresAt: timestamp.nullable(),
    createdAt: timestamp,
    updatedAt: timestamp,
    category: categorySummary,
  })
  .meta({ id: 'Entry' });
export type Entry = z.infer<typeof entry>;

export const entryInput = z.strictObject({
  categoryId: id,
  name: named(),
  environment: environment.default('production'),
  value: entryValue,
  notes: prose(2000).nullable().optional(),
  fileName: named().nullable().optional(),
  expiresAt: moment.nullable().optional(),
});
export type EntryInput = z.infer<typeof entryInput>;

export const entryChange = entryInput
  .partial()
  .extend({
    id,
    environment: environment.optional(),
    /** Single fields of a group: `null` removes, what is left out stays. */
    fields: z.record(variable, text.nullable()).optional(),
  })
  .refine((change) => change.value === undefined || change.fields === undefined, {
    path: ['fields'],
    message: 'Send value or fields, not both.',
  });
export type EntryChange = z.infer<typeof entryChange>;

export const entryFilter = z.strictObject({
  categoryId: id.optional(),
  environment: environment.optional(),
  name: text.optional(),
  search: search.optional(),
  ...page,
});
export type EntryFilter = z.infer<typeof entryFilter>;

export const revealedEntry = z
  .object({ id, name: z.string(), environment, value: entryValue, fileName: z.string().nullable() })
  .meta({ id: 'RevealedEntry' });
export type RevealedEntry = z.infer<typeof revealedEntry>;

export const entryByName = z.strictObject({ name: named(), environment: environment.default('production'), variable });
export type EntryByName = z.infer<typeof entryByName>;

export const entryCopy = z.strictObject({
  id,
  name: named(),
  environment,
  field: variable.optional().describe('Copies this field of a group alone.'),
});
export type EntryCopy = z.infer<typeof entryCopy>;

export const projectNames = z.array(z.string());
