import { Search } from 'lucide-react';
import { useRef } from 'react';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { Kbd } from './kbd.tsx';
import { TextField } from './text-field.tsx';

export type SearchFieldProps = {
  /** Its name and what stands in it: "Find a project". */
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** In the status line: "find". */
  hint?: boolean;
};

/** The search of a page: `/` goes to it, Escape empties it. */
export function SearchField({ label, value, onChange, hint = true }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts([{ keys: '/', label: 'find', hint, run: () => input.current?.focus() }]);
  return (
    <TextField
      ref={input}
      type="search"
      isSoft
      icon={Search}
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={onChange}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        onChange('');
        input.current?.blur();
      }}
      end={value === '' && <Kbd keys="/" />}
    />
  );
}
