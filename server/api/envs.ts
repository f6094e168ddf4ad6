import { z } from 'zod';
import * as envs from '#server/vault/envs.ts';
import {
  type EnvProject,
  envProject,
  envProjectChange,
  envProjectFilter,
  envProjectInput,
  envProjectWithFiles,
} from '#shared/envs.ts';
import { byId } from '#shared/text.ts';
import { exampleFile } from './envs-files.ts';
import { router, scoped } from './trpc.ts';

const tags = ['Env projects'];
const id = exampleFile.projectId;

const example: EnvProject = {
  id,
  userId: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e00',
  name: 'Shop',
  description: 'The web shop',
  fileCount: 1,
  createdAt: '2026-11-24T09:00:00.000Z',
  updatedAt: '2026-11-24T09:00:00.000Z',
};
const input = { name: 'Shop', description: 'The web shop' };

export const envsRouter = router({
  list: scoped('envs:read', 'env-project.list')
    .meta({
      openapi: { method: 'GET', path: '/envs', tags, summary: 'List env projects' },
      rest: { example: { request: { search: 'sho' }, response: [example] } },
    })
    .input(envProjectFilter)
    .output(z.array(envProject))
    .query(({ ctx, input }) => envs.list(ctx.vault, ctx.caller, input)),

  create: scoped('envs:write', 'env-project.create')
    .meta({
      openapi: { method: 'POST', path: '/envs', tags, summary: 'Create an env project' },
      rest: {
        status: 201,
        idempotent: true,
        errors: ['IDEMPOTENCY_CONFLICT', 'WRITE_CONFLICT'],
        example: { request: input, response: { ...example, fileCount: 0 } },
      },
    })
    .input(envProjectInput)
    .output(envProject)
    .mutation(({ ctx, input }) => envs.create(ctx.vault, ctx.caller, input)),

  get: scoped('envs:read', 'env-project.get')
    .meta({
      openapi: { method: 'GET', path: '/envs/{id}', tags, summary: 'Get an env project with its files' },
      rest: {
        errors: ['ENV_PROJECT_NOT_FOUND'],
        example: { request: { id }, response: { ...example, files: [exampleFile] } },
      },
    })
    .input(byId)
    .output(envProjectWithFiles)
    .query(({ ctx, input }) => envs.get(ctx.vault, ctx.caller, input.id)),

  update: scoped('envs:write', 'env-project.update')
    .meta({
      openapi: {
        method: 'PUT',
        path: '/envs/{id}',
        tags,
        summary: 'Change an env project',
        description: 'Any subset of the fields.',
      },
      rest: {
        conditional: true,
        errors: ['ENV_PROJECT_NOT_FOUND', 'WRITE_CONFLICT', 'INTEGRITY_FAILURE'],
        example: { request: { id, description: 'The web shop' }, response: example },
      },
    })
    .input(envProjectChange)
    .output(envProject)
    .mutation(({ ctx, input }) => envs.update(ctx.vault, ctx.caller, input)),

  delete: scoped('envs:write', 'env-project.delete')
    .meta({
      openapi: { method: 'DELETE', path: '/envs/{id}', tags, summary: 'Delete an env project with its files' },
      rest: { status: 204, errors: ['ENV_PROJECT_NOT_FOUND'], example: { request: { id } } },
    })
    .input(byId)
    .output(z.void())
    .mutation(({ ctx, input }) => envs.remove(ctx.vault, ctx.caller, input.id)),
});
