import type { ReadVariable } from '#shared/dotenv/read.ts';
import type { Environment } from '#shared/entries.ts';
import { invalid, VaultError } from '#shared/errors.ts';
import type { ImportAction, ImportDecision } from '#shared/imports.ts';
import type { CategoryForm } from './categories.ts';

/** A category that could hold imported variables, and the project's newest entry of it in the wanted environment. */
export type Candidate = CategoryForm & {
  target: { entryId: string; prints: ReadonlyMap<string, string> } | null;
  /** Environments in which the project has entries of it. */
  environments: ReadonlySet<Environment>;
};

/** What becomes of one variable. `category` is null where it gets a new one. */
export type Step = ReadVariable & { action: ImportAction; category: Candidate | null; entryId: string | null };

/** Whether a stored fingerprint is this text's. */
type IsSame = (print: string, text: string) => boolean;

/**
 * Decides for each variable: the category that fits, then create, update or skip; the caller's decisions
 * stand before ours. `candidates` come newest first.
 * @throws {VaultError} CATEGORY_NOT_FOUND, or VALIDATION_ERROR naming the decision that cannot be followed.
 */
export function planImport(
  variables: readonly ReadVariable[],
  candidates: readonly Candidate[],
  decisions: readonly ImportDecision[],
  isSame: IsSame,
): Step[] {
  demandKnown(variables, decisions);
  return variables.map((one) => {
    const index = decisions.findIndex((decision) => decision.variable === one.name);
    const decision = decisions[index];
    if (decision === undefined) return proposal(one, best(one.name, candidates), isSame);
    return decided(one, decision, candidates, `decisions.${index}`);
  });
}

function proposal(one: ReadVariable, category: Candidate | null, isSame: IsSame): Step {
  const target = category?.target ?? null;
  if (target === null) return { ...one, action: 'create', category, entryId: null };
  const print = target.prints.get(one.name);
  const isEqual = print !== undefined && isSame(print, one.value);
  return { ...one, action: isEqual ? 'skip' : 'update', category, entryId: target.entryId };
}

function decided(
  one: ReadVariable,
  { action, categoryId }: ImportDecision,
  candidates: readonly Candidate[],
  path: string,
): Step {
  const category = categoryId ? candidates.find(({ id }) => id === categoryId) : best(one.name, candidates);
  if (category === undefined) throw new VaultError('CATEGORY_NOT_FOUND');
  if (category !== null && !holds(one.name, category)) {
    throw invalid(`${path}.categoryId`, 'This category does not hold that variable.');
  }
  const entryId = category?.target?.entryId ?? null;
  if (action === 'update' && entryId === null) throw invalid(`${path}.action`, 'There is no entry to update.');
  // A decision that says null wants a new category, even where one would fit.
  const chosen = action === 'create' && categoryId === null ? null : category;
  return { ...one, action, category: chosen, entryId: action === 'create' ? null : entryId };
}

/** The category whose entry stands in this very place, else one of this project, else the newest. */
function best(variable: string, candidates: readonly Candidate[]): Candidate | null {
  const fitting = candidates.filter((candidate) => fits(variable, candidate));
  return (
    fitting.find(({ target }) => target?.prints.has(variable)) ??
    fitting.find(({ environments }) => environments.size > 0) ??
    fitting.find(({ keyType }) => keyType === 'simple') ??
    fitting[0] ??
    null
  );
}

function fits(variable: string, { keyType, envVarName, fieldDefinitions }: CategoryForm): boolean {
  return keyType === 'simple' ? envVarName === variable : (fieldDefinitions?.includes(variable) ?? false);
}

/** Whether a caller may put a variable there: into a group without definitions, any. */
function holds(variable: string, category: CategoryForm): boolean {
  return fits(variable, category) || (category.keyType === 'group' && category.fieldDefinitions === null);
}

function demandKnown(variables: readonly ReadVariable[], decisions: readonly ImportDecision[]): void {
  const names = new Set(variables.map(({ name }) => name));
  const seen = new Set<string>();
  for (const [index, { variable }] of decisions.entries()) {
    if (!names.has(variable)) throw invalid(`decisions.${index}.variable`, 'The text has no such variable.');
    if (seen.has(variable)) throw invalid(`decisions.${index}.variable`, 'This variable is decided twice.');
    seen.add(variable);
  }
}
