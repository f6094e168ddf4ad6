import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';

/** A person. `mac` covers id, e-mail, role, password hash, `disabledAt` and `secondStepId`. */
export const User = defineEntity({
  name: 'User',
  tableName: 'user_account',
  properties: {
    id: p.uuid().primary(),
    email: p.string().length(320),
    name: p.string().length(255),
    role: p.string().length(16).$type<'admin' | 'user'>(),
    passwordHash: p.text().nullable(),
    disabledAt: time().nullable(),
    /** The `second_step` row that a sign-in by password asks for. */
    secondStepId: p.uuid().nullable(),
    createdAt: time(),
    updatedAt: time(),
    mac: p.text(),
  },
  uniques: [
    // Keycloak accounts may share an e-mail with a password account: an e-mail never links accounts.
    {
      name: 'user_account_email_unique',
      expression:
        'create unique index user_account_email_unique on user_account (lower(email)) where password_hash is not null',
    },
  ],
});
