import type { Caller } from '#server/auth/caller.ts';
import { IntegrityError } from '#server/crypto/aead.ts';
import type { Action } from '#shared/audit.ts';
import { type ErrorCode, VaultError } from '#shared/errors.ts';
import type { Vault } from './vault.ts';
import { eventOf } from './write.ts';

/** Records that a caller was refused for want of a right. */
export async function recordRefusal(vault: Vault, caller: Caller, action: Action, code: ErrorCode): Promise<void> {
  const event = eventOf(vault, caller, action, { outcome: 'refused', details: { reason: code } });
  await vault.audit.recordAhead(vault.em, event);
}

/** Records of a failed call what belongs in the log: a right that was found missing late, a secret that did not open. */
export async function recordFault(vault: Vault, caller: Caller, action: Action, error: unknown): Promise<void> {
  if (error instanceof IntegrityError) return recordIntegrityFailure(vault, caller, action, error);
  if (error instanceof VaultError && LATE_REFUSALS.has(error.code)) {
    return recordRefusal(vault, caller, action, error.code);
  }
}

const LATE_REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'AUTH_SCOPE_REQUIRED',
  'AUTH_SESSION_REQUIRED',
  'AUTH_ADMIN_REQUIRED',
  'AUTH_FRESH_SIGN_IN_REQUIRED',
]);

async function recordIntegrityFailure(vault: Vault, caller: Caller, action: Action, { row }: IntegrityError) {
  const object = row && { kind: row.table.replaceAll('_', '-'), id: row.rowId };
  const details = { reason: 'INTEGRITY_FAILURE' };
  const event = eventOf(vault, caller, action, { outcome: 'failed', details, ...(object ? { object } : {}) });
  await vault.audit.recordAhead(vault.em, event);
}
