import { isUtf8 } from 'node:buffer';
import { VaultError } from '#shared/errors.ts';
import { unknownFields } from './unknown-fields.ts';

const MAX_DEPTH = 32;
const BOM = 0xfeff;

/** What a body came with. */
export type BodyHeaders = { contentType: string | undefined; encoding: string | undefined };

/**
 * Reads a body as JSON.
 * @throws {VaultError} UNSUPPORTED_MEDIA_TYPE where it says it is something else; VALIDATION_ERROR where it is not JSON in UTF-8,
 *   is nested deeper than 32 levels, or names a field `__proto__`, which a schema would drop in silence.
 */
export function readJson(bytes: Uint8Array, headers: BodyHeaders): unknown {
  demandJsonType(headers);
  const value = parse(bytes);
  demandTame(value, [], MAX_DEPTH);
  return value;
}

/** @throws {VaultError} UNSUPPORTED_MEDIA_TYPE unless it is `application/json` (or a form of it), in UTF-8, and not compressed. */
export function demandJsonType({ contentType = '', encoding = 'identity' }: BodyHeaders): void {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  const isUtf8Json = JSON_TYPE.test(type) && (charset === undefined || UTF8.test(charset));
  if (!isUtf8Json || encoding !== 'identity') throw new VaultError('UNSUPPORTED_MEDIA_TYPE');
}

const JSON_TYPE = /^application\/([\w.-]+\+)?json$/;
const UTF8 = /^"?utf-?8"?$/;

/** The parser's own message quotes the text, which may be a secret: it is dropped. */
function parse(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw malformed();
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  try {
    return JSON.parse(text.charCodeAt(0) === BOM ? text.slice(1) : text);
  } catch {
    throw malformed();
  }
}

function malformed(): VaultError {
  return new VaultError('VALIDATION_ERROR', { message: 'The body is not well-formed JSON in UTF-8.' });
}

function demandTame(value: unknown, path: readonly string[], depthLeft: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depthLeft === 0) {
    throw new VaultError('VALIDATION_ERROR', { message: `The body is nested deeper than ${MAX_DEPTH} levels.` });
  }
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, key];
    if (key === '__proto__') throw unknownFields([at.join('.')]);
    demandTame(inner, at, depthLeft - 1);
  }
}
