import type { Algorithm } from '#shared/two-factor.ts';
import { Field } from '#web/ui/field.tsx';
import { Select } from '#web/ui/select.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import type { TokenForm } from './form.ts';

const DIGITS = ['6', '7', '8'].map((value) => ({ value, label: value }));
// Named here by hand: a value out of shared/ would bring zod along.
const ALGORITHMS = (['SHA1', 'SHA256', 'SHA512'] satisfies Algorithm[]).map((value) => ({ value, label: value }));

export type CodeFormProps = {
  form: TokenForm;
  onChange: (part: Partial<TokenForm>) => void;
  /** What is wrong with the period before it is sent. */
  problem: string | null;
  wrong: (field: 'issuer' | 'period' | 'digits' | 'algorithm') => string | null;
};

/** How codes are made: as nearly every service does, unless someone looks in here. */
export function CodeForm({ form, onChange, problem, wrong }: CodeFormProps) {
  const isUsual = form.algorithm === 'SHA1' && form.digits === '6' && form.period === '30';
  return (
    <details className="more" open={!isUsual || form.issuer !== '' || undefined}>
      <summary>
        More <span className="small faint">issuer, algorithm, digits, period</span>
      </summary>
      <div className="grid gap-4 pt-3">
        <Field label="Issuer" hint="optional" error={wrong('issuer')}>
          <TextField value={form.issuer} onChange={(issuer) => onChange({ issuer })} />
        </Field>
        <div className="thirds">
          <Field label="Algorithm" error={wrong('algorithm')}>
            <Select value={form.algorithm} onChange={(next) => onChange({ algorithm: next })} options={ALGORITHMS} />
          </Field>
          <Field label="Digits" error={wrong('digits')}>
            <Select value={form.digits} onChange={(digits) => onChange({ digits })} options={DIGITS} />
          </Field>
          <Field label="Period" hint="seconds" error={problem ?? wrong('period')}>
            <TextField inputMode="numeric" value={form.period} onChange={(period) => onChange({ period })} />
          </Field>
        </div>
      </div>
    </details>
  );
}
