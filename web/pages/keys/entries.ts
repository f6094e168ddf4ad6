import type { Entry } from '#shared/entries.ts';
import type { CategorySummary } from './types.ts';

/** The variable of a category, or the first of its fields and how many follow. `null` where it is a file. */
export function variableOf({ envVarName, fieldDefinitions }: CategorySummary): { name: string; more: number } | null {
  if (envVarName !== null) return { name: envVarName, more: 0 };
  const [first] = fieldDefinitions ?? [];
  return first === undefined ? null : { name: first, more: (fieldDefinitions?.length ?? 1) - 1 };
}

/** What an entry is called in a list of many kinds: its variable, else its category. */
export function labelOf({ category }: Pick<Entry, 'category'>): string {
  return category.envVarName ?? category.name;
}
