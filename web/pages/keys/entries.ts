import { useQuery } from '@tanstack/react-query';
import type { Entry, Environment } from '#shared/entries.ts';
import { useTRPC } from '#web/trpc.ts';
import type { CategorySummary } from './types.ts';

/** Every entry of the vault, newest first, without values. What draws the whole vault asks for it here. */
export function useEntries() {
  const trpc = useTRPC();
  return useQuery(trpc.entries.list.queryOptions({}));
}

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

export type CategoryUse = {
  environments: Partial<Record<Environment, number>>;
  /** The dates on which its entries expire. */
  expiries: string[];
  lastChange: string;
};

/** What the entries of each category amount to, by its id. */
export function usesOf(entries: readonly Entry[]): Map<string, CategoryUse> {
  const uses = new Map<string, CategoryUse>();
  for (const { categoryId, environment, expiresAt, updatedAt } of entries) {
    const use = uses.get(categoryId) ?? { environments: {}, expiries: [], lastChange: updatedAt };
    use.environments[environment] = (use.environments[environment] ?? 0) + 1;
    if (expiresAt !== null) use.expiries.push(expiresAt);
    if (updatedAt > use.lastChange) use.lastChange = updatedAt;
    uses.set(categoryId, use);
  }
  return uses;
}
