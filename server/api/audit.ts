import { z } from 'zod';
import { list, verify } from '#server/vault/audit.ts';
import { type AuditEvent, auditEvent, auditFilter, auditVerdict } from '#shared/audit.ts';
import { router, scoped, sessionOnly } from './trpc.ts';

const tags = ['Audit'];

const example: AuditEvent = {
  id: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4eaa',
  sequence: 42,
  at: '2026-11-24T09:30:00.000Z',
  action: 'entry.reveal',
  outcome: 'ok',
  caller: { kind: 'accessKey', id: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e66', label: 'kagi_3rXq' },
  object: { kind: 'entry', id: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e22', label: 'Shop' },
  requestId: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4ebb',
  address: '192.0.2.7',
  userAgent: 'curl/8.10.1',
  details: null,
  previousHash: '4ab6e2d1'.repeat(8),
  hash: '9c1f07b3'.repeat(8),
};

export const auditRouter = router({
  list: scoped('audit:read', 'account.read-audit')
    .meta({
      openapi: {
        method: 'GET',
        path: '/audit',
        tags,
        summary: 'Read the audit log',
        description:
          'Newest first, 1,000 events at most when not asked otherwise. The admin’s session reads the instance’s own chain with `chain=instance`.',
      },
      rest: {
        errors: ['AUTH_SESSION_REQUIRED', 'AUTH_ADMIN_REQUIRED'],
        example: { request: { action: 'entry.reveal', since: '2026-11-24T00:00:00Z' }, response: [example] },
      },
    })
    .input(auditFilter)
    .output(z.array(auditEvent))
    .query(({ ctx, input }) => list(ctx.vault, ctx.caller, input)),

  verify: sessionOnly('account.verify-audit')
    .meta({
      openapi: {
        method: 'POST',
        path: '/audit/verify',
        tags,
        summary: 'Verify the chain of the audit log',
        description: '`brokenAt` is the sequence of the first event that does not fit, or null.',
      },
      rest: { example: { request: {}, response: { events: 42, head: example.hash, brokenAt: null } } },
    })
    .input(z.strictObject({}))
    .output(auditVerdict)
    .mutation(({ ctx }) => verify(ctx.vault, ctx.caller)),
});
