import type { FastifyRequest } from 'fastify';
import type { Context } from '#server/api/context.ts';
import type { Caller, SessionCaller } from '#server/auth/caller.ts';
import { recordRefusal } from '#server/vault/refusals.ts';
import type { Action } from '#shared/audit.ts';
import { type ErrorCode, VaultError } from '#shared/errors.ts';

/** What a route asks of the session; a refusal is recorded under `action`. */
export type Guard = { action: Action; isChange: boolean; fresh?: boolean };

/**
 * The signed-in person who makes a request, as `sessionOnly` of the contract admits him.
 * @throws {VaultError} AUTH_REQUIRED, AUTH_INVALID_KEY, AUTH_ORIGIN_REJECTED, AUTH_SESSION_REQUIRED,
 * AUTH_FRESH_SIGN_IN_REQUIRED, RATE_LIMITED.
 */
export async function sessionOf(context: Context, { action, isChange, fresh = false }: Guard): Promise<SessionCaller> {
  const { caller, vault } = await context.identify();
  if (caller.kind === 'session' && isChange && !context.isSameOrigin) throw new VaultError('AUTH_ORIGIN_REJECTED');
  const admitted = admit(caller, fresh);
  if (typeof admitted !== 'string') return admitted;
  await recordRefusal(vault, caller, action, admitted);
  throw new VaultError(admitted);
}

function admit(caller: Caller, fresh: boolean): SessionCaller | ErrorCode {
  if (caller.kind !== 'session') return 'AUTH_SESSION_REQUIRED';
  return fresh && !caller.isFresh ? 'AUTH_FRESH_SIGN_IN_REQUIRED' : caller;
}

/**
 * Refuses a way in that another site's page opens: it would sign people in as someone else. A program that
 * sends neither header is no browser, and carries nobody's cookie.
 * @throws {VaultError} AUTH_ORIGIN_REJECTED
 */
export function demandNotForeign({ isSameOrigin }: Context, { headers }: FastifyRequest): void {
  const isBrowser = headers['sec-fetch-site'] !== undefined || headers.origin !== undefined;
  if (isBrowser && !isSameOrigin) throw new VaultError('AUTH_ORIGIN_REJECTED');
}
