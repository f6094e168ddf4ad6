import { Autocomplete } from '@base-ui/react/autocomplete';
import { useState } from 'react';
import { labelOf, useField } from './field.tsx';

export type ComboboxProps = {
  value: string;
  onChange: (value: string) => void;
  /** What may be chosen; anything else may be typed. */
  options: readonly string[];
  placeholder?: string;
  isMono?: boolean;
  'aria-label'?: string;
};

/** A line that completes from what exists, and takes what does not. */
export function Combobox({ value, onChange, options, placeholder, isMono, ...rest }: ComboboxProps) {
  const wiring = useField();
  const named = wiring.id === undefined ? {} : { 'aria-labelledby': labelOf(wiring.id) };
  const [isOpen, setOpen] = useState(false);
  // A list that is open hides the rest of a dialog from those who hear it, so one with nothing to offer is closed.
  const typed = value.toLowerCase();
  const hasMore = options.some((option) => option !== value && option.toLowerCase().includes(typed));
  return (
    <Autocomplete.Root
      items={[...options]}
      value={value}
      onValueChange={(next) => onChange(next)}
      mode="both"
      openOnInputClick
      open={isOpen && hasMore}
      onOpenChange={setOpen}
    >
      <span className={`in ${wiring['aria-invalid'] ? 'bad' : ''}`}>
        <Autocomplete.Input
          {...wiring}
          {...named}
          {...rest}
          placeholder={placeholder}
          className={isMono ? 'mono' : ''}
          spellCheck={false}
        />
      </span>
      <Autocomplete.Portal>
        <Autocomplete.Positioner sideOffset={4} align="start" className="over">
          <Autocomplete.Popup className="pop min-w-(--anchor-width) empty:hidden has-[[data-empty]]:hidden">
            <Autocomplete.List className="menu">
              {(option: string) => (
                <Autocomplete.Item key={option} value={option} className={`mi ${isMono ? 'mono' : ''}`}>
                  {option}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
