/** One field of a protobuf message: a number for a varint, bytes for whatever has a length. */
export type ProtobufField = { number: number; value: bigint | Uint8Array };

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;
/** A varint carries seven bits a byte, and no number has more than 64. */
const VARINT_BYTES = 10;

/**
 * Reads a message field by field, as protobuf.dev/programming-guides/encoding describes its wire format.
 * @throws {RangeError} where the bytes end too early or are no such message.
 */
export function* readFields(bytes: Uint8Array): Generator<ProtobufField> {
  for (let at = 0; at < bytes.length; ) {
    const tag = readVarint(bytes, at);
    const number = Number(tag.value >> 3n);
    const read = readValue(bytes, tag.next, Number(tag.value & 7n));
    if (read.value !== null) yield { number, value: read.value };
    at = read.next;
  }
}

/** A varint as the signed number of 32 bits that it stands for. */
export function int32(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

type Read<V> = { value: V; next: number };

function readValue(bytes: Uint8Array, at: number, wireType: number): Read<bigint | Uint8Array | null> {
  if (wireType === VARINT) return readVarint(bytes, at);
  if (wireType === LENGTH_DELIMITED) {
    const { value: length, next } = readVarint(bytes, at);
    return slice(bytes, next, Number(length));
  }
  // No field of ours is of a fixed width; one that a later version adds is passed over.
  if (wireType === FIXED_64) return { ...slice(bytes, at, 8), value: null };
  if (wireType === FIXED_32) return { ...slice(bytes, at, 4), value: null };
  throw new RangeError('A field of an unknown wire type.');
}

function readVarint(bytes: Uint8Array, at: number): Read<bigint> {
  let value = 0n;
  for (let index = 0; index < VARINT_BYTES; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) break;
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  throw new RangeError('A number that does not end.');
}

function slice(bytes: Uint8Array, at: number, length: number): Read<Uint8Array> {
  if (at + length > bytes.length) throw new RangeError('A field that is longer than what is there.');
  return { value: bytes.subarray(at, at + length), next: at + length };
}
