import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useField } from './field.tsx';
import { Icon } from './icon.tsx';

export type Option<V extends string> = { value: V; label: ReactNode };
export type SelectProps<V extends string> = {
  value: V;
  onChange: (value: V) => void;
  options: readonly Option<V>[];
  /** Where no `Field` is around. */
  'aria-label'?: string;
  /** Without a border, in a bar: "Last used ⌄". */
  isQuiet?: boolean;
};

export function Select<V extends string>({ value, onChange, options, isQuiet, ...rest }: SelectProps<V>) {
  const wiring = useField();
  return (
    <Base.Root items={[...options]} value={value} onValueChange={(next) => next !== null && onChange(next)}>
      <Base.Trigger {...wiring} {...rest} className={isQuiet ? 'btn quiet' : 'in pick'}>
        <Base.Value className="clip" />
        <Icon of={ChevronDown} small />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={isQuiet ? 'end' : 'start'} alignItemWithTrigger={false} className="over">
          <Base.Popup className="pop menu">
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} className="mi">
                <Base.ItemText>{option.label}</Base.ItemText>
                <Base.ItemIndicator className="push">
                  <Icon of={Check} small />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
