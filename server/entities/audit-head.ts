import { defineEntity, p } from '@mikro-orm/core';

/** The last event of each chain, signed: a chain cut at its end no longer fits its head. */
export const AuditHead = defineEntity({
  name: 'AuditHead',
  tableName: 'audit_head',
  properties: {
    chainId: p.uuid().primary(),
    sequence: p.integer(),
    hash: p.text(),
    mac: p.text(),
  },
});
