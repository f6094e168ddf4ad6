import { z } from 'zod';

export const stats = z
  .object({
    totalCategories: z.int(),
    totalEntries: z.int(),
    total2fa: z.int(),
    totalEnvProjects: z.int(),
    byKeyType: z.object({ simple: z.int(), group: z.int(), ssh: z.int(), json: z.int() }),
    byEnvironment: z.object({ development: z.int(), staging: z.int(), production: z.int(), local: z.int() }),
    expiringSoon: z.int().describe('Entries that expire within 30 days.'),
    expired: z.int(),
  })
  .meta({ id: 'Stats' });
export type Stats = z.infer<typeof stats>;
