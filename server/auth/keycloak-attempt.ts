import { INSTANCE_CHAIN } from '#server/audit/event.ts';
import { IntegrityError } from '#server/crypto/aead.ts';
import type { Action } from '#shared/audit.ts';
import { VaultError } from '#shared/errors.ts';
import { type AuthContext, databaseNow } from './context.ts';
import { authEvent } from './events.ts';
import { SignInRefusal } from './keycloak-refusal.ts';
import { addressSubject, giveBack, reserve } from './throttle.ts';

/** What an attempt is recorded as when it fails, and in whose chain. */
export type Attempted = { action: Action; userId: string | null };

/**
 * Counts an attempt against the address that it comes from, as wrong passwords are, unless it succeeds or
 * Keycloak is to blame: strangers' forged answers would fill the log otherwise.
 * @throws {VaultError} RATE_LIMITED
 */
export async function throttled<T>(context: AuthContext, attempted: Attempted, work: () => Promise<T>): Promise<T> {
  const { em, keyring, origin } = context;
  const subjects = origin.address === null ? [] : [addressSubject(keyring.instance, origin.address)];
  const refusal = await reserve(em, subjects);
  if (refusal !== null) {
    if (refusal.isFirst) await record(context, attempted, 'RATE_LIMITED');
    const message = 'Too many sign-ins failed. Wait, then try again.';
    throw new VaultError('RATE_LIMITED', { message, retryAfterSeconds: refusal.retryAfterSeconds });
  }
  try {
    const result = await work();
    await giveBack(em, subjects);
    return result;
  } catch (error) {
    if (!(error instanceof SignInRefusal)) await giveBack(em, subjects);
    throw error;
  }
}

/** Runs an attempt, and records it if it fails for a reason that belongs in the log. */
export async function recorded<T>(context: AuthContext, attempted: Attempted, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = reasonOf(error);
    const userId = (error instanceof SignInRefusal ? error.userId : null) ?? attempted.userId;
    if (reason !== null) await record(context, { ...attempted, userId }, reason);
    throw error;
  }
}

/** What the log says of a failure, or null where it is a fault of ours. */
export function reasonOf(error: unknown): string | null {
  if (error instanceof SignInRefusal) return error.message;
  if (error instanceof IntegrityError) return 'INTEGRITY_FAILURE';
  return error instanceof VaultError && error.code === 'KEYCLOAK_UNAVAILABLE' ? error.code : null;
}

async function record(context: AuthContext, { action, userId }: Attempted, reason: string): Promise<void> {
  const at = { now: await databaseNow(context.em), origin: context.origin };
  const event = authEvent(at, action, { chainId: userId ?? INSTANCE_CHAIN, outcome: 'failed', reason });
  await context.audit.recordAhead(context.em, event);
}
