import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';
import { User } from './user.ts';

/** An account at an OpenID provider that signs in as a user. `mac` covers all but `createdAt`. */
export const Identity = defineEntity({
  name: 'Identity',
  tableName: 'identity',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade').index(),
    issuer: p.text(),
    subject: p.text(),
    createdAt: time(),
    mac: p.text(),
  },
  uniques: [{ properties: ['issuer', 'subject'] }],
});
