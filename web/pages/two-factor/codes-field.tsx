import type { Ref } from 'react';
import { count } from '#web/lib/format.ts';
import { Field } from '#web/ui/field.tsx';
import { TextArea } from '#web/ui/text-area.tsx';
import { readRecoveryCodes, whyNotKept } from './recovery-list.ts';

export type CodesFieldProps = {
  value: string;
  onChange: (text: string) => void;
  rows: number;
  isOptional?: boolean;
  error?: string | null;
  ref?: Ref<HTMLTextAreaElement>;
};

/** Where a list of recovery codes is pasted; it says how many it understood. */
export function CodesField({ value, onChange, rows, isOptional = false, error = null, ref }: CodesFieldProps) {
  const list = readRecoveryCodes(value);
  const twice = list.twice > 0 ? `, ${list.twice} stood there twice` : '';
  return (
    <Field
      label="Recovery codes"
      hint={list.codes.length > 0 ? `${count(list.codes.length, 'code')}${twice}` : isOptional && 'optional'}
      help="One a line, as the service lists them. They are given out in this order."
      error={whyNotKept(list) ?? error}
    >
      <TextArea ref={ref} isMono rows={rows} value={value} onChange={onChange} />
    </Field>
  );
}
