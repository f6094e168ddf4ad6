import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export type CheckboxProps = {
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
  /** Some of what it stands for. */
  isMixed?: boolean;
  isDisabled?: boolean;
} & ({ children: ReactNode; label?: never } | { label: string; children?: never });

/** With words beside it (`children`), or bare in a table with a name (`label`). */
export function Checkbox({ isChecked, onChange, isMixed = false, isDisabled = false, ...names }: CheckboxProps) {
  const box = (
    <Base.Root
      className="cb"
      checked={isChecked}
      indeterminate={isMixed}
      disabled={isDisabled}
      onCheckedChange={onChange}
      aria-label={names.label}
    >
      <Base.Indicator>
        <Icon of={isMixed ? Minus : Check} />
      </Base.Indicator>
    </Base.Root>
  );
  if (names.children === undefined) return box;
  return (
    // The box is a control of Base UI, which the label wraps.
    // biome-ignore lint/a11y/noLabelWithoutControl: see above
    <label className="choice">
      {box}
      {names.children}
    </label>
  );
}
