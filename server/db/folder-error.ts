/** The data folder cannot be used; the message is a sentence for the operator. */
export class FolderError extends Error {
  override readonly name: string = 'FolderError';
}
