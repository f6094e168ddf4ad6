import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useField } from './field.tsx';
import { Icon } from './icon.tsx';

export type TextFieldProps = {
  value: string;
  onChange: (value: string) => void;
  icon?: LucideIcon;
  /** Buttons or a mark at its right end. */
  end?: ReactNode;
  /** Names, addresses and secrets are mono; prose never is. */
  isMono?: boolean;
  isLarge?: boolean;
  /** A quieter line, for searching beside a table. */
  isSoft?: boolean;
} & Omit<ComponentProps<'input'>, 'value' | 'onChange'>;

/** One line of text. Give it a `Field` around, or an `aria-label`. */
export function TextField({ value, onChange, icon, end, isMono, isLarge, isSoft, ...rest }: TextFieldProps) {
  const wiring = useField();
  const look = ['in', isLarge ? 'l' : '', isSoft ? 'soft' : '', wiring['aria-invalid'] ? 'bad' : ''];
  return (
    <span className={look.filter(Boolean).join(' ')}>
      {icon && <Icon of={icon} />}
      <input
        type="text"
        spellCheck={false}
        autoComplete="off"
        {...wiring}
        {...rest}
        className={isMono ? 'mono' : ''}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {end && <span className="end">{end}</span>}
    </span>
  );
}
