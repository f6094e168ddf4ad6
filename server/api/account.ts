import { z } from 'zod';
import * as accounts from '#server/vault/account.ts';
import { wipe } from '#server/vault/account-wipe.ts';
import { type Account, account, accountChange, wipeInput } from '#shared/account.ts';
import { router, sessionOnly } from './trpc.ts';

const tags = ['Account'];

const example: Account = {
  id: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e00',
  email: 'ada@example.com',
  name: 'Ada',
  role: 'admin',
  hasPassword: true,
  secondStep: null,
  identities: [],
};

export const accountRouter = router({
  /** On tRPC's wire alone: what the settings page shows. */
  get: sessionOnly('account.get')
    .input(z.strictObject({}))
    .output(account)
    .query(({ ctx }) => accounts.get(ctx.vault, ctx.caller)),

  update: sessionOnly('account.update')
    .meta({
      openapi: {
        method: 'PUT',
        path: '/account',
        tags,
        summary: 'Change your name or e-mail',
        description: 'Another e-mail asks for a sign-in within the last ten minutes.',
      },
      rest: {
        errors: ['AUTH_FRESH_SIGN_IN_REQUIRED', 'EMAIL_IN_USE', 'WRITE_CONFLICT'],
        example: { request: { name: 'Ada' }, response: example },
      },
    })
    .input(accountChange)
    .output(account)
    .mutation(({ ctx, input }) => accounts.update(ctx.vault, ctx.caller, input)),

  unlinkIdentity: sessionOnly('account.unlink', { fresh: true })
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/account/identity',
        tags,
        summary: 'Unlink your account at the OpenID provider',
        description: 'Only where a password is set: otherwise nothing would be left to sign in with.',
      },
      rest: { status: 204, errors: ['AUTH_FRESH_SIGN_IN_REQUIRED'], example: { request: {} } },
    })
    .input(z.strictObject({}))
    .output(z.void())
    .mutation(({ ctx }) => accounts.unlinkIdentity(ctx.vault, ctx.caller)),

  wipe: sessionOnly('account.wipe', { fresh: true })
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/account/data',
        tags,
        summary: 'Delete everything you keep',
        description:
          'Categories, entries, two-factor tokens, env projects and files, and access keys: all of it or nothing. Your account, your sessions and the audit log stay.',
      },
      rest: {
        status: 204,
        errors: ['AUTH_FRESH_SIGN_IN_REQUIRED', 'WRITE_CONFLICT'],
        example: { request: { confirm: example.email } },
      },
    })
    .input(wipeInput)
    .output(z.void())
    .mutation(({ ctx, input }) => wipe(ctx.vault, ctx.caller, input)),
});
