import { type AnyTRPCRouter, initTRPC, TRPCError } from '@trpc/server';
import type { Caller, SessionCaller } from '#server/auth/caller.ts';
import { asVaultError } from '#server/vault/faults.ts';
import { recordFault, recordRefusal } from '#server/vault/refusals.ts';
import type { Action } from '#shared/audit.ts';
import { VaultError } from '#shared/errors.ts';
import type { Scope } from '#shared/scopes.ts';
import type { Context, Identified } from './context.ts';
import type { Access, Meta } from './meta.ts';
import { trpcCodeOf, wireErrorOf } from './wire-error.ts';

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false,
    // A stream ends now and then, so that its session is looked at again.
    sse: { ping: { enabled: true, intervalMs: 15_000 }, maxDurationMs: 300_000 },
    errorFormatter({ shape, error, ctx }) {
      const { body } = wireErrorOf(error, ctx?.requestId ?? null);
      return { ...shape, message: body.error, data: { ...shape.data, kagi: body } };
    },
  });

export const router = t.router;

/** For access keys that have the scope, and for every session. */
export function scoped(scope: Scope, action: Action) {
  return guarded({ kind: 'scoped', scope, action }, ({ caller }) =>
    mayUse(caller, scope)
      ? caller
      : new VaultError('AUTH_SCOPE_REQUIRED', { message: `This access key lacks the scope ${scope}.` }),
  );
}

/** For signed-in people alone: no access key, whatever its scopes. */
export function sessionOnly(action: Action, demands: { fresh?: boolean; admin?: boolean } = {}) {
  const { fresh = false, admin = false } = demands;
  return guarded({ kind: 'session', action, fresh, admin }, ({ caller }): SessionCaller | VaultError => {
    if (caller.kind !== 'session') return new VaultError('AUTH_SESSION_REQUIRED');
    if (admin && caller.role !== 'admin') return new VaultError('AUTH_ADMIN_REQUIRED');
    if (fresh && !caller.isFresh) return new VaultError('AUTH_FRESH_SIGN_IN_REQUIRED');
    return caller;
  });
}

/** For anyone; its procedure knows no caller and no vault. */
export function open() {
  return base.meta({ access: { kind: 'open' } }).use(({ ctx, next }) => {
    ctx.rest?.input();
    return next();
  });
}

/** The scope check: a session may everything that its user may, a key what its scopes say. */
export function mayUse(caller: Caller, scope: Scope): boolean {
  return caller.kind === 'session' || caller.scopes.includes(scope);
}

/** @throws {Error} naming the first procedure that says nothing of who may call it. */
export function assertGuarded(whole: AnyTRPCRouter): void {
  // tRPC keeps the procedures flat, by path; its types show the nested record. Only this file makes procedures.
  const procedures = whole._def.procedures as Record<string, { _def: { meta?: Meta } }>;
  for (const [path, { _def }] of Object.entries(procedures)) {
    if (_def.meta?.access === undefined) throw new Error(`The procedure ${path} names no guard.`);
  }
}

/**
 * The REST adapter hands over a complete input, read after the guard: nobody makes us parse what he may not send.
 * What a caller may be told of a fault is translated here; one step for both, since each costs every request.
 */
const base = t.procedure.use(async ({ ctx, next, getRawInput }) => {
  const { rest } = ctx;
  const options = { getRawInput: rest === null ? getRawInput : async () => rest.input() };
  // tRPC heeds getRawInput here, but its types do not say so.
  const result = await next(options as Parameters<typeof next>[0]);
  if (result.ok) return result;
  const fault = asVaultError(result.error.cause);
  if (fault === null) return result;
  throw new TRPCError({ code: trpcCodeOf(fault.code), message: fault.message, cause: fault });
});

function guarded<C extends Caller>(
  access: Exclude<Access, { kind: 'open' }>,
  admit: (who: Identified) => C | VaultError,
) {
  return base.meta({ access }).use(async ({ ctx, meta, type, path, next }) => {
    const who = await ctx.identify();
    demandOrigin(ctx, who.caller, type === 'mutation' || meta?.rest?.originBound === true);
    const admitted = admit(who);
    if (admitted instanceof VaultError) {
      await recordRefusal(who.vault, who.caller, access.action, admitted.code);
      throw admitted;
    }
    // A procedure that takes nothing would not read the request, and so would not refuse what it does not know.
    ctx.rest?.input();
    const vault = { ...who.vault, once: onceOf(ctx, meta, path) };
    const result = await next({ ctx: { caller: admitted, vault, reply: ctx.reply } });
    if (!result.ok) await recordFault(who.vault, who.caller, access.action, result.error.cause);
    return result;
  });
}

/** A browser sends its cookie along with whatever another site makes it ask for. */
function demandOrigin(ctx: Context, caller: Caller, isChange: boolean): void {
  if (caller.kind === 'session' && isChange && !ctx.isSameOrigin) throw new VaultError('AUTH_ORIGIN_REJECTED');
}

function onceOf({ rest }: Context, meta: Meta | undefined, route: string) {
  if (rest === null || rest.idempotencyKey === null || meta?.rest?.idempotent !== true) return null;
  return { route, key: rest.idempotencyKey, body: rest.input() };
}
