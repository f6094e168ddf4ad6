import { defineEntity, p } from '@mikro-orm/core';
import { Category } from './category.ts';
import { time } from './columns.ts';
import { User } from './user.ts';

/** One project's instance of a category in one environment. A group's values stand in `entry_field`. */
export const Entry = defineEntity({
  name: 'Entry',
  tableName: 'entry',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade'),
    categoryId: () => p.manyToOne(Category).mapToPk().fieldName('category_id').deleteRule('cascade').index(),
    name: p.string().length(255),
    environment: p.string().length(16).$type<'development' | 'staging' | 'production' | 'local'>(),
    notes: p.text().nullable(),
    fileName: p.string().length(255).nullable(),
    expiresAt: time().nullable(),
    /** The sealed value; null for a group. */
    envelope: p.text().nullable().lazy(),
    fingerprint: p.text().nullable(),
    /** Rises with every write of the value and is bound into the envelope. */
    version: p.integer(),
    createdAt: time(),
    updatedAt: time(),
  },
  indexes: [{ properties: ['ownerId', 'id'] }, { properties: ['ownerId', 'name'] }],
});
