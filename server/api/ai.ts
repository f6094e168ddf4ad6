import { extract } from '#server/vault/extraction.ts';
import { extracted, extractInput } from '#shared/ai.ts';
import { VaultError } from '#shared/errors.ts';
import { mayUse, router, scoped } from './trpc.ts';

const TEXT = 'text/plain; charset=utf-8';

export const aiRouter = router({
  extract: scoped('ai:extract', 'ai.extract')
    .meta({
      openapi: {
        method: 'POST',
        path: '/ai/extract',
        tags: ['AI'],
        summary: 'Extract a dotenv file from a description',
        description:
          'A model, where one is configured, sees names only. `mode: "plan"` decrypts nothing; `choose` opens exactly what it names and needs entries:reveal too. `Accept: application/json` answers the plan with the file.',
      },
      rest: {
        secret: true,
        contentTypes: [TEXT, 'application/json'],
        errors: ['ENTRY_NOT_FOUND', 'AI_UNAVAILABLE', 'INTEGRITY_FAILURE', 'AUDIT_UNAVAILABLE'],
        example: {
          request: { prompt: 'A Next.js shop with Stripe' },
          response: '# Stripe — Shop (development)\nSTRIPE_SECRET_KEY=sk_test_example\n',
        },
      },
    })
    .input(extractInput)
    .output(extracted)
    .mutation(async ({ ctx, input }) => {
      if (input.choose !== undefined && !mayUse(ctx.caller, 'entries:reveal')) {
        throw new VaultError('AUTH_SCOPE_REQUIRED', { message: 'This access key lacks the scope entries:reveal.' });
      }
      const extraction = await extract(ctx.vault, ctx.caller, input);
      if (ctx.wantsJson || extraction.env === undefined) return extraction;
      ctx.reply.contentType = TEXT;
      return extraction.env;
    }),
});
