import { sql } from 'kysely';
import type { Caller } from '#server/auth/caller.ts';
import { secretBytes } from '#server/crypto/envelope.ts';
import { query } from '#server/db/query.ts';
import type { EntryValue } from '#shared/entries.ts';
import { utf8Bytes } from '#shared/text.ts';
import type { CategoryForm } from './categories.ts';
import type { FieldRow, SealedRow } from './entry-rows.ts';
import { type EntryPlace, openFields, sealField } from './entry-values.ts';
import { openerOf, takeDek } from './secrets.ts';
import { demandNames, demandSize, type NamedText, parseValue } from './values.ts';
import type { Vault } from './vault.ts';

/** How the fields of a group change: all of them by `value`, or single ones by `edits` (null removes). */
type FieldChange = {
  row: SealedRow;
  place: EntryPlace & { form: CategoryForm };
  /** Whether the entry moves: then also what stays must be sealed for its new place. */
  isMove: boolean;
  value: EntryValue | undefined;
  edits: Readonly<Record<string, string | null>>;
};

/** A field to be sealed: a new one, or the next version of a stored one. */
type Draft = NamedText & { id?: string; version?: number; position: number };

/**
 * Changes the fields of a group entry in the running write. Fields that are neither named nor moved keep
 * their envelopes; nobody opens them.
 * @throws {VaultError} ENTRY_VALUE_INVALID if no field would remain, or one does not fit the category.
 */
export async function updateFields(tx: Vault, caller: Caller, change: FieldChange): Promise<void> {
  const stored = change.row.fields ?? [];
  const drafts = change.value === undefined ? await edited(tx, caller, change, stored) : replaced(change, stored);
  const drafted = new Set(drafts.map(({ name }) => name));
  const isGone = ({ name }: FieldRow) => change.value !== undefined || change.edits[name] === null;
  const untouched = stored.filter((field) => !drafted.has(field.name) && !isGone(field));
  demandSize([
    ...untouched.map(({ name, envelope }) => ({ name, bytes: secretBytes(envelope) })),
    ...drafts.map(({ name, text }) => ({ name, bytes: utf8Bytes(text) })),
  ]);
  const sealed = await sealDrafts(tx, caller, change.place, drafts);
  await replaceFields(
    tx,
    stored.filter((field) => !untouched.includes(field)),
    sealed,
  );
}

/** All fields as given, in that order; those of the same name go on as the next version of theirs. */
function replaced({ place, value = {} }: FieldChange, stored: readonly FieldRow[]): Draft[] {
  const parsed = parseValue(place.form, value);
  if (parsed.kind !== 'fields') return [];
  return parsed.fields.map((field, position) => ({ ...byName(stored, field.name), ...field, position }));
}

async function edited(tx: Vault, caller: Caller, change: FieldChange, stored: readonly FieldRow[]): Promise<Draft[]> {
  const { row, place, isMove, edits } = change;
  const given = Object.entries(edits).flatMap(([name, text]) => (text === null ? [] : [{ name, text }]));
  const moved = isMove ? stored.filter(({ name }) => !Object.hasOwn(edits, name)) : [];
  // Fields that the category no longer defines stay where they are, but may not be set or moved elsewhere.
  const isOtherCategory = place.categoryId !== row.categoryId;
  const named = isOtherCategory ? [...moved, ...given] : given;
  demandNames(
    named.map(({ name }) => name),
    place.form.fieldDefinitions,
  );
  const opened = moved.length === 0 ? [] : openFields(await openerOf(tx, caller), row, moved);
  const last = Math.max(-1, ...stored.map(({ position }) => position));
  return [...opened, ...given].map((field, index) => ({
    position: last + 1 + index,
    ...byName(stored, field.name),
    ...field,
  }));
}

/** Before any row is touched: whoever locks both takes the DEK first. */
async function sealDrafts(tx: Vault, caller: Caller, place: EntryPlace, drafts: readonly Draft[]) {
  if (drafts.length === 0) return [];
  const dek = await takeDek(tx, caller, drafts.length);
  return drafts.map((draft) => ({ ...sealField(dek, place, draft, draft), ownerId: caller.userId }));
}

type SealedDraft = Awaited<ReturnType<typeof sealDrafts>>[number];

async function replaceFields(tx: Vault, gone: readonly FieldRow[], sealed: SealedDraft[]): Promise<void> {
  const ids = gone.map(({ id }) => id);
  if (ids.length > 0)
    await query(tx.em).deleteFrom('entry_field').where(sql<boolean>`id = any(${ids}::uuid[])`).execute();
  if (sealed.length > 0) await query(tx.em).insertInto('entry_field').values(sealed).execute();
}

function byName(stored: readonly FieldRow[], name: string): Pick<FieldRow, 'id' | 'version' | 'position'> | null {
  const field = stored.find((candidate) => candidate.name === name);
  return field ? { id: field.id, version: field.version, position: field.position } : null;
}
