import type { EntryValue } from '#shared/entries.ts';
import { invalid } from '#shared/errors.ts';
import { SECRET_BYTES, utf8Bytes, variable } from '#shared/text.ts';

import type { CategoryForm } from './categories.ts';

/** A value as it is stored: one text, or a group's fields in order. */
export type Value = { kind: 'text'; text: string } | { kind: 'fields'; fields: readonly NamedText[] };
export type NamedText = { name: string; text: string };

/** A private key somewhere in the text: tools write parameters or attributes before it. */
const PRIVATE_KEY =
  /^-----BEGIN ((?:[A-Z0-9]+ )*)PRIVATE KEY-----\r?\n[A-Za-z0-9+/=\r\n:, -]+\r?\n-----END \1PRIVATE KEY-----\s*$/m;

/**
 * Reads a value by its category's key type. The text of it is kept byte for byte.
 * @throws {VaultError} ENTRY_VALUE_INVALID if it does not fit or is over 512 KiB. Never repeats it.
 */
export function parseValue({ keyType, fieldDefinitions }: CategoryForm, value: EntryValue): Value {
  if (keyType === 'group') {
    const fields = fieldsOf(value);
    demandNames(
      fields.map(({ name }) => name),
      fieldDefinitions,
    );
    demandSize(fields.map(({ name, text }) => ({ name, bytes: utf8Bytes(text) })));
    return { kind: 'fields', fields };
  }
  if (typeof value !== 'string') throw misfit('Must be a text.');
  if (utf8Bytes(value) > SECRET_BYTES) throw misfit('Must be at most 512 KiB.');
  if (keyType === 'ssh' && !PRIVATE_KEY.test(value)) throw misfit('Must be a private key in PEM or OpenSSH form.');
  if (keyType === 'json' && parsed(value) === undefined) throw misfit('Must be one JSON document.');
  return { kind: 'text', text: value };
}

/**
 * Refuses odd field names, and those that the category does not define.
 * @throws {VaultError} ENTRY_VALUE_INVALID
 */
export function demandNames(names: readonly string[], definitions: readonly string[] | null): void {
  for (const name of names) {
    if (!variable.safeParse(name).success) {
      throw misfit('Every field name must begin with a letter or "_" and hold letters, digits and "_" only.');
    }
    if (definitions !== null && !definitions.includes(name)) {
      throw misfit(`Must have only the fields of the category: ${definitions.join(', ')}.`);
    }
  }
}

/**
 * Refuses a group without a field, or over 512 KiB with all its names and values.
 * @throws {VaultError} ENTRY_VALUE_INVALID
 */
export function demandSize(fields: readonly { name: string; bytes: number }[]): void {
  if (fields.length === 0) throw misfit('Must have at least one field.');
  const bytes = fields.reduce((sum, field) => sum + utf8Bytes(field.name) + field.bytes, 0);
  if (bytes > SECRET_BYTES) throw misfit('All names and values together must be at most 512 KiB.');
}

function fieldsOf(value: EntryValue): NamedText[] {
  const group = typeof value === 'string' ? parsed(value) : value;
  if (typeof group !== 'object' || group === null || Array.isArray(group)) {
    throw misfit('Must be an object of texts, or one as JSON.');
  }
  return Object.entries(group).map(([name, text]) => {
    if (typeof text !== 'string') throw misfit('Every field must be a text.');
    // Escapes in JSON can spell what the schema refuses in plain text.
    if (!text.isWellFormed() || text.includes('\0')) throw misfit('A field holds NUL or half of a surrogate pair.');
    return { name, text };
  });
}

/** The document, or undefined if it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function misfit(message: string) {
  return invalid('value', message, 'ENTRY_VALUE_INVALID');
}
