import type { EventDetails, EventObject, NewEvent } from '#server/audit/event.ts';
import type { Caller } from '#server/auth/caller.ts';
import { isConflict } from '#server/db/conflict.ts';
import type { Em } from '#server/db/query.ts';
import type { Action } from '#shared/audit.ts';
import { VaultError } from '#shared/errors.ts';
import { answerOnce } from './once.ts';
import { DekMissing } from './secrets.ts';
import type { Vault } from './vault.ts';

/**
 * Runs a change in one transaction with its audit events: all of it or nothing. A request with an
 * `Idempotency-Key` runs once; its repetition gets the first answer. Where a DEK was replaced between two of its
 * steps it begins anew.
 * @throws {VaultError} WRITE_CONFLICT if another request changed the same rows at the same time.
 */
export async function write<T>(vault: Vault, caller: Caller, work: (tx: Vault) => Promise<T>): Promise<T> {
  const run = () =>
    vault.em.transactional((em: Em) => {
      const tx = { ...vault, em, once: null };
      return vault.once === null ? work(tx) : answerOnce(tx, caller, vault.once, () => work(tx));
    });
  try {
    return await run().catch((error: unknown) => {
      if (error instanceof DekMissing) return run();
      throw error;
    });
  } catch (error) {
    throw isConflict(error) ? new VaultError('WRITE_CONFLICT') : error;
  }
}

/** Records what a caller does to a row, in the running write, and tells his other tabs. */
export async function recordWrite(tx: Vault, caller: Caller, action: Action, object: EventObject): Promise<void> {
  await tx.audit.record(tx.em, eventOf(tx, caller, action, { object }));
  await tx.events.changed(tx.em, caller.userId, { noun: nounOf(action), id: object.id });
}

/** An event of this request, done by this caller, in his own chain. */
export function eventOf(
  vault: Vault,
  caller: Caller,
  action: Action,
  rest: Partial<{ object: EventObject; outcome: NewEvent['outcome']; details: Partial<EventDetails> }> = {},
): NewEvent {
  const { kind, id, label } = caller;
  return {
    chainId: caller.userId,
    at: vault.now,
    action,
    outcome: rest.outcome ?? 'ok',
    caller: { kind, id, label },
    object: rest.object ?? null,
    origin: vault.origin,
    details: rest.details ? { count: null, ids: null, reason: null, ...rest.details } : null,
  };
}

/** The later of now and just after `updatedAt`: it rises with every change, so it tells revisions apart. */
export function nextUpdatedAt(vault: Vault, updatedAt: Date): Date {
  return new Date(Math.max(vault.now.getTime(), updatedAt.getTime() + 1));
}

/** The `ETag` of a resource: its `updatedAt`. */
export function etagOf(updatedAt: Date): string {
  return `"${updatedAt.getTime().toString(36)}"`;
}

/** @throws {VaultError} PRECONDITION_FAILED if the request's `If-Match` names another revision. */
export function demandMatch(vault: Vault, updatedAt: Date): void {
  const { ifMatch } = vault;
  if (ifMatch === null || ifMatch.trim() === '*') return;
  const wanted = ifMatch.split(',').map((tag) => tag.trim());
  if (!wanted.includes(etagOf(updatedAt))) throw new VaultError('PRECONDITION_FAILED');
}

function nounOf(action: Action) {
  // An action begins with a noun by its type; split forgets that.
  return action.split('.')[0] as Parameters<Vault['events']['changed']>[2]['noun'];
}
