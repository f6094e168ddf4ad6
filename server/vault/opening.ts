import { setImmediate } from 'node:timers/promises';
import type { Caller } from '#server/auth/caller.ts';
import { IntegrityError } from '#server/crypto/aead.ts';
import { demandGenuine } from './categories.ts';
import { type FieldRow, fetchFields, formOf, type SealedRow } from './entry-rows.ts';
import { openValue } from './entry-values.ts';
import { type Opener, openerOf } from './secrets.ts';
import type { Vault } from './vault.ts';

/** An entry's values by variable, in the order of its category's fields; `ssh` and `json` have none. */
export type Opened = { row: SealedRow; values: readonly { variable: string | null; value: string }[] };

/** What opened and what did not. */
export type OpenedAll = { opened: Opened[]; broken: SealedRow[] };

/** Entries between two pauses, in which the event loop serves others. */
const SLICE = 100;

/** Fetches all that opening these entries needs, so that the event can be committed in between. */
export async function prepareOpening(vault: Vault, caller: Caller, rows: readonly SealedRow[]) {
  const opener = await openerOf(vault, caller);
  const groups = rows.filter(({ keyType }) => keyType === 'group').map(({ id }) => id);
  const fields = await fetchFields(vault, groups);
  return (): Promise<OpenedAll> => openAll(vault, opener, rows, fields);
}

async function openAll(
  vault: Vault,
  opener: Opener,
  rows: readonly SealedRow[],
  fields: ReadonlyMap<string, readonly FieldRow[]>,
): Promise<OpenedAll> {
  const all: OpenedAll = { opened: [], broken: [] };
  for (const [index, row] of rows.entries()) {
    if (index % SLICE === SLICE - 1) await setImmediate();
    const values = tryOpen(vault, opener, row, fields.get(row.id) ?? []);
    if (values === null) all.broken.push(row);
    else all.opened.push({ row, values });
  }
  return all;
}

function tryOpen(vault: Vault, opener: Opener, row: SealedRow, fields: readonly FieldRow[]): Opened['values'] | null {
  try {
    demandGenuine(vault, formOf(row));
    const value = openValue(opener, row, fields);
    if (value.kind === 'text') return [{ variable: row.envVarName, value: value.text }];
    return value.fields
      .toSorted((a, b) => placeIn(row.fieldDefinitions, a.name) - placeIn(row.fieldDefinitions, b.name))
      .map(({ name, text }) => ({ variable: name, value: text }));
  } catch (error) {
    if (error instanceof IntegrityError) return null;
    throw error;
  }
}

function placeIn(definitions: readonly string[] | null, name: string): number {
  const place = definitions?.indexOf(name) ?? -1;
  return place < 0 ? Number.MAX_SAFE_INTEGER : place;
}
