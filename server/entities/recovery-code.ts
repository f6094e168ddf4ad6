import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';
import { TwoFactor } from './two-factor.ts';
import { User } from './user.ts';

/** One recovery code of a two-factor token: given out once. */
export const RecoveryCode = defineEntity({
  name: 'RecoveryCode',
  tableName: 'recovery_code',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade').index(),
    twoFactorId: () => p.manyToOne(TwoFactor).mapToPk().fieldName('two_factor_id').deleteRule('cascade'),
    position: p.integer(),
    envelope: p.text().lazy(),
    usedAt: time().nullable(),
  },
  uniques: [{ properties: ['twoFactorId', 'position'] }],
});
