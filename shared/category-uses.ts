import { z } from 'zod';
import { environment } from './entries.ts';
import { id, timestamp } from './text.ts';

/** What the entries of one category amount to. */
export const categoryUse = z.object({
  categoryId: id,
  environments: z.record(environment, z.int()),
  expired: z.int(),
  nextExpiresAt: timestamp.nullable().describe('When the first of the others expires.'),
  changedAt: timestamp.describe('When one of them last changed.'),
});
export type CategoryUse = z.infer<typeof categoryUse>;
