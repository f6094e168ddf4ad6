import { z } from 'zod';
import { status } from '#server/vault/encryption.ts';
import { type EncryptionStatus, encryptionStatus } from '#shared/account.ts';
import { router, sessionOnly } from './trpc.ts';

const example: EncryptionStatus = {
  primaryKek: '8f434346',
  keks: [{ id: '8f434346', deks: 1 }],
  deks: [
    {
      id: '01990f3e-7c1a-7b3e-9d6f-2f1a7f0c4e99',
      kekId: '8f434346',
      active: true,
      uses: 48,
      createdAt: '2026-11-24T09:00:00.000Z',
    },
  ],
  rotation: 'none',
};

export const encryptionRouter = router({
  status: sessionOnly('account.encryption')
    .meta({
      openapi: {
        method: 'GET',
        path: '/encryption',
        tags: ['Encryption'],
        summary: 'How the keys of the vault stand',
        description: 'Ids and counts, never a key.',
      },
      rest: { example: { request: {}, response: example } },
    })
    .input(z.strictObject({}))
    .output(encryptionStatus)
    .query(({ ctx }) => status(ctx.vault, ctx.caller)),
});
