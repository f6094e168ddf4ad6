import { Field, FieldGroup } from '#web/ui/field.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { type KeyDraft, LIFETIMES, type Lifetime } from './key-draft.ts';

type Props = { draft: KeyDraft; onChange: (part: Partial<KeyDraft>) => void; error: string | null };

const WORDS: Record<Lifetime, string> = {
  '30': '30 days',
  '90': '90 days',
  '365': '1 year',
  none: 'No end',
  date: 'Until a day',
};

export function ExpiryField({ draft, onChange, error }: Props) {
  return (
    <FieldGroup label="Expires" hint={draft.lifetime === 'none' ? 'until someone revokes it' : undefined}>
      <Segmented
        label="Expires"
        grows
        value={draft.lifetime}
        onChange={(lifetime) => onChange({ lifetime })}
        segments={LIFETIMES.map((value) => ({ value, label: WORDS[value] }))}
      />
      {draft.lifetime === 'date' && (
        <Field label="Last day" error={error}>
          <TextField type="date" value={draft.date} onChange={(date) => onChange({ date })} />
        </Field>
      )}
    </FieldGroup>
  );
}
