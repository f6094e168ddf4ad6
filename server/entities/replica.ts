import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';

/** A server that shares the database with others, as it last said of itself: which KEKs it holds, primary first. */
export const Replica = defineEntity({
  name: 'Replica',
  tableName: 'replica',
  properties: {
    id: p.uuid().primary(),
    /** Host and process, for the operator. */
    name: p.string().length(255),
    kekIds: p.array(),
    seenAt: time(),
  },
});
