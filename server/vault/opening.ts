import { setImmediate } from 'node:timers/promises';
import { IntegrityError } from '#server/crypto/aead.ts';
import { demandGenuine } from './categories.ts';
import { formOf, type SealedRow } from './entry-rows.ts';
import { envelopesIn, openValue } from './entry-values.ts';
import type { Opener } from './secrets.ts';
import type { Vault } from './vault.ts';

/** An entry's values by variable, in the order of its category's fields; `ssh` and `json` have none. */
export type Opened = { row: SealedRow; values: readonly { variable: string | null; value: string }[] };

/** What opened and what did not. */
export type OpenedAll = { opened: Opened[]; broken: SealedRow[] };

/** Entries between two pauses, in which the event loop serves others. */
const SLICE = 100;

/**
 * Opens entries one after the other, yielding in between. The opener was made before the rows were fetched:
 * a wipe in between leaves no row, rather than rows without their DEK.
 */
export async function openAll(vault: Vault, opener: Opener, rows: readonly SealedRow[]): Promise<OpenedAll> {
  const all: OpenedAll = { opened: [], broken: [] };
  await opener.catchUp(rows.flatMap(envelopesIn));
  for (const [index, row] of rows.entries()) {
    if (index % SLICE === SLICE - 1) await setImmediate();
    const values = tryOpen(vault, opener, row);
    if (values === null) all.broken.push(row);
    else all.opened.push({ row, values });
  }
  return all;
}

/** The variables that an entry's values will have once it is opened, in the same order; `ssh` and `json` have none. */
export function variablesOf(row: SealedRow): string[] {
  if (row.fields !== null) return inOrder(row, row.fields).map(({ name }) => name);
  return row.envVarName === null ? [] : [row.envVarName];
}

function tryOpen(vault: Vault, opener: Opener, row: SealedRow): Opened['values'] | null {
  try {
    demandGenuine(vault, formOf(row));
    const value = openValue(opener, row);
    if (value.kind === 'text') return [{ variable: row.envVarName, value: value.text }];
    return inOrder(row, value.fields).map(({ name, text }) => ({ variable: name, value: text }));
  } catch (error) {
    if (error instanceof IntegrityError) return null;
    throw error;
  }
}

function inOrder<F extends { name: string }>({ fieldDefinitions }: SealedRow, fields: readonly F[]): F[] {
  return fields.toSorted((a, b) => placeIn(fieldDefinitions, a.name) - placeIn(fieldDefinitions, b.name));
}

function placeIn(definitions: readonly string[] | null, name: string): number {
  const place = definitions?.indexOf(name) ?? -1;
  return place < 0 ? Number.MAX_SAFE_INTEGER : place;
}
