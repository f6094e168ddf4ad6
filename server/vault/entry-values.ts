import { type Dek, fingerprint } from '#server/crypto/dek.ts';
import { type Place, seal } from '#server/crypto/envelope.ts';
import { newId } from '#server/crypto/ids.ts';
import type { EntryValue, Environment } from '#shared/entries.ts';
import type { FieldRow, SealedRow } from './entry-rows.ts';
import type { Opener } from './secrets.ts';
import type { NamedText, Value } from './values.ts';

/** What an entry's envelopes are bound to. Name and environment are in it, since an access key may be limited by them. */
export type EntryPlace = {
  id: string;
  ownerId: string;
  categoryId: string;
  name: string;
  environment: Environment;
};

/** The place of the value of an entry that is no group. */
export function valuePlace(entry: EntryPlace, version: number): Place {
  const { id, ownerId, categoryId, name, environment } = entry;
  return { table: 'entry', rowId: id, ownerId, column: 'envelope', version, within: [categoryId, name, environment] };
}

/** The place of one field of a group. */
export function fieldPlace(entry: EntryPlace, field: Pick<FieldRow, 'id' | 'name' | 'version'>): Place {
  const { id, ownerId, categoryId, name, environment } = entry;
  const within = [id, categoryId, name, environment, field.name];
  return { table: 'entry_field', rowId: field.id, ownerId, column: 'envelope', version: field.version, within };
}

/** Seals a text as an entry's value. */
export function sealText(dek: Dek, entry: EntryPlace, version: number, text: string) {
  return { envelope: seal(dek, valuePlace(entry, version), text), fingerprint: fingerprint(dek, text), version };
}

/** Seals a field as a new row, or as the next version of one. */
export function sealField(
  dek: Dek,
  entry: EntryPlace,
  { name, text }: NamedText,
  { id = newId(), position, version = 0 }: { id?: string; position: number; version?: number },
): FieldRow & { entryId: string } {
  const field = { id, name, position, version: version + 1 };
  const envelope = seal(dek, fieldPlace(entry, field), text);
  return { ...field, entryId: entry.id, envelope, fingerprint: fingerprint(dek, text) };
}

/** How many envelopes a value takes. */
export function envelopesOf(value: Value): number {
  return value.kind === 'text' ? 1 : value.fields.length;
}

/** The envelopes of a stored value. */
export function envelopesIn({ fields, envelope }: Pick<SealedRow, 'fields' | 'envelope'>): string[] {
  if (fields !== null) return fields.map((field) => field.envelope);
  return envelope === null ? [] : [envelope];
}

/**
 * Opens an entry's value as it was stored.
 * @throws {IntegrityError} if an envelope does not open, or none is there.
 */
export function openValue(opener: Opener, row: SealedRow): Value {
  if (row.fields !== null) return { kind: 'fields', fields: openFields(opener, row, row.fields) };
  return { kind: 'text', text: opener.open(valuePlace(row, row.version), row.envelope ?? '') };
}

/** @throws {IntegrityError} if an envelope does not open. */
export function openFields(opener: Opener, row: EntryPlace, fields: readonly FieldRow[]): NamedText[] {
  return fields.map((field) => ({ name: field.name, text: opener.open(fieldPlace(row, field), field.envelope) }));
}

/** A value as a reveal answers it: a text, or an object of texts. */
export function answered(value: Value): EntryValue {
  if (value.kind === 'text') return value.text;
  return Object.fromEntries(value.fields.map(({ name, text }) => [name, text]));
}
