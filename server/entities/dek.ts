import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';
import { User } from './user.ts';

/** An owner's data key, wrapped by a KEK. `mac` covers id, owner, KEK, wrapped key and `active`. */
export const DekRow = defineEntity({
  name: 'DekRow',
  tableName: 'dek',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade'),
    kekId: p.string().length(64),
    wrapped: p.text(),
    /** New secrets are sealed under the owner's one active DEK; the others only open. */
    active: p.boolean(),
    /** Secrets sealed so far. A DEK is replaced long before GCM's random nonces wear out. */
    uses: p.integer(),
    createdAt: time(),
    mac: p.text(),
  },
  indexes: [{ properties: ['ownerId'] }],
  uniques: [
    {
      name: 'dek_one_active',
      expression: 'create unique index dek_one_active on dek (owner_id) where active',
    },
  ],
});
