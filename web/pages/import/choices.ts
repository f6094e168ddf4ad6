import type { Category } from '#shared/categories.ts';
import type { Environment } from '#shared/entries.ts';
import type { ImportDecision, ImportResult } from '#shared/imports.ts';

export type Variable = ImportResult['variables'][number];
type Form = Pick<Category, 'id' | 'name' | 'keyType' | 'envVarName' | 'fieldDefinitions'>;

/** What can become of one variable: "skip", "new", or an action and the category it is done in. */
export type Choice = { value: string; label: string };

/** What was chosen, by the variable; one that is not there is left as proposed. */
export type Chosen = Readonly<Record<string, string>>;

export const SKIP = 'skip';
const NEW = 'new';

/** What the preview said, as a choice. */
export function proposed({ action, categoryId }: Variable): string {
  if (action === 'skip') return SKIP;
  return categoryId === null ? NEW : `${action}:${categoryId}`;
}

export function choiceOf(one: Variable, chosen: Chosen): string {
  return chosen[one.variable] ?? proposed(one);
}

/** Every choice there is; `placed` are the categories that have an entry in the place to import to. */
export function choicesFor(one: Variable, categories: readonly Form[], placed: ReadonlySet<string>): Choice[] {
  const fitting = categories.filter((category) => holds(category, one.variable));
  const isPlaced = ({ id }: Form) => placed.has(id) || (id === one.categoryId && one.entryId !== null);
  return [
    ...fitting
      .filter(isPlaced)
      .map(({ id, name }) => ({ value: `update:${id}`, label: `Update the entry in ${name}` })),
    ...fitting.map(({ id, name }) => ({ value: `create:${id}`, label: `New entry in ${name}` })),
    { value: NEW, label: 'New category of that name' },
    { value: SKIP, label: one.action === 'skip' ? 'Leave out, it is the same' : 'Leave out' },
  ];
}

/** What was chosen, in the words of the server. What was left as proposed is said as well: nothing may shift between. */
export function decisionOf(one: Variable, chosen: Chosen): ImportDecision {
  const { variable } = one;
  const choice = choiceOf(one, chosen);
  if (choice === SKIP) return { variable, action: 'skip' };
  if (choice === NEW) return { variable, action: 'create', categoryId: null };
  const [action, categoryId] = choice.split(':');
  return { variable, action: action === 'update' ? 'update' : 'create', categoryId: categoryId ?? null };
}

/** Those that are not left out. */
export function takenOf(variables: readonly Variable[], chosen: Chosen): Variable[] {
  return variables.filter((one) => choiceOf(one, chosen) !== SKIP);
}

/** ".env.production" is of production; a name that says nothing says nothing. */
export function environmentOfFile(fileName: string): Environment | null {
  const [, found] = /\.(production|staging|development|local)(\.local)?$/.exec(fileName) ?? [];
  return ENVIRONMENTS.find((environment) => environment === found) ?? null;
}
const ENVIRONMENTS: readonly Environment[] = ['production', 'staging', 'development', 'local'];

function holds({ keyType, envVarName, fieldDefinitions }: Form, variable: string): boolean {
  if (keyType === 'simple') return envVarName === variable;
  return keyType === 'group' && (fieldDefinitions === null || fieldDefinitions.includes(variable));
}
