import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';
import { User } from './user.ts';

/** A second factor of some service: a TOTP seed, recovery codes, or both. */
export const TwoFactor = defineEntity({
  name: 'TwoFactor',
  tableName: 'two_factor',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade'),
    service: p.string().length(255),
    accountName: p.string().length(255).nullable(),
    notes: p.text().nullable(),
    issuer: p.string().length(255).nullable(),
    algorithm: p.string().length(8).$type<'SHA1' | 'SHA256' | 'SHA512'>().nullable(),
    digits: p.integer().nullable(),
    period: p.integer().nullable(),
    /** The sealed seed, base32; null when there are recovery codes only. */
    envelope: p.text().nullable().lazy(),
    version: p.integer(),
    createdAt: time(),
    updatedAt: time(),
  },
  indexes: [{ properties: ['ownerId', 'id'] }],
});
