import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';
import { User } from './user.ts';

/** A project whose whole dotenv files are kept. */
export const EnvProject = defineEntity({
  name: 'EnvProject',
  tableName: 'env_project',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade'),
    name: p.string().length(255),
    description: p.text().nullable(),
    createdAt: time(),
    updatedAt: time(),
  },
  indexes: [{ properties: ['ownerId', 'id'] }],
});
