import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';

/** Failed sign-ins of one account or one address, by keyed hash; shared by all replicas. */
export const Throttle = defineEntity({
  name: 'Throttle',
  tableName: 'throttle',
  properties: {
    /** Keyed hash of `account:<e-mail>` or `address:<address>`. */
    subjectHash: p.text().primary(),
    failures: p.integer(),
    /** When the window of these failures began. */
    since: time(),
    /** Until when further tries are refused. */
    blockedUntil: time().nullable(),
  },
});
