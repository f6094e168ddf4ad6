import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';
import { User } from './user.ts';

/** A one-time link: an invitation, or a password reset. `mac` covers all but `createdAt`. */
export const Link = defineEntity({
  name: 'Link',
  tableName: 'link',
  properties: {
    id: p.uuid().primary(),
    kind: p.string().length(16).$type<'invitation' | 'password-reset'>(),
    /** Who invited, or whose password is reset. */
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade').index(),
    email: p.string().length(320),
    tokenHash: p.text().unique(),
    expiresAt: time(),
    createdAt: time(),
    mac: p.text(),
  },
});
