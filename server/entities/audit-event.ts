import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';

/** Who did what to which row, when. Append-only; it outlives the rows and the users it names. */
export const AuditEvent = defineEntity({
  name: 'AuditEvent',
  tableName: 'audit_event',
  properties: {
    id: p.uuid().primary(),
    /** The owner whose chain this is; the nil UUID is the instance's own. */
    chainId: p.uuid(),
    sequence: p.integer(),
    at: time(),
    action: p.string().length(64),
    outcome: p.string().length(16).$type<'ok' | 'refused' | 'failed'>(),
    callerKind: p.string().length(16).$type<'session' | 'accessKey' | 'anonymous' | 'system'>(),
    callerId: p.uuid().nullable(),
    callerLabel: p.text().nullable(),
    objectKind: p.string().length(32).nullable(),
    objectId: p.text().nullable(),
    requestId: p.text().nullable(),
    address: p.text().nullable(),
    userAgent: p.text().nullable(),
    details: p.json().$type<{ count: number | null; ids: string[] | null; reason: string | null }>().nullable(),
    previousHash: p.text(),
    hash: p.text(),
  },
  indexes: [
    // The log only grows, so what the overview counts of it must not take reading the whole.
    {
      name: 'audit_event_reveals',
      expression:
        "create index audit_event_reveals on audit_event (chain_id, at) where action = 'entry.reveal' and outcome = 'ok'",
    },
  ],
  uniques: [{ properties: ['chainId', 'sequence'] }, { properties: ['chainId', 'previousHash'] }],
});
