import { z } from 'zod';
import * as envFiles from '#server/vault/env-files.ts';
import { type EnvFile, envFile, envFileFilter, envFileInput, envFileRef, revealedEnvFile } from '#shared/envs.ts';
import { router, scoped } from './trpc.ts';

const tags = ['Env files'];
const id = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e44';
const fileId = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e55';
const fileType = 'env.production';
const content = 'PORT=3000\n';

export const exampleFile: EnvFile = {
  id: fileId,
  projectId: id,
  fileType,
  size: content.length,
  createdAt: '2026-11-24T09:00:00.000Z',
  updatedAt: '2026-11-24T09:00:00.000Z',
};

export const envFilesRouter = router({
  list: scoped('envs:read', 'env-file.list')
    .meta({
      openapi: { method: 'GET', path: '/envs/{id}/files', tags, summary: 'List the files of an env project' },
      rest: { errors: ['ENV_PROJECT_NOT_FOUND'], example: { request: { id }, response: [exampleFile] } },
    })
    .input(envFileFilter)
    .output(z.array(envFile))
    .query(({ ctx, input }) => envFiles.list(ctx.vault, ctx.caller, input)),

  put: scoped('envs:write', 'env-file.put')
    .meta({
      openapi: {
        method: 'POST',
        path: '/envs/{id}/files',
        tags,
        summary: 'Create or replace the file of a type',
        description:
          'Answers 201 for a new file, 200 where the one of that type was replaced: it keeps its id and `createdAt`. With `If-None-Match: *` it is never replaced: 412.',
      },
      rest: {
        status: 201,
        idempotent: true,
        conditional: true,
        large: true,
        errors: ['ENV_PROJECT_NOT_FOUND', 'IDEMPOTENCY_CONFLICT', 'WRITE_CONFLICT'],
        example: { request: { id, fileType, content }, response: exampleFile },
      },
    })
    .input(envFileInput)
    .output(envFile)
    .mutation(async ({ ctx, input }) => {
      const { file, isNew } = await envFiles.put(ctx.vault, ctx.caller, input);
      ctx.reply.created = isNew;
      return file;
    }),

  delete: scoped('envs:write', 'env-file.delete')
    .meta({
      openapi: { method: 'DELETE', path: '/envs/{id}/files/{fileId}', tags, summary: 'Delete an env file' },
      rest: { status: 204, errors: ['ENV_FILE_NOT_FOUND'], example: { request: { id, fileId } } },
    })
    .input(envFileRef)
    .output(z.void())
    .mutation(({ ctx, input }) => envFiles.remove(ctx.vault, ctx.caller, input)),

  reveal: scoped('envs:reveal', 'env-file.reveal')
    .meta({
      openapi: {
        method: 'POST',
        path: '/envs/{id}/files/{fileId}/reveal',
        tags,
        summary: 'Reveal the content of an env file',
      },
      rest: {
        secret: true,
        errors: ['ENV_FILE_NOT_FOUND', 'INTEGRITY_FAILURE', 'AUDIT_UNAVAILABLE'],
        example: { request: { id, fileId }, response: { id: fileId, projectId: id, fileType, content } },
      },
    })
    .input(envFileRef)
    .output(revealedEnvFile)
    .mutation(async ({ ctx, input }) => {
      const { file, updatedAt } = await envFiles.reveal(ctx.vault, ctx.caller, input);
      ctx.reply.updatedAt = updatedAt;
      return file;
    }),
});
