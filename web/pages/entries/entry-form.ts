import type { Category } from '#shared/categories.ts';
import type { Entry, EntryChange, EntryInput, Environment } from '#shared/entries.ts';
import { type Expires, expiresOf, momentOf, NEVER } from './expires.ts';

export type CategoryLike = Pick<Category, 'id' | 'name' | 'keyType' | 'envVarName' | 'fieldDefinitions' | 'icon'>;

/** A field of a group that its category does not name. */
export type ExtraField = { key: string; name: string; text: string };

/** What stands in the form. Of the secret only what was typed here: what is stored never comes into it. */
export type EntryForm = {
  name: string;
  environment: Environment;
  expires: Expires;
  notes: string;
  /** Of all but a group. */
  text: string;
  fileName: string;
  /** Of a group: what was typed, by the field. */
  texts: Readonly<Record<string, string>>;
  removed: readonly string[];
  extras: readonly ExtraField[];
};

export type Start = {
  name?: string | undefined;
  environment?: Environment | undefined;
  /** A secret that is to stand there already: one that was generated. */
  text?: string;
  texts?: EntryForm['texts'];
};

export const newExtra = (name = '', text = ''): ExtraField => ({ key: crypto.randomUUID(), name, text });

export function emptyForm({ keyType, fieldDefinitions }: CategoryLike, start: Start): EntryForm {
  const isFree = keyType === 'group' && fieldDefinitions === null;
  return {
    name: start.name ?? '',
    environment: start.environment ?? 'production',
    expires: NEVER,
    notes: '',
    text: start.text ?? '',
    fileName: '',
    texts: start.texts ?? {},
    removed: [],
    extras: isFree ? [newExtra()] : [],
  };
}

export function formOf(entry: Entry, start: Start = {}): EntryForm {
  const { name, environment, expiresAt, notes, fileName, category } = entry;
  return {
    ...emptyForm(category, { ...start, name, environment }),
    expires: expiresOf(expiresAt),
    notes: notes ?? '',
    fileName: fileName ?? '',
    extras: [],
  };
}

/** What a new entry is made of. */
export function inputOf(form: EntryForm, { id, keyType }: CategoryLike, now: Date): EntryInput {
  return {
    categoryId: id,
    name: form.name,
    environment: form.environment,
    value: keyType === 'group' ? typedFields(form) : form.text,
    notes: orNull(form.notes),
    fileName: orNull(form.fileName),
    expiresAt: momentOf(form.expires, now),
  };
}

/** What is to change of an entry, and nothing else: a secret that was not typed is not sent. */
export function changeOf(form: EntryForm, entry: Entry, now: Date): EntryChange {
  const before = formOf(entry);
  const change: EntryChange = { id: entry.id };
  if (form.name !== before.name) change.name = form.name;
  if (form.environment !== before.environment) change.environment = form.environment;
  if (form.notes !== before.notes) change.notes = orNull(form.notes);
  if (form.fileName !== before.fileName) change.fileName = orNull(form.fileName);
  // A stored moment may lie within its day: untouched, it stays as it is.
  if (JSON.stringify(form.expires) !== JSON.stringify(before.expires)) change.expiresAt = momentOf(form.expires, now);
  if (entry.category.keyType !== 'group') return form.text === '' ? change : { ...change, value: form.text };
  const fields = { ...typedFields(form), ...Object.fromEntries(form.removed.map((name) => [name, null])) };
  return Object.keys(fields).length === 0 ? change : { ...change, fields };
}

/** Whether a secret stands in the form. */
export function hasSecret(form: EntryForm): boolean {
  return form.text !== '' || Object.keys(typedFields(form)).length > 0;
}

/** Says what keeps the form from being sent, before the server would; the path is that of the input. */
export function problemOf(form: EntryForm, { keyType }: CategoryLike, isNew: boolean): Problem | null {
  if (form.name.trim() === '') return { path: 'name', message: 'An entry belongs to a project; name it.' };
  const names = form.extras.filter(({ text }) => text !== '').map(({ name }) => name);
  if (names.includes('')) return { path: 'fields', message: 'A field has a value and no name.' };
  const all = [...names, ...Object.keys(form.texts)];
  const twice = all.find((name, at) => all.indexOf(name) !== at);
  if (twice !== undefined) return { path: 'fields', message: `${twice} stands there twice.` };
  if (!isNew || hasSecret(form)) return null;
  const message = keyType === 'group' ? 'At least one field needs a value.' : MISSING[keyType];
  return { path: 'value', message };
}
export type Problem = { path: string; message: string };

const MISSING = {
  simple: 'Type the secret, paste it, or let it be generated.',
  ssh: 'Drop the key’s file, choose it, or paste its text.',
  json: 'Drop the document’s file, choose it, or paste its text.',
} as const;

function typedFields({ texts, extras }: EntryForm): Record<string, string> {
  const all = [...Object.entries(texts), ...extras.map(({ name, text }) => [name, text] as const)];
  return Object.fromEntries(all.filter(([, text]) => text !== ''));
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text;
}
