import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';
import { User } from './user.ts';

/** The kind and form of a secret. `mac` covers id, owner, key type, variable name and field names. */
export const Category = defineEntity({
  name: 'Category',
  tableName: 'category',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade'),
    name: p.string().length(255),
    keyType: p.string().length(16).$type<'simple' | 'group' | 'ssh' | 'json'>(),
    envVarName: p.string().length(255).nullable(),
    fieldDefinitions: p.array().nullable(),
    icon: p.string().length(64).nullable(),
    color: p.string().length(7).nullable(),
    description: p.text().nullable(),
    createdAt: time(),
    updatedAt: time(),
    mac: p.text(),
  },
  indexes: [{ properties: ['ownerId', 'id'] }],
});
