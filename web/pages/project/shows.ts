import type { MenuItem } from '#web/ui/menu.tsx';
import { fits, type MatrixRow, type Show } from './matrix.ts';

const WORDS: readonly (readonly [Show, string])[] = [
  ['all', 'All'],
  ['gaps', 'With gaps'],
  ['expired', 'Expired'],
];

/** What the rows can be narrowed to, with how many each leaves. */
export function showsOf(rows: readonly MatrixRow[]): { value: Show; label: string; many: number }[] {
  return WORDS.map(([value, label]) => ({ value, label, many: rows.filter((row) => fits(row, value)).length }));
}

/** The same in the menu of a phone's head. */
export function showItems(rows: readonly MatrixRow[], show: Show, onShow: (show: Show) => void): MenuItem[] {
  const items = showsOf(rows).map(({ value, label, many }) => ({
    label: `${label}, ${many}`,
    isOn: value === show,
    run: () => onShow(value),
  }));
  return [{ heading: 'Variables' }, ...items];
}
