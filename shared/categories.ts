import { z } from 'zod';
import { id, named, page, prose, search, timestamp, variable } from './text.ts';

export const keyType = z.enum(['simple', 'group', 'ssh', 'json']).meta({ id: 'KeyType' });
export type KeyType = z.infer<typeof keyType>;

const icon = z
  .string()
  .regex(/^[a-z0-9]{1,64}$/, 'Must be a Simple Icons slug: 1–64 lower-case letters and digits.')
  .nullable();
const color = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'Must be a colour like #0a84ff.')
  .nullable();
const fieldDefinitions = z
  .array(variable)
  .max(50, 'Must have at most 50 names.')
  .refine((names) => new Set(names).size === names.length, 'Must not name a field twice.')
  .meta({ uniqueItems: true })
  .nullable();

/** What an entry shows of its category. */
export const categorySummary = z
  .object({
    id,
    name: z.string(),
    keyType,
    envVarName: z.string().nullable(),
    fieldDefinitions: z.array(z.string()).nullable(),
    icon: z.string().nullable(),
    color: z.string().nullable(),
  })
  .meta({ id: 'CategorySummary' });

export const category = categorySummary
  .extend({
    userId: id,
    description: z.string().nullable(),
    entryCount: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Category' });
export type Category = z.infer<typeof category>;

export const categoryInput = z.strictObject({
  name: named(),
  keyType,
  envVarName: variable.nullable().optional(),
  fieldDefinitions: fieldDefinitions.optional(),
  icon: icon.optional(),
  color: color.optional(),
  description: prose(1000).nullable().optional(),
});
export type CategoryInput = z.infer<typeof categoryInput>;

export const categoryChange = categoryInput.partial().extend({ id });
export type CategoryChange = z.infer<typeof categoryChange>;

export const categoryFilter = z.strictObject({ search: search.optional(), ...page });
export type CategoryFilter = z.infer<typeof categoryFilter>;
