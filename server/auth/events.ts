import { type EventCaller, type EventObject, INSTANCE_CHAIN, type NewEvent, type Origin } from '#server/audit/event.ts';
import type { Action } from '#shared/audit.ts';

export const ANONYMOUS: EventCaller = { kind: 'anonymous', id: null, label: null };
export const SYSTEM: EventCaller = { kind: 'system', id: null, label: null };

type Rest = {
  /** Whose chain; the instance's own, if left out. */
  chainId?: string;
  outcome?: NewEvent['outcome'];
  /** A stranger, if left out. */
  caller?: EventCaller;
  object?: EventObject;
  reason?: string;
  count?: number;
};

/** An event of signing in and out, of accounts and of what lets them in. */
export function authEvent(at: { now: Date; origin: Origin }, action: Action, rest: Rest = {}): NewEvent {
  const { chainId = INSTANCE_CHAIN, outcome = 'ok', caller = ANONYMOUS, object = null } = rest;
  const hasDetails = rest.reason !== undefined || rest.count !== undefined;
  const details = hasDetails ? { count: rest.count ?? null, ids: null, reason: rest.reason ?? null } : null;
  return { chainId, at: at.now, action, outcome, caller, object, origin: at.origin, details };
}

/** How the log names a signed-in person: by his session and his e-mail. */
export function sessionOf(id: string, user: { email: string }): EventCaller {
  return { kind: 'session', id, label: user.email };
}
