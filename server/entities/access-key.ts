import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';
import { User } from './user.ts';

/** A program's bearer token, stored as a keyed hash. `mac` covers all but `name`, `keyPrefix`, `lastUsedAt`. */
export const AccessKey = defineEntity({
  name: 'AccessKey',
  tableName: 'access_key',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade').index(),
    name: p.string().length(255),
    keyPrefix: p.string().length(16),
    tokenHash: p.text().unique(),
    scopes: p.array(),
    names: p.array().nullable(),
    environments: p.array().nullable(),
    expiresAt: time().nullable(),
    lastUsedAt: time().nullable(),
    createdAt: time(),
    mac: p.text(),
  },
});
