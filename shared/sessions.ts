import { z } from 'zod';
import { id, page, timestamp } from './text.ts';

export const session = z
  .object({
    id,
    current: z.boolean(),
    method: z.enum(['password', 'keycloak']),
    createdAt: timestamp,
    lastUsedAt: timestamp,
    expiresAt: timestamp,
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof session>;

export const sessionFilter = z.strictObject(page);
