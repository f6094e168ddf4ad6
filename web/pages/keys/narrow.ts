import type { Category } from '#shared/categories.ts';
import type { CategoryUse } from '#shared/category-uses.ts';

export const ORDERS = ['changed', 'name', 'entries'] as const;
export type Order = (typeof ORDERS)[number];

/** What the entries of each category amount to, by its id; one without any is not there. */
export type Uses = ReadonlyMap<string, CategoryUse>;

export function usesOf(uses: readonly CategoryUse[]): Uses {
  return new Map(uses.map((use) => [use.categoryId, use]));
}

export type Narrowing = { search: string; type: string | null; order: string | null };

/** The categories that a search and a type leave, in the wanted order: what changed last stands first. */
export function narrow(categories: readonly Category[], uses: Uses, by: Narrowing): Category[] {
  const needle = by.search.trim().toLowerCase();
  const changed = ({ id, updatedAt }: Category) => uses.get(id)?.changedAt ?? updatedAt;
  const orders: Record<Order, (a: Category, b: Category) => number> = {
    changed: (a, b) => changed(b).localeCompare(changed(a)),
    name: (a, b) => a.name.localeCompare(b.name),
    entries: (a, b) => b.entryCount - a.entryCount,
  };
  return categories
    .filter(({ keyType }) => by.type === null || keyType === by.type)
    .filter((category) => needle === '' || textsOf(category).some((text) => text.toLowerCase().includes(needle)))
    .sort(orders[orderOf(by.order)]);
}

export function orderOf(text: string | null): Order {
  return ORDERS.find((order) => order === text) ?? 'changed';
}

function textsOf({ name, envVarName, fieldDefinitions, description }: Category): string[] {
  return [name, envVarName ?? '', ...(fieldDefinitions ?? []), description ?? ''];
}
