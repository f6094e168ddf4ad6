/** What a framed list may hold. `null` and the empty string are different fields. */
export type Field = string | number | bigint | Uint8Array | null;

const NULL = 0xffffffff;

/**
 * Joins fields into bytes so that no two different lists give the same bytes.
 * Shape: for each field its length in bytes (32-bit big-endian, all ones for `null`), then the bytes.
 * Names may hold any separator, so a separator could not tell `["a", "b"]` from `["a,b"]`.
 */
export function frame(fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.flatMap((field) => (field === null ? [length(NULL)] : withLength(bytesOf(field)))));
}

function withLength(bytes: Uint8Array): Uint8Array[] {
  return [length(bytes.length), bytes];
}

function bytesOf(field: Exclude<Field, null>): Uint8Array {
  return field instanceof Uint8Array ? field : Buffer.from(String(field), 'utf8');
}

function length(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
