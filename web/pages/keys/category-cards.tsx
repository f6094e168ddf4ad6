import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Category } from '#shared/categories.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { paths } from '#web/paths.ts';
import { CategoryCard } from './category-card.tsx';
import type { Uses } from './narrow.ts';

export type CategoryCardsProps = {
  categories: readonly Category[];
  uses: Uses;
  onEdit: (category: Category) => void;
  onDelete: (category: Category) => void;
};

/** The cards, with a cursor that `j` and `k` move: it is the focus itself. */
export function CategoryCards({ categories, uses, onEdit, onDelete }: CategoryCardsProps) {
  const navigate = useNavigate();
  const [cursor, setCursor] = useState<string | null>(null);
  const at = categories.findIndex(({ id }) => id === cursor);
  const move = (step: number) => {
    const next = categories[Math.max(0, Math.min(categories.length - 1, at + step))];
    if (next !== undefined) document.querySelector<HTMLElement>(`[data-card="${next.id}"]`)?.focus();
  };
  const current = categories[at];
  useShortcuts([
    { keys: 'j', label: 'move', hint: true, shows: 'j k', run: () => move(1) },
    { keys: 'k', label: 'move back', run: () => move(-1) },
    { keys: 'e', label: 'edit category', run: () => current && onEdit(current) },
  ]);
  return (
    <ul className="cards" aria-label="Categories">
      {categories.map((category) => (
        <CategoryCard
          key={category.id}
          category={category}
          use={uses.get(category.id)}
          onFocus={() => setCursor(category.id)}
          onNewEntry={() => void navigate({ href: paths.newEntry(category.id) })}
          onEdit={() => onEdit(category)}
          onDelete={() => onDelete(category)}
        />
      ))}
    </ul>
  );
}
