import { z } from 'zod';
import { id, moment, page, text, timestamp } from './text.ts';

export const outcome = z.enum(['ok', 'refused', 'failed']);
export const callerKind = z.enum(['session', 'accessKey', 'anonymous', 'system']);
export const nouns = [
  'category',
  'entry',
  'two-factor',
  'env-project',
  'env-file',
  'access-key',
  'session',
  'account',
  'export',
  'ai',
  'sign-in',
] as const;
export type Noun = (typeof nouns)[number];

/** What was done: `noun.verb`. */
export type Action = `${Noun}.${string}`;

export const auditEvent = z
  .object({
    id,
    sequence: z.int(),
    at: timestamp,
    action: z.string(),
    outcome,
    caller: z.object({ kind: callerKind, id: z.string().nullable(), label: z.string().nullable() }),
    object: z
      .object({ kind: z.string(), id: z.string().nullable(), label: z.string().nullable() })
      .nullable()
      .describe('The label is looked up when read and not hashed.'),
    requestId: z.string().nullable(),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    details: z
      .object({
        count: z.int().nullable(),
        ids: z.array(z.string()).nullable(),
        reason: z.string().nullable(),
      })
      .nullable(),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof auditEvent>;

export const auditFilter = z.strictObject({
  action: text.max(64).optional(),
  since: moment.optional(),
  until: moment.optional(),
  chain: z.enum(['own', 'instance']).optional().describe('The admin reads the instance’s own chain with "instance".'),
  ...page,
});
export type AuditFilter = z.infer<typeof auditFilter>;

/** `brokenAt` is the sequence of the first event that does not fit, or null. */
export const auditVerdict = z
  .object({ events: z.int(), head: z.string().nullable(), brokenAt: z.int().nullable() })
  .meta({ id: 'AuditVerdict' });
export type AuditVerdict = z.infer<typeof auditVerdict>;
