import { z } from 'zod';
import { take } from '#server/vault/recovery-codes.ts';
import * as twoFactorTokens from '#server/vault/two-factor.ts';
import { reveal, revealMany } from '#server/vault/two-factor-reveals.ts';
import { update } from '#server/vault/two-factor-updates.ts';
import { byId } from '#shared/text.ts';
import {
  byIds,
  oneTimeCode,
  oneTimeCodes,
  type TwoFactor,
  takenRecoveryCode,
  twoFactor,
  twoFactorChange,
  twoFactorFilter,
  twoFactorInput,
} from '#shared/two-factor.ts';
import { router, scoped, sessionOnly } from './trpc.ts';

const tags = ['Two-factor tokens'];
const id = '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e33';
const [service, accountName] = ['GitHub', 'ada@example.com'];

const example: TwoFactor = {
  id,
  userId: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e00',
  service,
  accountName,
  notes: null,
  issuer: 'GitHub',
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  hasSecret: true,
  recoveryCodesTotal: 2,
  recoveryCodesLeft: 2,
  createdAt: '2026-11-24T09:00:00.000Z',
  updatedAt: '2026-11-24T09:00:00.000Z',
};
const code = { id, service, accountName, code: '287082', remainingSeconds: 17 };
const recoveryCodes = ['a1b2c-d3e4f', 'g5h6i-j7k8l'];

export const twoFactorRouter = router({
  list: scoped('2fa:read', 'two-factor.list')
    .meta({
      openapi: { method: 'GET', path: '/2fa', tags, summary: 'List two-factor tokens, without codes' },
      rest: { example: { request: { search: 'git' }, response: [example] } },
    })
    .input(twoFactorFilter)
    .output(z.array(twoFactor))
    .query(({ ctx, input }) => twoFactorTokens.list(ctx.vault, ctx.caller, input)),

  create: scoped('2fa:write', 'two-factor.create')
    .meta({
      openapi: {
        method: 'POST',
        path: '/2fa',
        tags,
        summary: 'Create a two-factor token',
        description:
          'At least one of `secret` (base32, or a whole otpauth://totp/ URI, which then says algorithm, digits and period itself) and `recoveryCodes`, which are taken in the order given.',
      },
      rest: {
        status: 201,
        idempotent: true,
        errors: ['IDEMPOTENCY_CONFLICT', 'WRITE_CONFLICT'],
        example: { request: { service, accountName, secret: 'JBSW Y3DP EHPK 3PXP', recoveryCodes }, response: example },
      },
    })
    .input(twoFactorInput)
    .output(twoFactor)
    .mutation(({ ctx, input }) => twoFactorTokens.create(ctx.vault, ctx.caller, input)),

  get: scoped('2fa:read', 'two-factor.get')
    .meta({
      openapi: { method: 'GET', path: '/2fa/{id}', tags, summary: 'Get a two-factor token, without codes' },
      rest: { errors: ['TWO_FACTOR_NOT_FOUND'], example: { request: { id }, response: example } },
    })
    .input(byId)
    .output(twoFactor)
    .query(({ ctx, input }) => twoFactorTokens.get(ctx.vault, ctx.caller, input.id)),

  update: scoped('2fa:write', 'two-factor.update')
    .meta({
      openapi: {
        method: 'PUT',
        path: '/2fa/{id}',
        tags,
        summary: 'Change a two-factor token',
        description:
          'Any subset of the fields. `recoveryCodes` takes the place of all there were; `secret: null` removes the secret where recovery codes are there.',
      },
      rest: {
        conditional: true,
        errors: ['TWO_FACTOR_NOT_FOUND', 'WRITE_CONFLICT'],
        example: { request: { id, recoveryCodes }, response: example },
      },
    })
    .input(twoFactorChange)
    .output(twoFactor)
    .mutation(({ ctx, input }) => update(ctx.vault, ctx.caller, input)),

  delete: scoped('2fa:write', 'two-factor.delete')
    .meta({
      openapi: { method: 'DELETE', path: '/2fa/{id}', tags, summary: 'Delete a two-factor token' },
      rest: { status: 204, errors: ['TWO_FACTOR_NOT_FOUND'], example: { request: { id } } },
    })
    .input(byId)
    .output(z.void())
    .mutation(({ ctx, input }) => twoFactorTokens.remove(ctx.vault, ctx.caller, input.id)),

  reveal: scoped('2fa:reveal', 'two-factor.reveal')
    .meta({
      openapi: { method: 'POST', path: '/2fa/{id}/reveal', tags, summary: 'Reveal the current one-time code' },
      rest: {
        secret: true,
        errors: ['TWO_FACTOR_NOT_FOUND', 'TWO_FACTOR_HAS_NO_SECRET', 'INTEGRITY_FAILURE', 'AUDIT_UNAVAILABLE'],
        example: { request: { id }, response: code },
      },
    })
    .input(byId)
    .output(oneTimeCode)
    .mutation(({ ctx, input }) => reveal(ctx.vault, ctx.caller, input.id)),

  takeRecoveryCode: scoped('2fa:reveal', 'two-factor.recovery-code')
    .meta({
      openapi: {
        method: 'POST',
        path: '/2fa/{id}/recovery-code',
        tags,
        summary: 'Take the next unused recovery code',
        description: 'Each is given once, for ever: no two callers get the same one.',
      },
      rest: {
        secret: true,
        errors: ['TWO_FACTOR_NOT_FOUND', 'RECOVERY_CODES_EXHAUSTED', 'INTEGRITY_FAILURE', 'WRITE_CONFLICT'],
        example: {
          request: { id },
          response: { id, service, accountName, recoveryCode: 'a1b2c-d3e4f', remaining: 1 },
        },
      },
    })
    .input(byId)
    .output(takenRecoveryCode)
    .mutation(({ ctx, input }) => take(ctx.vault, ctx.caller, input.id)),

  revealMany: sessionOnly('two-factor.reveal')
    .meta({
      openapi: {
        method: 'POST',
        path: '/2fa/reveal',
        tags,
        summary: 'Reveal this and the next code of several tokens',
        description: 'All of them or none, as one recorded event.',
      },
      rest: {
        secret: true,
        errors: ['TWO_FACTOR_NOT_FOUND', 'TWO_FACTOR_HAS_NO_SECRET', 'INTEGRITY_FAILURE', 'AUDIT_UNAVAILABLE'],
        example: { request: { ids: [id] }, response: [{ ...code, nextCode: '081804', period: 30 }] },
      },
    })
    .input(byIds)
    .output(oneTimeCodes)
    .mutation(({ ctx, input }) => revealMany(ctx.vault, ctx.caller, input.ids)),
});
