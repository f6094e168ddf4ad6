import type { Failure } from '#web/lib/failure.ts';
import { Field } from '#web/ui/field.tsx';
import { TextField, type TextFieldProps } from '#web/ui/text-field.tsx';

export type CodeFieldProps = Pick<TextFieldProps, 'value' | 'onChange' | 'isLarge' | 'ref'> & {
  failure: Failure | null;
};

/** The code of the second step. Recovery codes have letters, so no numeric keyboard is asked for. */
export function CodeField({ failure, ...rest }: CodeFieldProps) {
  const error = failure?.code === 'AUTH_CODE_INVALID' ? failure.message : null;
  return (
    <Field label="Code" help="Of your authenticator app, or a recovery code." error={error}>
      <TextField name="code" autoComplete="one-time-code" autoCapitalize="none" required autoFocus isMono {...rest} />
    </Field>
  );
}
