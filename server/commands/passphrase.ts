import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { BackupError } from '#server/backup/backup-error.ts';
import type { Config } from '#server/config.ts';

const SHORTEST = 12;

type Where = Pick<Config, 'backupPassphrase'> & { file: string | undefined };

/**
 * The passphrase for a new backup: out of a file, of the settings, or typed twice.
 * @throws {BackupError} if it is short: whoever has the file can try as many as he likes.
 */
export async function newPassphrase(where: Where): Promise<string> {
  const given = await givenPassphrase(where);
  const passphrase = given ?? (await ask('Passphrase for the backup: '));
  if (passphrase.length < SHORTEST)
    throw new BackupError(`A passphrase must have at least ${SHORTEST} characters: whoever has the file can try many.`);
  if (given === null && (await ask('Once more: ')) !== passphrase) throw new BackupError('The two are not the same.');
  return passphrase;
}

/** The passphrase of a backup: out of a file, of the settings, or typed. */
export async function oldPassphrase(where: Where): Promise<string> {
  return (await givenPassphrase(where)) ?? ask('Passphrase of the backup: ');
}

/** Reads a small file that a command was given. @throws {BackupError} */
export async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new BackupError(`${path} cannot be read (${code}).`);
  }
}

async function givenPassphrase({ file, backupPassphrase }: Where): Promise<string | null> {
  if (file === undefined) return backupPassphrase;
  return (await textOf(file)).replace(/\r?\n$/, '');
}

/** Asks at the terminal, and shows nothing of what is typed. */
async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new BackupError('There is no terminal to ask for the passphrase: set KAGI_BACKUP_PASSPHRASE or give a file.');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(question);
  try {
    return await new Promise((resolve, reject) => {
      terminal.once('close', () => reject(new BackupError('Given up.')));
      terminal.question('', resolve);
    });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
