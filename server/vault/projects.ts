import type { Caller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import type { Environment } from '#shared/entries.ts';
import { VaultError } from '#shared/errors.ts';
import type { Cell, Project } from '#shared/projects.ts';
import { selectEntries } from './entry-rows.ts';
import { owned, type Vault } from './vault.ts';

/**
 * The matrix of a project: its variables by environments. States come from keyed fingerprints; nothing is
 * decrypted.
 * @throws {VaultError} PROJECT_NOT_FOUND if the caller has no entry of that name.
 */
export async function get(vault: Vault, caller: Caller, name: string): Promise<Project> {
  const entries = await fetchEntries(vault, caller, name);
  if (entries.length === 0) throw new VaultError('PROJECT_NOT_FOUND');
  const fields = await fetchPrints(vault, caller, name);
  const slots = entries.flatMap((entry) => slotsOf(entry, fields.get(entry.id) ?? []));
  const rows = Map.groupBy(slots, ({ entry, variable }) => JSON.stringify([entry.categoryId, variable]));
  return { name, rows: [...rows.values()].flatMap((row) => rowOf(row, vault.now)).sort(byCategory) };
}

/** One value of an entry, by its fingerprint: a group has one a field, null in those it lacks. */
type Slot = { entry: EntryPrint; variable: string | null; fingerprint: string | null };
type EntryPrint = Awaited<ReturnType<typeof fetchEntries>>[number];
type FieldPrint = { entryId: string; name: string; fingerprint: string };

function fetchEntries(vault: Vault, caller: Caller, name: string) {
  return selectEntries(vault, caller)
    .select('entry.fingerprint')
    .where('entry.name', '=', name)
    .orderBy('entry.id', 'desc')
    .execute();
}

async function fetchPrints(vault: Vault, caller: Caller, name: string): Promise<Map<string, FieldPrint[]>> {
  const rows = await query(vault.em)
    .selectFrom('entry_field')
    .innerJoin('entry', 'entry.id', 'entry_field.entryId')
    .select(['entry_field.entryId', 'entry_field.name', 'entry_field.fingerprint'])
    .where(owned(caller, 'entry'))
    .where('entry.name', '=', name)
    .orderBy('entry_field.position')
    .execute();
  return Map.groupBy(rows, (row) => row.entryId);
}

/** In the order of the category's definitions; stored fields that it no longer defines follow. */
function slotsOf(entry: EntryPrint, fields: readonly FieldPrint[]): Slot[] {
  if (entry.keyType !== 'group') return [{ entry, variable: entry.envVarName, fingerprint: entry.fingerprint }];
  const stored = new Map(fields.map((field) => [field.name, field.fingerprint]));
  const names = new Set([...(entry.fieldDefinitions ?? []), ...stored.keys()]);
  return [...names].map((variable) => ({ entry, variable, fingerprint: stored.get(variable) ?? null }));
}

function rowOf(slots: readonly Slot[], now: Date): Project['rows'] {
  const [first] = slots;
  if (first === undefined) return [];
  const filled = slots.filter((slot) => slot.fingerprint !== null);
  const of = (environment: Environment) => filled.filter(({ entry }) => entry.environment === environment);
  const production = of('production');
  const cellOf = (environment: Environment) => cell(of(environment), production[0] ?? null, now);
  return [
    {
      categoryId: first.entry.categoryId,
      categoryName: first.entry.categoryName,
      variable: first.variable,
      cells: {
        development: cellOf('development'),
        staging: cellOf('staging'),
        production: cell(production, null, now),
        local: cellOf('local'),
      },
    },
  ];
}

/** The newest slot of a cell decides. That it expired is the greater news than that it equals production. */
function cell(slots: readonly Slot[], production: Slot | null, now: Date): Cell {
  const [newest] = slots;
  if (newest === undefined) return { entryId: null, state: 'missing', count: 0 };
  const found = { entryId: newest.entry.id, count: slots.length };
  const { expiresAt } = newest.entry;
  if (expiresAt !== null && expiresAt <= now) return { ...found, state: 'expired' };
  return { ...found, state: newest.fingerprint === production?.fingerprint ? 'sameAsProduction' : 'present' };
}

const { compare } = new Intl.Collator('en');

function byCategory(a: Project['rows'][number], b: Project['rows'][number]): number {
  return compare(a.categoryName, b.categoryName) || compare(a.categoryId, b.categoryId);
}
