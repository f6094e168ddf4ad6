import type { Category } from '#shared/categories.ts';
import type { ImportDecision, ImportResult } from '#shared/imports.ts';

export type Variable = ImportResult['variables'][number];

/** What can become of one variable, as the value of a choice: "skip", "update", "new", or the id of a category. */
export type Choice = { value: string; label: string };

/** What the preview said, as a choice. */
export function proposed({ action, categoryId }: Variable): string {
  return action === 'create' ? (categoryId ?? 'new') : action;
}

/** Every choice there is for a variable: categories that hold it, a new one, its entry, or none. */
export function choicesFor(one: Variable, categories: readonly Category[]): Choice[] {
  const nameOf = (id: string | null) => categories.find((category) => category.id === id)?.name ?? 'its category';
  const fitting = categories.filter((category) => holds(category, one.variable));
  const skip = one.action === 'skip' ? 'Leave out: it is the same' : 'Leave out';
  return [
    ...(one.entryId === null ? [] : [{ value: 'update', label: `Replace the entry in ${nameOf(one.categoryId)}` }]),
    ...fitting.map(({ id, name }) => ({ value: id, label: `New entry in ${name}` })),
    { value: 'new', label: `New category ${one.variable}` },
    { value: 'skip', label: skip },
  ];
}

/** What was chosen, in the words of the server. What was left as proposed is said as well: nothing may shift between. */
export function decisionOf(one: Variable, choice: string): ImportDecision {
  const { variable } = one;
  if (choice === 'skip') return { variable, action: 'skip' };
  if (choice === 'update') return { variable, action: 'update', categoryId: one.categoryId };
  return { variable, action: 'create', categoryId: choice === 'new' ? null : choice };
}

function holds({ keyType, envVarName, fieldDefinitions }: Category, variable: string): boolean {
  if (keyType === 'simple') return envVarName === variable;
  return keyType === 'group' && (fieldDefinitions === null || fieldDefinitions.includes(variable));
}
