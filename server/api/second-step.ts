import { z } from 'zod';
import * as secondStep from '#server/vault/second-step.ts';
import { recoveryCodes, secondStepInput, secondStepSeed } from '#shared/account.ts';
import { router, sessionOnly } from './trpc.ts';

const tags = ['Account'];
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const codes = { recoveryCodes: ['k7m2q-x9w4d', 'p3r8t-h5n6v'] };

/** The second step of a sign-in by password: a code of an authenticator app. */
export const secondStepRouter = router({
  propose: sessionOnly('account.second-step-seed', { fresh: true })
    .meta({
      openapi: {
        method: 'POST',
        path: '/account/second-step/seed',
        tags,
        summary: 'Make a secret for an authenticator app',
        description: 'Nothing is stored: turn the second step on with this secret and a code of it.',
      },
      rest: {
        secret: true,
        errors: ['AUTH_FRESH_SIGN_IN_REQUIRED'],
        example: {
          request: {},
          response: { secret, uri: `otpauth://totp/Kagi%20kagi.example.com:ada%40example.com?secret=${secret}` },
        },
      },
    })
    .input(z.strictObject({}))
    .output(secondStepSeed)
    .mutation(({ ctx }) => secondStep.propose(ctx.vault, ctx.caller)),

  turnOn: sessionOnly('account.second-step-on', { fresh: true })
    .meta({
      openapi: {
        method: 'POST',
        path: '/account/second-step',
        tags,
        summary: 'Ask for a code at sign-in',
        description: 'Sign-in by password then asks for a code, too. The recovery codes are in this answer alone.',
      },
      rest: {
        status: 201,
        secret: true,
        errors: ['AUTH_FRESH_SIGN_IN_REQUIRED', 'SECOND_STEP_ON', 'WRITE_CONFLICT'],
        example: { request: { secret, code: '123456' }, response: codes },
      },
    })
    .input(secondStepInput)
    .output(recoveryCodes)
    .mutation(({ ctx, input }) => secondStep.turnOn(ctx.vault, ctx.caller, input)),

  renewCodes: sessionOnly('account.recovery-codes', { fresh: true })
    .meta({
      openapi: {
        method: 'POST',
        path: '/account/second-step/recovery-codes',
        tags,
        summary: 'Replace the recovery codes of your sign-in',
        description: 'The old ones no longer let in. The new ones are in this answer alone.',
      },
      rest: {
        status: 201,
        secret: true,
        errors: ['AUTH_FRESH_SIGN_IN_REQUIRED', 'SECOND_STEP_OFF', 'WRITE_CONFLICT'],
        example: { request: {}, response: codes },
      },
    })
    .input(z.strictObject({}))
    .output(recoveryCodes)
    .mutation(({ ctx }) => secondStep.renewCodes(ctx.vault, ctx.caller)),

  turnOff: sessionOnly('account.second-step-off', { fresh: true })
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/account/second-step',
        tags,
        summary: 'Ask for the password alone at sign-in',
      },
      rest: {
        status: 204,
        errors: ['AUTH_FRESH_SIGN_IN_REQUIRED', 'SECOND_STEP_OFF', 'WRITE_CONFLICT'],
        example: { request: {} },
      },
    })
    .input(z.strictObject({}))
    .output(z.void())
    .mutation(({ ctx }) => secondStep.turnOff(ctx.vault, ctx.caller)),
});
