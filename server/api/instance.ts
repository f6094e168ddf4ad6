import { z } from 'zod';
import * as instance from '#server/vault/instance.ts';
import { signInByKeycloak } from '#shared/instance.ts';
import { router, sessionOnly } from './trpc.ts';

export const instanceRouter = router({
  /** On tRPC's wire alone: what the admin's settings show. */
  keycloak: sessionOnly('account.instance', { admin: true })
    .input(z.strictObject({}))
    .output(signInByKeycloak)
    .query(({ ctx }) => instance.keycloak(ctx.vault)),
});
