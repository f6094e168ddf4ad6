import { readDotenv } from '#shared/dotenv/read.ts';
import { type EntryForm, newExtra } from './entry-form.ts';

/** The form with what lines of a .env give it, and which of their names it had no place for. */
export type Filled = { form: EntryForm; filled: number; left: readonly string[] };

/** Puts `NAME=value` lines into the fields of a group. One without definitions takes every name. */
export function fillFromLines(form: EntryForm, names: readonly string[], isFree: boolean, text: string): Filled {
  const values = new Map(readDotenv(text).variables.map(({ name, value }) => [name, value]));
  const known = [...values].filter(([name]) => names.includes(name));
  const others = [...values].filter(([name]) => !names.includes(name));
  const texts = { ...form.texts, ...Object.fromEntries(known) };
  const removed = form.removed.filter((name) => !values.has(name));
  if (!isFree) return { form: { ...form, texts, removed }, filled: known.length, left: others.map(([name]) => name) };
  const kept = form.extras.filter(({ name, text: typed }) => !values.has(name) && (name !== '' || typed !== ''));
  const extras = [...kept, ...others.map(([name, value]) => newExtra(name, value))];
  return { form: { ...form, texts, removed, extras }, filled: values.size, left: [] };
}
