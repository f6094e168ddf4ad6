import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';
import { User } from './user.ts';

/** What a create or import under an `Idempotency-Key` answered, sealed. */
export const Idempotency = defineEntity({
  name: 'Idempotency',
  tableName: 'idempotency',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade'),
    route: p.string().length(64),
    key: p.string().length(255),
    bodyHash: p.text(),
    envelope: p.text().nullable().lazy(),
    createdAt: time().index(),
  },
  uniques: [{ properties: ['ownerId', 'route', 'key'] }],
});
