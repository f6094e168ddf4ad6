import type { RefObject } from 'react';
import type { KeyType } from '#shared/categories.ts';
import { type Failure, issueAt } from '#web/lib/failure.ts';
import { count } from '#web/lib/format.ts';
import { Field, FieldGroup } from '#web/ui/field.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import { TextArea } from '#web/ui/text-area.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { type CategoryForm, guessIcon, guessVariable } from './category-form.ts';
import { KEY_TYPES, keyTypes } from './types.ts';

export type CategoryFieldsProps = {
  form: CategoryForm;
  onChange: (form: CategoryForm) => void;
  failure: Failure | null;
  nameRef: RefObject<HTMLInputElement | null>;
  /** How many entries hold the key type where it is. */
  entries: number;
};

export function CategoryFields({ form, onChange, failure, nameRef, entries }: CategoryFieldsProps) {
  /** What was guessed from the name follows it, until something else was typed. */
  const rename = (name: string) =>
    onChange({
      ...form,
      name,
      variable: form.variable === guessVariable(form.name) ? guessVariable(name) : form.variable,
      icon: form.icon === guessIcon(form.name) ? guessIcon(name) : form.icon,
    });
  return (
    <>
      <Field label="Name" error={issueAt(failure, 'name')}>
        <TextField ref={nameRef} required value={form.name} onChange={rename} placeholder="Stripe" />
      </Field>
      <KeyTypeField form={form} onChange={onChange} entries={entries} />
      <SecretForm form={form} onChange={onChange} failure={failure} />
      <Field label="Icon" hint="a Simple Icons name; letters where there is none" error={issueAt(failure, 'icon')}>
        <TextField isMono value={form.icon} onChange={(icon) => onChange({ ...form, icon })} placeholder="stripe" />
      </Field>
      <Field label="Description" hint="people see it, the model never does" error={issueAt(failure, 'description')}>
        <TextArea value={form.description} onChange={(description) => onChange({ ...form, description })} />
      </Field>
    </>
  );
}

type PartProps = Pick<CategoryFieldsProps, 'form' | 'onChange'>;

function KeyTypeField({ form, onChange, entries }: PartProps & { entries: number }) {
  const isFixed = entries > 0;
  return (
    <FieldGroup label="Key type" hint={isFixed ? `fixed by its ${count(entries, 'entry', 'entries')}` : undefined}>
      {isFixed ? (
        <p className="dim">{form.keyType}</p>
      ) : (
        <Segmented<KeyType>
          label="Key type"
          grows
          value={form.keyType}
          onChange={(keyType) => onChange({ ...form, keyType })}
          segments={keyTypes.map((value) => ({ value, label: value }))}
        />
      )}
      <p className="help">{KEY_TYPES[form.keyType]}</p>
    </FieldGroup>
  );
}

function SecretForm({ form, onChange, failure }: PartProps & { failure: Failure | null }) {
  if (form.keyType === 'simple') {
    const bare = failure?.code === 'CATEGORY_SIMPLE_REQUIRES_ENV_VAR' ? failure.message : null;
    return (
      <Field label="Variable" hint="as it stands in a .env" error={issueAt(failure, 'envVarName') ?? bare}>
        <TextField
          isMono
          required
          value={form.variable}
          onChange={(variable) => onChange({ ...form, variable })}
          placeholder="STRIPE_SECRET_KEY"
        />
      </Field>
    );
  }
  if (form.keyType !== 'group') return null;
  return (
    <Field
      label="Fields"
      hint="one variable a line"
      help="Without any, an entry may hold whatever fields it is given."
      error={issueAt(failure, 'fieldDefinitions')}
    >
      <TextArea
        isMono
        rows={4}
        value={form.fields}
        onChange={(fields) => onChange({ ...form, fields })}
        placeholder={'AWS_ACCESS_KEY_ID\nAWS_SECRET_ACCESS_KEY'}
      />
    </Field>
  );
}
