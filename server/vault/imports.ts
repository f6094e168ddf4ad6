import type { Caller } from '#server/auth/caller.ts';
import { query } from '#server/db/query.ts';
import { type Problem, type ReadVariable, readDotenv } from '#shared/dotenv/read.ts';
import { VaultError } from '#shared/errors.ts';
import type { ImportInput, ImportResult } from '#shared/imports.ts';
import { demandGenuine } from './categories.ts';
import { type SealedRow, selectSealed } from './entry-rows.ts';
import { envelopesIn } from './entry-values.ts';
import { type Candidate, planImport, type Step } from './import-plan.ts';
import { applySteps } from './import-steps.ts';
import { type Opener, openerOf } from './secrets.ts';
import { demandWithin, owned, type Vault } from './vault.ts';
import { write } from './write.ts';

/** What the caller may do besides writing entries. */
export type ImportRights = { mayCompare: boolean; mayCreateCategories: boolean };

/**
 * Takes a dotenv text over into entries of one project and environment: says what it would do, or does it
 * in one transaction. Answers without values.
 * @throws {VaultError} VALIDATION_ERROR for a decision that cannot be followed; AUTH_SCOPE_REQUIRED outside a
 * key's limits, or where it would make a category that the caller may not make.
 */
export async function importText(
  vault: Vault,
  caller: Caller,
  input: ImportInput,
  rights: ImportRights,
): Promise<ImportResult> {
  demandWithin(caller, input.name, input.environment);
  const { variables, problems } = lastOnes(readDotenv(input.text));
  const plan = (current: Vault) => stepsOf(current, caller, { input, variables, mayCompare: rights.mayCompare });
  if (input.mode === 'preview') return result(await plan(vault), problems);
  return write(vault, caller, async (tx) => {
    const steps = await plan(tx);
    if (!rights.mayCreateCategories && steps.some((step) => step.action === 'create' && step.category === null)) {
      throw new VaultError('AUTH_SCOPE_REQUIRED', { message: 'This access key lacks the scope categories:write.' });
    }
    return result(await applySteps(tx, caller, input, steps), problems);
  });
}

function result(steps: readonly Step[], problems: Problem[]): ImportResult {
  const variables = steps.map(({ name, line, action, category, entryId }) => ({
    variable: name,
    line,
    action,
    categoryId: category?.id ?? null,
    entryId,
  }));
  return { variables, problems };
}

/** Readers let the last of equal names win; so does the import, and it says so. */
function lastOnes({ variables, problems }: { variables: ReadVariable[]; problems: Problem[] }) {
  const last = new Map(variables.map((one) => [one.name, one]));
  const repeated = variables
    .filter((one) => last.get(one.name) !== one)
    .map(({ name, line }) => ({
      line,
      message: `${name} stands again on line ${last.get(name)?.line}; that one counts.`,
    }));
  const sorted = [...problems, ...repeated].sort((a, b) => a.line - b.line);
  return { variables: variables.filter((one) => last.get(one.name) === one), problems: sorted };
}

type Job = { input: ImportInput; variables: readonly ReadVariable[]; mayCompare: boolean };

async function stepsOf(vault: Vault, caller: Caller, { input, variables, mayCompare }: Job): Promise<Step[]> {
  const opener = await openerOf(vault, caller);
  const candidates = await fetchCandidates(vault, caller, input, opener);
  const isSame = mayCompare ? opener.isSame : () => false;
  return planImport(variables, candidates, input.decisions, isSame);
}

async function fetchCandidates(vault: Vault, caller: Caller, input: ImportInput, opener: Opener): Promise<Candidate[]> {
  const forms = await query(vault.em)
    .selectFrom('category')
    .select(['id', 'ownerId', 'keyType', 'envVarName', 'fieldDefinitions', 'mac'])
    .where(owned(caller, 'category'))
    .orderBy('id', 'desc')
    .execute();
  const entries = await selectSealed(vault, caller)
    .where('entry.name', '=', input.name)
    .orderBy('entry.id', 'desc')
    .execute();
  await opener.catchUp(entries.flatMap(envelopesIn));
  const byCategory = Map.groupBy(entries, (row) => row.categoryId);
  return forms.map((form) => {
    demandGenuine(vault, form);
    const ofIt = byCategory.get(form.id) ?? [];
    const newest = ofIt.find((row) => row.environment === input.environment);
    const target = newest ? { entryId: newest.id, prints: printsOf(newest) } : null;
    return { ...form, target, environments: new Set(ofIt.map((row) => row.environment)) };
  });
}

function printsOf(row: SealedRow): Map<string, string> {
  if (row.fields !== null) return new Map(row.fields.map((field) => [field.name, field.fingerprint]));
  return new Map(row.envVarName === null || row.fingerprint === null ? [] : [[row.envVarName, row.fingerprint]]);
}
