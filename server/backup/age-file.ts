import { pipeline as connect, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { createGunzip, createGzip } from 'node:zlib';
import { Decrypter, Encrypter } from 'age-encryption';
import { BackupError } from './backup-error.ts';
import { blocksOf, linesOf } from './lines.ts';

// A backup is an ordinary age file (https://age-encryption.org/v1) around gzip: `age -d FILE | gunzip` shows it.
// age encrypts in chunks, each with its number and the last one marked, so that none can be cut off or moved.

export type Lock = { passphrase: string } | { recipients: readonly string[] };
export type Key = { passphrase: string } | { identities: readonly string[] };

/** The key of one file, out of its header. */
export type FileKey = { bytes: Uint8Array };

/**
 * Compresses and encrypts lines.
 * @throws {BackupError} if a recipient is none.
 */
export async function* sealed(lines: AsyncIterable<string>, lock: Lock): AsyncGenerator<Uint8Array> {
  const encrypter = encrypterFor(lock);
  const gzip = createGzip();
  // What goes wrong comes out at the other end as well, where it is awaited.
  connect(Readable.from(blocksOf(lines)), gzip, () => {});
  yield* fromWeb(await encrypter.encrypt(toWeb(gzip)));
}

/** The longest header that is read: a recipient takes some 100 bytes of it, a post-quantum one 1,600. */
export const HEADER_BYTES = 64 * 1024;

/**
 * Opens the header of a file, which is slow on purpose where a passphrase does it.
 * @param start The file's first bytes, `HEADER_BYTES` of them if it has so many.
 * @throws {BackupError} if it is no such file, or the key is not the right one.
 */
export async function unlock(start: Uint8Array, key: Key): Promise<FileKey> {
  const decrypter = decrypterFor(key);
  try {
    return { bytes: await decrypter.decryptHeader(start) };
  } catch (error) {
    const isMatched = !(error instanceof Error && error.message.startsWith('no identity matched'));
    if (isMatched) throw new BackupError('The file is no backup, or its beginning was cut or altered.');
    const what = 'passphrase' in key ? 'The passphrase does' : 'The identities do';
    throw new BackupError(`${what} not open the file.`);
  }
}

/**
 * Decrypts a file and gives its lines, each of which is genuine; that the file is whole is known at the end only.
 * @throws {BackupError} where it was cut or altered.
 */
export async function* opened(file: AsyncIterable<Uint8Array>, { bytes }: FileKey): AsyncGenerator<string> {
  const decrypter = new Decrypter();
  // A copy, since the library may overwrite what it was given.
  decrypter.addIdentity({ unwrapFileKey: () => bytes.slice() });
  try {
    const plain = await decrypter.decrypt(toWeb(Readable.from(file)));
    const gunzip = createGunzip();
    const flow = pipeline(fromWeb(plain), gunzip);
    // It also rejects while lines are still read, and is asked when they are through.
    flow.catch(() => {});
    yield* linesOf(gunzip);
    await flow;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw error;
    throw new BackupError('The file was cut or altered. Nothing of it is used.');
  }
}

function encrypterFor(lock: Lock): Encrypter {
  const encrypter = new Encrypter();
  if ('passphrase' in lock) encrypter.setPassphrase(lock.passphrase);
  else for (const recipient of lock.recipients) attempt(() => encrypter.addRecipient(recipient), 'recipient (age1…)');
  return encrypter;
}

function decrypterFor(key: Key): Decrypter {
  const decrypter = new Decrypter();
  if ('passphrase' in key) decrypter.addPassphrase(key.passphrase);
  else
    for (const identity of key.identities)
      attempt(() => decrypter.addIdentity(identity), 'identity (AGE-SECRET-KEY-…)');
  return decrypter;
}

/** The library's own message would quote what it could not read. */
function attempt(work: () => void, what: string): void {
  try {
    work();
  } catch {
    throw new BackupError(`What was given is no ${what} of age.`);
  }
}

// Node's streams of this kind and the browser's are the same at run time; their types differ in small things.
const toWeb = (stream: Readable) => Readable.toWeb(stream) as ReadableStream<Uint8Array>;
const fromWeb = (stream: ReadableStream<Uint8Array>) => Readable.fromWeb(stream as NodeStream<Uint8Array>);
