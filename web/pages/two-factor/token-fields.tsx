import type { Ref } from 'react';
import type { TwoFactor } from '#shared/two-factor.ts';
import { type Failure, issueAt } from '#web/lib/failure.ts';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { Field } from '#web/ui/field.tsx';
import { SecretField } from '#web/ui/secret-field.tsx';
import { TextArea } from '#web/ui/text-area.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { CodeForm } from './code-form.tsx';
import { CodesField } from './codes-field.tsx';
import { problemsOf, type TokenForm, withSecret } from './form.ts';
import { isOtpauth, readOtpauth } from './otpauth.ts';

export type TokenFieldsProps = {
  form: TokenForm;
  onChange: (form: TokenForm) => void;
  failure: Failure | null;
  /** The one that is changed; without it the form is for a new one. */
  token?: TwoFactor;
  secretRef?: Ref<HTMLInputElement> | undefined;
  serviceRef?: Ref<HTMLInputElement>;
};

/** What is asked of a token, new or old. */
export function TokenFields({ form, onChange, failure, token, secretRef, serviceRef }: TokenFieldsProps) {
  const set = (part: Partial<TokenForm>) => onChange({ ...form, ...part });
  const wrong = (field: string) => issueAt(failure, field);
  return (
    <>
      {!token && <Secret form={form} onChange={onChange} error={wrong('secret')} secretRef={secretRef} />}
      <div className="pair">
        <Field label="Service" error={wrong('service')}>
          <TextField
            ref={serviceRef}
            value={form.service}
            onChange={(service) => set({ service })}
            required
            placeholder="GitHub"
          />
        </Field>
        <Field label="Account" hint="optional" error={wrong('accountName')}>
          <TextField value={form.accountName} onChange={(accountName) => set({ accountName })} />
        </Field>
      </div>
      {token && <Secret form={form} onChange={onChange} error={wrong('secret')} token={token} />}
      {!token && (
        <CodesField
          value={form.recoveryCodes}
          onChange={(recoveryCodes) => set({ recoveryCodes })}
          rows={3}
          isOptional
          error={wrong('recoveryCodes')}
        />
      )}
      <Field label="Notes" hint="optional, not encrypted" error={wrong('notes')}>
        <TextArea rows={2} value={form.notes} onChange={(notes) => set({ notes })} />
      </Field>
      {!isOtpauth(form.secret) && !form.removesSecret && (
        <CodeForm form={form} onChange={set} problem={problemsOf(form).period ?? null} wrong={wrong} />
      )}
    </>
  );
}

type SecretProps = Pick<TokenFieldsProps, 'form' | 'onChange' | 'token' | 'secretRef'> & { error: string | null };

/** A secret, or an address that says more: then its names stand in the fields below at once. */
function Secret({ form, onChange, error, token, secretRef }: SecretProps) {
  const said = readOtpauth(form.secret);
  const isKept = token?.hasSecret === true;
  const plain = isKept ? 'Leave it empty to keep the stored one.' : 'In base32, or a whole otpauth:// address.';
  const mayRemove = isKept && token.recoveryCodesTotal > 0;
  return (
    <>
      <Field label={isKept ? 'New secret' : 'Secret'} help={said ? `An address: ${said.how}.` : plain} error={error}>
        <SecretField
          ref={secretRef}
          value={form.secret}
          onChange={(secret) => onChange(withSecret(form, secret))}
          disabled={form.removesSecret}
        />
      </Field>
      {mayRemove && (
        <Checkbox
          isChecked={form.removesSecret}
          onChange={(removesSecret) => onChange({ ...form, removesSecret, secret: '' })}
        >
          Remove the stored secret, keep the recovery codes
        </Checkbox>
      )}
    </>
  );
}
