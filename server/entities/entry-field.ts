import { defineEntity, p } from '@mikro-orm/core';
import { Entry } from './entry.ts';
import { User } from './user.ts';

/** One field of a group entry: an envelope of its own. */
export const EntryField = defineEntity({
  name: 'EntryField',
  tableName: 'entry_field',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade').index(),
    entryId: () => p.manyToOne(Entry).mapToPk().fieldName('entry_id').deleteRule('cascade'),
    name: p.string().length(255),
    /** Order in which the fields were given. */
    position: p.integer(),
    envelope: p.text().lazy(),
    fingerprint: p.text(),
    version: p.integer(),
  },
  uniques: [{ properties: ['entryId', 'name'] }],
});
