import * as overviews from '#server/vault/overview.ts';
import { overview, overviewInput } from '#shared/overview.ts';
import { router, sessionOnly } from './trpc.ts';

export const overviewRouter = router({
  /** On tRPC's wire alone: what the first page shows. Totals are the statistics'. */
  get: sessionOnly('account.overview')
    .input(overviewInput)
    .output(overview)
    .query(({ ctx, input }) => overviews.get(ctx.vault, ctx.caller, input.days)),
});
