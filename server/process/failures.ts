import { BackupError } from '#server/backup/backup-error.ts';
import { FolderError } from '#server/db/folder-error.ts';
import { NewerSchema } from '#server/db/migrate.ts';
import { isUnavailable } from '#server/db/unavailable.ts';
import { KeyringError } from '#server/keyring/keyring-file.ts';
import { ConfigError } from '#server/settings.ts';

/** Kinds whose message is a sentence for the operator already. */
const SENTENCES = [BackupError, ConfigError, FolderError, KeyringError, NewerSchema];

/** PostgreSQL's codes for a wrong user, password or database: its messages name these and no more. */
const REFUSED = new Set(['28000', '28P01', '3D000', '42501']);

const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program uses the port; set PORT to a free one.',
  EACCES: 'This user may not listen on the port; set PORT to one above 1023.',
  EADDRNOTAVAIL: 'HOST is no address of this machine.',
  ENOTFOUND: 'HOST is no address of this machine.',
};

/** What to tell the operator of a failure that ends the process: one sentence, or of a bug where it is. */
export function sentenceFor(error: unknown): string {
  if (!(error instanceof Error)) return 'Something was thrown that is no error.';
  if (SENTENCES.some((kind) => error instanceof kind)) return error.message;
  const { code, syscall } = detailsOf(error);
  if (syscall === 'listen' || syscall === 'getaddrinfo') {
    const sentence = LISTENING[code];
    if (sentence !== undefined) return sentence;
  }
  if (isUnavailable(error)) return `The database does not answer${code === '' ? '' : ` (${code})`}.`;
  if (REFUSED.has(code)) return `The database refuses: ${error.message}.`;
  return placeOf(error);
}

/** An error and where it is, without its message where that may quote data, such as a query's parameters. */
export function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Something was thrown that is no error.';
  const { code } = detailsOf(error);
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  const what = mayQuoteData(error.name, code) ? code : error.message;
  return [`${error.name}: ${what}`, ...frames].join('\n');
}

/** PostgreSQL's errors have a SQLSTATE, the ORM's are called exceptions, parsers quote what they could not read. */
function mayQuoteData(name: string, code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) || /(Exception|SyntaxError|ZodError)$/.test(name);
}

function detailsOf(error: Error): { code: string; syscall: string } {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return { code: text('code' in error && error.code), syscall: text('syscall' in error && error.syscall) };
}
