import { sql } from 'kysely';
import { ModelUnavailable, type Pick, type Wish } from '#server/ai/picker.ts';
import type { Caller } from '#server/auth/caller.ts';
import { IntegrityError } from '#server/crypto/aead.ts';
import { newSecret } from '#server/crypto/tokens.ts';
import { type Section, writeDotenv } from '#server/dotenv/write.ts';
import type { ExtractInput, Extraction } from '#shared/ai.ts';
import { VaultError } from '#shared/errors.ts';
import { type SealedRow, selectSealed } from './entry-rows.ts';
import { sectionOf } from './exports.ts';
import { fetchOffers } from './offers.ts';
import { openAll, variablesOf } from './opening.ts';
import { openerOf } from './secrets.ts';
import type { Vault } from './vault.ts';
import { eventOf } from './write.ts';

/** What is to be written: picked by a picker, or chosen by the caller himself. */
type Selection = Pick & { picker: Extraction['picker']; isFallback: boolean };

/**
 * Makes a dotenv file of what a description needs, or of what the caller chose; as a plan it opens nothing.
 * A model sees names only, and what it answers is held against what the caller owns.
 * @throws {VaultError} ENTRY_NOT_FOUND for a chosen id that is not the caller's; AI_UNAVAILABLE if the model fails.
 * @throws {IntegrityError} naming an entry that does not open.
 */
export async function extract(vault: Vault, caller: Caller, input: ExtractInput): Promise<Extraction> {
  const selection = input.prompt === undefined ? chosenBy(input) : await picked(vault, caller, input, input.prompt);
  const opener = await openerOf(vault, caller);
  const rows = await fetchRows(vault, caller, selection);
  if (input.mode === 'plan') {
    await record(vault, caller, 'ai.plan', rows);
    return { ...answer(selection, rows), sent: selection.sent };
  }
  await record(vault, caller, 'ai.extract', rows);
  const { opened, broken } = await openAll(vault, opener, rows);
  if (broken[0]) throw new IntegrityError('An entry does not open.', { table: 'entry', rowId: broken[0].id });
  const renames = new Map(selection.entries.map(({ id, rename }) => [id, rename ?? input.rename ?? {}]));
  const sections = opened.map(({ row, values }) => renamed(sectionOf({ row, values }), renames.get(row.id) ?? {}));
  const env = writeDotenv([...noteOf(selection), ...sections, ...selection.generated.map(generatedSection)]);
  return { ...answer(selection, rows), env };
}

function chosenBy({ choose = [], generate = [] }: ExtractInput): Selection {
  return {
    entries: [...new Set(choose)].map((id) => ({ id, reason: 'chosen' })),
    generated: generate.map((one) => ({ ...one, reason: 'chosen' })),
    sent: null,
    picker: 'caller',
    isFallback: false,
  };
}

async function picked(vault: Vault, caller: Caller, input: ExtractInput, prompt: string): Promise<Selection> {
  const { offline, model } = vault.pickers;
  const wish: Wish = { prompt, project: input.project ?? null, offers: await fetchOffers(vault, caller) };
  // A model's time is its picker's affair: a limit here as well would come first, as no word of the model's failure.
  const { signal } = new AbortController();
  if (model === null) return { ...(await offline(wish, signal)), picker: 'offline', isFallback: false };
  try {
    return { ...(await model(wish, signal)), picker: 'model', isFallback: false };
  } catch (error) {
    if (!(error instanceof ModelUnavailable)) throw error;
    if (!input.fallback) throw new VaultError('AI_UNAVAILABLE', { retryAfterSeconds: 10 });
    return { ...(await offline(wish, signal)), picker: 'offline', isFallback: true };
  }
}

/** The selected entries in the selection's order, all of them the caller's. */
async function fetchRows(vault: Vault, caller: Caller, { entries }: Selection): Promise<SealedRow[]> {
  const ids = entries.map(({ id }) => id);
  if (ids.length === 0) return [];
  const rows = await selectSealed(vault, caller).where(sql<boolean>`entry.id = any(${ids}::uuid[])`).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = byId.get(id.toLowerCase());
    if (row === undefined) throw new VaultError('ENTRY_NOT_FOUND');
    return row;
  });
}

function answer(
  { entries, generated, picker }: Selection,
  rows: readonly SealedRow[],
): Omit<Extraction, 'env' | 'sent'> {
  const chosen = rows.map((row, index) => {
    const { id, name, categoryName: category, environment } = row;
    const { reason = '', rename } = entries[index] ?? {};
    const variables = variablesOf(row);
    return { id, name, category, environment, variables, reason, ...(rename ? { rename } : {}) };
  });
  return { entries: chosen, generated, picker };
}

function renamed(section: Section, names: Readonly<Record<string, string>>): Section {
  const variables = section.variables.map(({ name, value }) => ({
    name: Object.hasOwn(names, name) ? (names[name] ?? name) : name,
    value,
  }));
  return { ...section, variables };
}

function noteOf({ isFallback }: Selection): Section[] {
  return isFallback ? [{ comment: 'Picked offline: the model did not answer.', variables: [] }] : [];
}

function generatedSection({ name, format, bytes, reason }: Pick['generated'][number]): Section {
  const comment = `generated: ${bytes} random bytes as ${format} (${reason})`;
  return { comment, variables: [{ name, value: newSecret(format, bytes) }] };
}

function record(
  vault: Vault,
  caller: Caller,
  action: 'ai.plan' | 'ai.extract',
  rows: readonly SealedRow[],
): Promise<void> {
  const details = { count: rows.length, ids: rows.map(({ id }) => id) };
  return vault.audit.recordAhead(vault.em, eventOf(vault, caller, action, { details }));
}
