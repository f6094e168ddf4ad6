import { z } from 'zod';
import { named } from './text.ts';

export const hitKind = z.enum(['category', 'entry', 'project', 'envProject', 'twoFactor']);
export type HitKind = z.infer<typeof hitKind>;

export const hits = z.array(
  z
    .object({
      kind: hitKind,
      id: z.string().describe('A UUID; for a project its name.'),
      name: z.string(),
      detail: z.string().nullable(),
    })
    .meta({ id: 'SearchHit' }),
);
export type Hits = z.infer<typeof hits>;

export const searchQuery = z.strictObject({ q: named(200), limit: z.int().min(1).max(1000).default(20) });
