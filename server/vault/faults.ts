import { IntegrityError } from '#server/crypto/aead.ts';
import { isUnavailable } from '#server/db/unavailable.ts';
import { VaultError } from '#shared/errors.ts';

const RETRY_SECONDS = 2;

/** What a caller may be told of a fault, or null where it is a bug and he is told nothing. */
export function asVaultError(error: unknown): VaultError | null {
  if (error instanceof VaultError) return error;
  if (error instanceof IntegrityError) return integrityFailure(error);
  if (isUnavailable(error)) return new VaultError('UNAVAILABLE', { retryAfterSeconds: RETRY_SECONDS });
  return null;
}

function integrityFailure({ row }: IntegrityError): VaultError {
  if (row === null) return new VaultError('INTEGRITY_FAILURE');
  const what = `${row.table.replaceAll('_', ' ')} ${row.rowId}`;
  return new VaultError('INTEGRITY_FAILURE', {
    message: `A stored secret does not open (${what}). It was altered, or its key is missing.`,
  });
}
