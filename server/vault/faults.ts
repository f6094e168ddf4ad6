import { IntegrityError } from '#server/crypto/aead.ts';
import { isUnavailable } from '#server/db/unavailable.ts';
import { VaultError } from '#shared/errors.ts';

const RETRY_SECONDS = 2;

/** What a caller may be told of a fault, or null where it is a bug and he is told nothing. */
export function asVaultError(error: unknown): VaultError | null {
  if (error instanceof VaultError) return error;
  if (error instanceof IntegrityError) return new VaultError('INTEGRITY_FAILURE');
  if (isUnavailable(error)) return new VaultError('UNAVAILABLE', { retryAfterSeconds: RETRY_SECONDS });
  return null;
}
