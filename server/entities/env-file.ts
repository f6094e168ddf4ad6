import { defineEntity, p } from '@mikro-orm/core';
import { time } from './columns.ts';
import { EnvProject } from './env-project.ts';
import { User } from './user.ts';

/** One dotenv file of a project, sealed whole. */
export const EnvFile = defineEntity({
  name: 'EnvFile',
  tableName: 'env_file',
  properties: {
    id: p.uuid().primary(),
    ownerId: () => p.manyToOne(User).mapToPk().fieldName('owner_id').deleteRule('cascade').index(),
    projectId: () => p.manyToOne(EnvProject).mapToPk().fieldName('project_id').deleteRule('cascade'),
    fileType: p.string().length(255),
    /** Bytes of the content in UTF-8. */
    size: p.integer(),
    envelope: p.text().lazy(),
    version: p.integer(),
    createdAt: time(),
    updatedAt: time(),
  },
  uniques: [{ properties: ['projectId', 'fileType'] }],
});
