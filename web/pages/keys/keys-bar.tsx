import type { Category } from '#shared/categories.ts';
import { SearchField } from '#web/ui/search-field.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import { Select } from '#web/ui/select.tsx';
import { type Order, orderOf } from './narrow.ts';
import { keyTypes } from './types.ts';

export const ORDER_WORDS: readonly { value: Order; label: string }[] = [
  { value: 'changed', label: 'Last changed' },
  { value: 'name', label: 'By name' },
  { value: 'entries', label: 'Most entries' },
];

export type KeysBarProps = {
  categories: readonly Category[];
  search: string;
  onSearch: (text: string) => void;
  type: string | null;
  onType: (type: string | null) => void;
  order: string | null;
  onOrder: (order: string | null) => void;
};

export function KeysBar({ categories, search, onSearch, type, onType, order, onOrder }: KeysBarProps) {
  const manyOf = (keyType: string) => categories.filter((category) => category.keyType === keyType).length;
  return (
    <div className="bar">
      <SearchField label="Find a category or variable" value={search} onChange={onSearch} />
      <Segmented
        label="Key type"
        value={type ?? 'all'}
        onChange={(next) => onType(next === 'all' ? null : next)}
        segments={[
          { value: 'all', label: 'All', many: categories.length },
          ...keyTypes.map((value) => ({ value, label: value, many: manyOf(value) })),
        ]}
      />
      <span className="push no-phone">
        <Select
          aria-label="Order"
          isQuiet
          options={ORDER_WORDS}
          value={orderOf(order)}
          onChange={(next) => onOrder(next === 'changed' ? null : next)}
        />
      </span>
    </div>
  );
}
