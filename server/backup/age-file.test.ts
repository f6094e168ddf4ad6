import { randomBytes } from 'node:crypto';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type FileKey, type Key, type Lock, opened, sealed, unlock } from './age-file.ts';
import { BackupError } from './backup-error.ts';

const PASSPHRASE = 'as many words as you like';
const CHUNK = 64 * 1024 + 16;

async function* each<T>(...items: T[]) {
  yield* items;
}

async function sealedFile(lines: readonly string[], lock: Lock): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of sealed(each(...lines), lock)) parts.push(part);
  return Buffer.concat(parts);
}

async function linesIn(file: Uint8Array, key: FileKey): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of opened(each(file), key)) lines.push(line);
  return lines;
}

/** What the whole way says to a file: its lines, or the sentence. */
async function read(file: Uint8Array, key: Key): Promise<string[] | string> {
  try {
    return await linesIn(file, await unlock(file, key));
  } catch (error) {
    if (error instanceof BackupError) return error.message;
    throw error;
  }
}

const refused = 'The file was cut or altered. Nothing of it is used.';

let identity = '';
let key: Key;
let lock: Lock;
beforeAll(async () => {
  identity = await generateX25519Identity();
  key = { identities: [identity] };
  lock = { recipients: [await identityToRecipient(identity)] };
});

describe('a file for a passphrase', () => {
  let file: Buffer;
  beforeAll(async () => {
    file = await sealedFile(['one', 'two'], { passphrase: PASSPHRASE });
  });

  test('is an age file with scrypt at age’s own cost, and opens with the passphrase alone', async () => {
    expect(file.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} 18\n/);
    expect(await read(file, { passphrase: PASSPHRASE })).toEqual(['one', 'two']);
    expect(await read(file, { passphrase: `${PASSPHRASE} ` })).toBe('The passphrase does not open the file.');
  });

  test('does not open with an identity', async () => {
    expect(await read(file, key)).toBe('The identities do not open the file.');
  });
});

describe('a file for a recipient', () => {
  test('opens with its identity alone, also where there are several', async () => {
    const other = await generateX25519Identity();
    const file = await sealedFile(['one'], { recipients: [await identityToRecipient(other), ...recipients()] });
    expect(await read(file, key)).toEqual(['one']);
    expect(await read(file, { identities: [other] })).toEqual(['one']);
    expect(await read(file, { identities: [await generateX25519Identity()] })).toBe(
      'The identities do not open the file.',
    );
    expect(await read(file, { passphrase: PASSPHRASE })).toBe('The passphrase does not open the file.');
  });

  test('is not made for what is no recipient, and an identity that is none is not quoted', async () => {
    await expect(sealedFile(['one'], { recipients: ['age1typo'] })).rejects.toThrow('is no recipient (age1…) of age.');
    const file = await sealedFile(['one'], lock);
    expect(await read(file, { identities: ['AGE-SECRET-KEY-1TYPO'] })).toBe(
      'What was given is no identity (AGE-SECRET-KEY-…) of age.',
    );
  });
});

const recipients = () => ('recipients' in lock ? lock.recipients : []);

describe('of a small file', () => {
  let file: Buffer;
  beforeAll(async () => {
    file = await sealedFile(['secret one', 'secret two'], lock);
  });

  test('no bit of any byte can be altered', async () => {
    for (let at = 0; at < file.length; at++) {
      const altered = Buffer.from(file);
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      expect(await read(altered, key), `byte ${at}`).toEqual(expect.stringMatching(/cut or altered|do not open/));
    }
  });

  test('no byte can be cut off its end, and none added', async () => {
    for (let length = 0; length < file.length; length++)
      expect(await read(file.subarray(0, length), key), `${length} bytes`).toMatch(/cut or altered|do not open/);
    expect(await read(Buffer.concat([file, Buffer.from('\n')]), key)).toBe(refused);
  });
});

describe('of a file of many chunks', () => {
  let file: Buffer;
  let fileKey: FileKey;
  let payloadAt = 0;
  const lines = Array.from({ length: 10 }, () => randomBytes(32 * 1024).toString('base64'));
  beforeAll(async () => {
    file = await sealedFile(lines, lock);
    fileKey = await unlock(file, key);
    payloadAt = file.indexOf('\n', file.indexOf('\n--- ') + 1) + 1 + 16;
  });
  const chunkAt = (index: number) => payloadAt + index * CHUNK;
  const chunk = (index: number) => file.subarray(chunkAt(index), chunkAt(index + 1));
  const withChunks = (...chunks: Buffer[]) => Buffer.concat([file.subarray(0, payloadAt), ...chunks]);
  const last = () => Math.floor((file.length - payloadAt) / CHUNK);

  test('all of it comes back', async () => {
    expect(last()).toBeGreaterThan(3);
    expect(await linesIn(file, fileKey)).toEqual(lines);
  });

  test('a byte altered anywhere refuses it', async () => {
    const place = fc.integer({ min: payloadAt, max: file.length - 1 });
    const property = fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const altered = Buffer.from(file);
      altered[at] = (altered[at] ?? 0) ^ mask;
      await expect(linesIn(altered, fileKey)).rejects.toThrow(refused);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test('a cut anywhere refuses it, between two chunks as well', async () => {
    const edges = Array.from({ length: last() + 1 }, (_, index) => chunkAt(index));
    const place = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: payloadAt, max: file.length - 1 }));
    const property = fc.asyncProperty(place, async (length) => {
      await expect(linesIn(file.subarray(0, length), fileKey)).rejects.toThrow(refused);
    });
    await fc.assert(property, { numRuns: 60, examples: edges.map((edge): [number] => [edge]) });
  });

  test('chunks that change places, come twice or go missing refuse it', async () => {
    const rest = file.subarray(chunkAt(2));
    const end = file.subarray(chunkAt(last()));
    for (const altered of [
      withChunks(chunk(1), chunk(0), rest),
      withChunks(chunk(0), chunk(0), rest),
      withChunks(chunk(0), chunk(0), chunk(1), rest),
      withChunks(chunk(0), rest),
      withChunks(chunk(0), end),
      Buffer.concat([file, end]),
    ])
      await expect(linesIn(altered, fileKey)).rejects.toThrow(refused);
  });
});

test('lines that break off break off the file, with their own error', async () => {
  async function* broken() {
    yield 'one';
    throw new BackupError('The backup is cut: its end is missing.');
  }
  const reading = (async () => {
    for await (const _ of sealed(broken(), lock));
  })();
  await expect(reading).rejects.toThrow('The backup is cut: its end is missing.');
});

test('whoever stops reading stops the writing as well', async () => {
  let isOver = false;
  async function* endless() {
    try {
      for (;;) yield randomBytes(60_000).toString('base64');
    } finally {
      isOver = true;
    }
  }
  for await (const part of sealed(endless(), lock)) if (part.length > 1_000) break;
  await expect.poll(() => isOver).toBe(true);
});
