import { Autocomplete } from '@base-ui/react/autocomplete';
import { useField } from './field.tsx';

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
  return (
    <Autocomplete.Root
      items={[...options]}
      value={value}
      onValueChange={(next) => onChange(next)}
      mode="both"
      openOnInputClick
    >
      <span className={`in ${wiring['aria-invalid'] ? 'bad' : ''}`}>
        <Autocomplete.Input
          {...wiring}
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
