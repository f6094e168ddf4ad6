import { z } from 'zod';
import * as accessKeys from '#server/vault/access-keys.ts';
import { type AccessKey, accessKey, accessKeyFilter, accessKeyInput, newAccessKey } from '#shared/access-keys.ts';
import { byId } from '#shared/text.ts';
import { router, sessionOnly } from './trpc.ts';

const tags = ['Access keys'];

const example: AccessKey = {
  id: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e66',
  name: 'CI of the shop',
  keyPrefix: 'kagi_3rXq',
  scopes: ['entries:read', 'entries:reveal'],
  names: ['Shop'],
  environments: ['production'],
  expiresAt: '2027-02-22T09:00:00.000Z',
  lastUsedAt: null,
  createdAt: '2026-11-24T09:00:00.000Z',
};
const { id, name, scopes, names, environments, expiresAt } = example;

export const accessKeysRouter = router({
  list: sessionOnly('access-key.list')
    .meta({
      openapi: { method: 'GET', path: '/access-keys', tags, summary: 'List access keys' },
      rest: { example: { request: { limit: 50 }, response: [example] } },
    })
    .input(accessKeyFilter)
    .output(z.array(accessKey))
    .query(({ ctx, input }) => accessKeys.list(ctx.vault, ctx.caller, input)),

  create: sessionOnly('access-key.create')
    .meta({
      openapi: {
        method: 'POST',
        path: '/access-keys',
        tags,
        summary: 'Create an access key',
        description:
          'The key is in this answer alone. With a scope that gives secrets it asks for a sign-in within the last ten minutes.',
      },
      rest: {
        status: 201,
        secret: true,
        errors: ['AUTH_FRESH_SIGN_IN_REQUIRED', 'WRITE_CONFLICT'],
        example: {
          request: { name, scopes, names, environments, expiresAt },
          response: { ...example, key: 'kagi_3rXqExampleExampleExampleExampleExample0000' },
        },
      },
    })
    .input(accessKeyInput)
    .output(newAccessKey)
    .mutation(({ ctx, input }) => accessKeys.create(ctx.vault, ctx.caller, input)),

  revoke: sessionOnly('access-key.revoke')
    .meta({
      openapi: { method: 'DELETE', path: '/access-keys/{id}', tags, summary: 'Revoke an access key' },
      rest: { status: 204, errors: ['ACCESS_KEY_NOT_FOUND'], example: { request: { id } } },
    })
    .input(byId)
    .output(z.void())
    .mutation(({ ctx, input }) => accessKeys.revoke(ctx.vault, ctx.caller, input.id)),
});
