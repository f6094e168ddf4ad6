import { VaultError } from '#shared/errors.ts';
import { accessKeyCaller } from './access-key-caller.ts';
import type { Caller } from './caller.ts';
import { sessionCaller } from './session-caller.ts';
import type { AuthDeps } from './state.ts';

/** What a request shows: its `Authorization` header, and the value of its session cookie. */
export type Credentials = { authorization: string | undefined; cookie: string | undefined };

/** Who is calling, and the database's clock as it was then. */
export type Authenticated = { caller: Caller; now: Date };

/**
 * Says who makes a request, with one query. A header alone decides where there is one: the cookie is ignored.
 * @throws {VaultError} AUTH_INVALID_KEY, AUTH_REQUIRED; AUDIT_UNAVAILABLE if a forged row could not be recorded.
 */
export function authenticate(deps: AuthDeps, { authorization, cookie }: Credentials): Promise<Authenticated> {
  if (authorization !== undefined) return accessKeyCaller(deps, authorization);
  if (cookie !== undefined) return sessionCaller(deps, cookie);
  return Promise.reject(new VaultError('AUTH_REQUIRED'));
}
