import { stillStands } from '#server/vault/sessions.ts';
import { change } from '#shared/changes.ts';
import { router, sessionOnly } from './trpc.ts';

export const liveRouter = router({
  /** What changes in the caller's vault, as it happens. */
  changes: sessionOnly('session.live').subscription(async function* ({ ctx, signal }) {
    const ended = signal ?? new AbortController().signal;
    for await (const one of ctx.vault.events.of(ctx.caller.userId, ended)) {
      if (!(await stillStands(ctx.vault, ctx.caller))) return;
      yield change.parse(one);
    }
  }),
});
