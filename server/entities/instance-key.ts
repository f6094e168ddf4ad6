import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';

/** The instance's own key, wrapped by a KEK. A ring that does not open it is the wrong ring. */
export const InstanceKeyRow = defineEntity({
  name: 'InstanceKeyRow',
  tableName: 'instance_key',
  properties: {
    id: p.uuid().primary(),
    kekId: p.string().length(64),
    wrapped: p.text(),
    createdAt: time(),
  },
});
