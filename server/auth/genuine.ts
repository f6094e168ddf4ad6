import { IntegrityError, type RowRef } from '#server/crypto/aead.ts';
import type { Action } from '#shared/audit.ts';
import { type ErrorCode, VaultError } from '#shared/errors.ts';
import type { AuthContext } from './context.ts';
import { authEvent } from './events.ts';

/** What a forged row asked for, in whose chain that is recorded, and what the caller is told. */
export type Attempt = { now: Date; ownerId: string; action: Action; refusal: ErrorCode };

/**
 * Runs a check of rows that grant authority. A forged one is recorded, and refused as if it were not there:
 * whoever forged it learns nothing from the answer.
 * @throws {VaultError} the attempt's refusal, or AUDIT_UNAVAILABLE.
 */
export async function demandGenuine(context: AuthContext, attempt: Attempt, check: () => void): Promise<void> {
  const forged = forgedRow(check);
  if (forged === null) return;
  const { now, ownerId, action, refusal } = attempt;
  const rest = { chainId: ownerId, outcome: 'failed', object: objectOf(forged), reason: 'INTEGRITY_FAILURE' } as const;
  await context.audit.recordAhead(context.em, authEvent({ now, origin: context.origin }, action, rest));
  throw new VaultError(refusal);
}

/** The first row that does not fit its MAC, or null. */
export function forgedRow(check: () => void): RowRef | null {
  try {
    check();
    return null;
  } catch (error) {
    if (!(error instanceof IntegrityError) || error.row === null) throw error;
    return error.row;
  }
}

/** How the log names a row. */
export function objectOf({ table, rowId }: RowRef) {
  return { kind: table === 'user_account' ? 'account' : table.replaceAll('_', '-'), id: rowId };
}
