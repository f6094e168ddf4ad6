import { exportAll } from '#server/vault/exports.ts';
import { exported, exportQuery } from '#shared/exports.ts';
import { router, scoped } from './trpc.ts';

const TEXT = 'text/plain; charset=utf-8';

export const exportsRouter = router({
  read: scoped('export:read', 'export.read')
    .meta({
      openapi: {
        method: 'GET',
        path: '/export',
        tags: ['Export'],
        summary: 'Export every value',
        description: 'As a dotenv file, as lines for a shell, or as JSON that carries everything.',
      },
      rest: {
        secret: true,
        originBound: true,
        contentTypes: [TEXT, 'application/json'],
        errors: ['INTEGRITY_FAILURE', 'AUDIT_UNAVAILABLE'],
        example: {
          request: { environment: 'production', format: 'dotenv' },
          response: '# Stripe — Shop (production)\nSTRIPE_SECRET_KEY=sk_live_example\n',
        },
      },
    })
    .input(exportQuery)
    .output(exported)
    .query(({ ctx, input }) => {
      const isJson = input.format === 'json';
      ctx.reply.download = {
        fileName: isJson ? 'kagi-export.json' : 'kagi-export.env',
        contentType: isJson ? 'application/json' : TEXT,
      };
      return exportAll(ctx.vault, ctx.caller, input);
    }),
});
