import { z } from 'zod';
import * as invitations from '#server/vault/invitations.ts';
import { type Invitation, invitation, invitationInput, newInvitation } from '#shared/account.ts';
import { byId } from '#shared/text.ts';
import { router, sessionOnly } from './trpc.ts';

const tags = ['Invitations'];

const example: Invitation = {
  id: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e88',
  email: 'grace@example.com',
  expiresAt: '2026-11-25T09:00:00.000Z',
  createdAt: '2026-11-24T09:00:00.000Z',
};
const { id, email } = example;

export const invitationsRouter = router({
  list: sessionOnly('account.list-invitations', { admin: true })
    .meta({
      openapi: { method: 'GET', path: '/invitations', tags, summary: 'List open invitations' },
      rest: { errors: ['AUTH_ADMIN_REQUIRED'], example: { request: {}, response: [example] } },
    })
    .input(z.strictObject({}))
    .output(z.array(invitation))
    .query(({ ctx }) => invitations.list(ctx.vault, ctx.caller)),

  create: sessionOnly('account.invite', { admin: true, fresh: true })
    .meta({
      openapi: {
        method: 'POST',
        path: '/invitations',
        tags,
        summary: 'Invite someone',
        description: 'The one-time link is in this answer alone.',
      },
      rest: {
        status: 201,
        secret: true,
        idempotent: true,
        errors: ['AUTH_ADMIN_REQUIRED', 'AUTH_FRESH_SIGN_IN_REQUIRED', 'EMAIL_IN_USE', 'IDEMPOTENCY_CONFLICT'],
        example: {
          request: { email },
          response: { ...example, url: 'https://kagi.example.com/accept#token=q6SxExampleExampleExample' },
        },
      },
    })
    .input(invitationInput)
    .output(newInvitation)
    .mutation(({ ctx, input }) => invitations.create(ctx.vault, ctx.caller, input.email)),

  delete: sessionOnly('account.uninvite', { admin: true, fresh: true })
    .meta({
      openapi: { method: 'DELETE', path: '/invitations/{id}', tags, summary: 'Take an invitation back' },
      rest: {
        status: 204,
        errors: ['AUTH_ADMIN_REQUIRED', 'AUTH_FRESH_SIGN_IN_REQUIRED', 'INVITATION_NOT_FOUND'],
        example: { request: { id } },
      },
    })
    .input(byId)
    .output(z.void())
    .mutation(({ ctx, input }) => invitations.remove(ctx.vault, ctx.caller, input.id)),
});
