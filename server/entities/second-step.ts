import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';
import { User } from './user.ts';

/** What a sign-in by password asks for besides it. That a user has one is in his own row, under its MAC. */
export const SecondStep = defineEntity({
  name: 'SecondStep',
  tableName: 'second_step',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade').unique(),
    envelope: p.text().lazy(),
    /** The last period of 30 s since 1970 whose code was taken: none is taken twice. */
    usedStep: p.integer(),
    /** Keyed hashes of the recovery codes that are left. */
    recoveryHashes: p.array(),
    createdAt: time(),
  },
});
