import { CircleAlert } from 'lucide-react';
import { type Failure, issueAt } from '#web/lib/failure.ts';
import { Field } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { SecretInput } from '#web/ui/secret-input.tsx';
import type { CategoryLike, EntryForm } from './entry-form.ts';
import { FileField, KEEPS } from './file-field.tsx';
import { GroupFields } from './group-fields.tsx';
import { PasteLines } from './paste-lines.tsx';
import { fieldsOf } from './stored-fields.ts';

export type SecretPartProps = {
  category: CategoryLike;
  form: EntryForm;
  onChange: (form: EntryForm) => void;
  isNew: boolean;
  stored: readonly string[];
  /** The place for lines of a .env is open. */
  isPasting: boolean;
  failure: Failure | null;
};

/** The secret of an entry, in the form of its key type. */
export function SecretPart(props: SecretPartProps) {
  const { category, form, onChange, isNew, failure } = props;
  const { keyType } = category;
  if (keyType === 'group') return <Group {...props} />;
  if (keyType === 'simple') {
    return (
      <Field
        label={category.envVarName ?? category.name}
        error={issueAt(failure, 'value')}
        help={isNew ? undefined : KEEPS}
      >
        <SecretInput
          name={category.envVarName ?? category.name}
          value={form.text}
          onChange={(text) => onChange({ ...form, text })}
          placeholder={isNew ? '' : '••••••••••'}
        />
      </Field>
    );
  }
  return (
    <FileField form={form} onChange={onChange} keyType={keyType} isNew={isNew} error={issueAt(failure, 'value')} />
  );
}

function Group({ category, form, onChange, isNew, stored, isPasting, failure }: SecretPartProps) {
  const names = fieldsOf(category.fieldDefinitions, stored);
  const isFree = category.fieldDefinitions === null;
  const bad = issueAt(failure, 'value') ?? issueAt(failure, 'fields');
  return (
    <>
      {isPasting && <PasteLines form={form} onChange={onChange} names={names} isFree={isFree} />}
      <GroupFields form={form} onChange={onChange} names={names} stored={stored} isFree={isFree} />
      {bad !== null && (
        <p className="help danger" role="alert">
          <Icon of={CircleAlert} />
          {bad}
        </p>
      )}
      {!isNew && bad === null && <p className="help">An empty field keeps what is stored.</p>}
    </>
  );
}
