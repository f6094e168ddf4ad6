/** A backup cannot be made or taken back. The message is a sentence for the operator and holds nothing of a row. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
