import { VaultError } from '#shared/errors.ts';

/** Refuses fields that no schema knows, each by its own name. */
export function unknownFields(paths: readonly string[]): VaultError {
  const issues = paths.map((path) => ({ path, message: 'This field is not known.' }));
  return new VaultError('VALIDATION_ERROR', { issues });
}
