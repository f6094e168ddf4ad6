import { type ClipboardEvent, type ComponentProps, useState } from 'react';
import { Generator } from './generator.tsx';
import { SecretField } from './secret-field.tsx';
import './secret-input.css';
import { TextArea } from './text-area.tsx';

export type SecretInputProps = {
  /** Whose secret it is, for the name of its generator. */
  name: string;
  value: string;
  onChange: (value: string) => void;
} & Pick<ComponentProps<'input'>, 'id' | 'placeholder' | 'aria-label' | 'onPaste' | 'ref'>;

/** Managers of passwords have no business with what is kept here. */
const NO_MANAGER = { autoComplete: 'new-password', 'data-1p-ignore': true, 'data-lpignore': 'true' } as const;

/** A line for a new secret with a generator. What has several lines gets them: a line would lose its breaks. */
export function SecretInput({ name, value, onChange, onPaste, ...rest }: SecretInputProps) {
  const [isLong, setLong] = useState(false);
  if (!isLong && value.includes('\n')) setLong(true);
  if (isLong) {
    const { ref: _ofTheLine, ...area } = rest;
    return <TextArea {...area} isMono autoFocus rows={5} className="veiled" value={value} onChange={onChange} />;
  }
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    onPaste?.(event);
    const text = event.clipboardData.getData('text/plain').replaceAll(/\r\n?/g, '\n');
    if (event.defaultPrevented || !text.trimEnd().includes('\n')) return;
    event.preventDefault();
    onChange(text);
  };
  return (
    <SecretField
      {...NO_MANAGER}
      {...rest}
      value={value}
      onChange={onChange}
      onPaste={paste}
      end={<Generator label={`Generate ${name}`} onUse={onChange} />}
    />
  );
}
