import type { Caller } from '#server/auth/caller.ts';
import { IntegrityError } from '#server/crypto/aead.ts';
import { type Section, writeDotenv } from '#server/dotenv/write.ts';
import { environment } from '#shared/entries.ts';
import type { Exported, ExportedValue, ExportQuery } from '#shared/exports.ts';
import { type SealedRow, selectSealed } from './entry-rows.ts';
import { type Opened, type OpenedAll, openAll } from './opening.ts';
import { openerOf } from './secrets.ts';
import type { Vault } from './vault.ts';
import { eventOf } from './write.ts';

/**
 * Decrypts all of the caller's values that the query asks for, recorded first as one event.
 * @throws {IntegrityError} naming the first entry that does not open, unless broken ones are to be skipped.
 */
export async function exportAll(vault: Vault, caller: Caller, wanted: ExportQuery): Promise<Exported> {
  const opener = await openerOf(vault, caller);
  const rows = (await fetchRows(vault, caller, wanted)).sort(inExportOrder);
  await record(vault, caller, 'ok', rows);
  const all = await openAll(vault, opener, rows);
  const [broken] = all.broken;
  if (broken && !wanted.skipBroken) {
    throw new IntegrityError('An entry does not open.', { table: 'entry', rowId: broken.id });
  }
  if (broken) await record(vault, caller, 'failed', all.broken);
  return wanted.format === 'json' ? all.opened.flatMap(valuesOf) : writeDotenv(sectionsOf(rows, all), wanted.format);
}

/** How an entry is named in a comment: `<category> — <name> (<environment>)`. */
export function titleOf(row: SealedRow): string {
  return `${row.categoryName} — ${row.name} (${row.environment})`;
}

/** An entry's variables under their comment; one that has none says why it is left out. */
export function sectionOf({ row, values }: Opened, comment = titleOf(row)): Section {
  const variables = values.flatMap(({ variable, value }) => (variable === null ? [] : [{ name: variable, value }]));
  if (variables.length > 0) return { comment, variables };
  return { comment: `${comment}: left out, a value of type ${row.keyType} has no variable`, variables: [] };
}

function sectionsOf(rows: readonly SealedRow[], { opened }: OpenedAll): Section[] {
  const byId = new Map(opened.map((one) => [one.row.id, one]));
  return rows.map((row) => {
    const one = byId.get(row.id);
    return one ? sectionOf(one) : { comment: `${titleOf(row)}: left out, it does not open`, variables: [] };
  });
}

function fetchRows(vault: Vault, caller: Caller, { environment: wanted, name }: ExportQuery): Promise<SealedRow[]> {
  return selectSealed(vault, caller)
    .$if(wanted !== undefined, (q) => q.where('entry.environment', '=', wanted ?? 'production'))
    .$if(name !== undefined, (q) => q.where('entry.name', '=', name ?? ''))
    .execute();
}

function record(vault: Vault, caller: Caller, outcome: 'ok' | 'failed', rows: readonly SealedRow[]): Promise<void> {
  const details = {
    count: rows.length,
    ids: rows.map(({ id }) => id),
    reason: outcome === 'ok' ? null : 'INTEGRITY_FAILURE',
  };
  return vault.audit.recordAhead(vault.em, eventOf(vault, caller, 'export.read', { outcome, details }));
}

function valuesOf({ row, values }: Opened): ExportedValue[] {
  const { categoryName: category, name, environment, fileName } = row;
  return values.map((one) => ({ category, name, environment, fileName, ...one }));
}

const { compare } = new Intl.Collator('en');
const order = environment.options;

function inExportOrder(a: SealedRow, b: SealedRow): number {
  return (
    compare(a.categoryName, b.categoryName) ||
    compare(a.name, b.name) ||
    order.indexOf(a.environment) - order.indexOf(b.environment) ||
    // Of values that stand twice, whoever sources the file gets the last: the newest wins there, too.
    compare(a.id, b.id)
  );
}
