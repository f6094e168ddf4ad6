import { createHash, randomBytes } from 'node:crypto';
import { IntegrityError, KEY_BYTES } from './aead.ts';

/** The ring of KEKs. New wraps go under `primary`; the others still open what they wrapped. */
export type Keks = {
  primary: string;
  ids: readonly string[];
  /** @throws {IntegrityError} if the ring lacks that KEK. */
  get(id: string): Uint8Array;
};

export type KekEntry = { id: string; hex: string };

const HEX_KEY = /^[0-9a-f]{64}$/i;
const KEK_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Builds a ring; the first entry is the primary.
 * @throws {RangeError} with a sentence for the operator, if a key is not 32 bytes in hex, or an id is odd or occurs twice.
 */
export function keksOf(entries: readonly KekEntry[]): Keks {
  const [first] = entries;
  if (first === undefined) throw new RangeError('holds no key');
  const keys = new Map<string, Uint8Array>();
  for (const { id, hex } of entries) {
    if (!KEK_ID.test(id)) throw new RangeError('has a key id that is not 1–64 letters, digits, "_" or "-"');
    if (!HEX_KEY.test(hex)) throw new RangeError(`has a key "${id}" that is not 64 hex digits (32 bytes)`);
    if (keys.has(id)) throw new RangeError(`names the key "${id}" twice`);
    keys.set(id, Buffer.from(hex, 'hex'));
  }
  return { primary: first.id, ids: [...keys.keys()], get: (id) => keyIn(keys, id) };
}

/** The ring's keys as they are written into a file or a setting, in the order of these ids. */
export function entriesOf(keks: Keks, ids: readonly string[]): KekEntry[] {
  return ids.map((id) => ({ id, hex: Buffer.from(keks.get(id)).toString('hex') }));
}

/** Makes a new random KEK; its id is the first 8 hex digits of the key's SHA-256. */
export function newKek(): KekEntry {
  return kekEntryOf(randomBytes(KEY_BYTES).toString('hex'));
}

/** Names a single key given as hex: its id is the first 8 hex digits of the key's SHA-256. */
export function kekEntryOf(hex: string): KekEntry {
  return { id: createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex').slice(0, 8), hex };
}

function keyIn(keys: ReadonlyMap<string, Uint8Array>, id: string): Uint8Array {
  const key = keys.get(id);
  if (key === undefined) throw new IntegrityError(`The ring has no key "${id}".`);
  return key;
}
