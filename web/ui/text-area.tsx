import type { ComponentProps } from 'react';
import { useField } from './field.tsx';

export type TextAreaProps = {
  value: string;
  onChange: (value: string) => void;
  isMono?: boolean;
} & Omit<ComponentProps<'textarea'>, 'value' | 'onChange'>;

export function TextArea({ value, onChange, isMono, ...rest }: TextAreaProps) {
  const wiring = useField();
  return (
    <textarea
      rows={2}
      spellCheck={isMono ? false : undefined}
      {...wiring}
      {...rest}
      className={`textarea ${isMono ? 'mono' : ''} ${wiring['aria-invalid'] ? 'bad' : ''} ${rest.className ?? ''}`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
