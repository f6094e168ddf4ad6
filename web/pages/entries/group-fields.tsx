import { Plus, Trash2, Undo2 } from 'lucide-react';
import { useId } from 'react';
import { Button } from '#web/ui/button.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { SecretInput } from '#web/ui/secret-input.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { type EntryForm, type ExtraField, newExtra } from './entry-form.ts';

export type GroupFieldsProps = {
  form: EntryForm;
  onChange: (form: EntryForm) => void;
  /** Those that the category names or that are stored, in order. */
  names: readonly string[];
  /** Those that hold something already. */
  stored: readonly string[];
  /** The category names none, so any may be added. */
  isFree: boolean;
};

/** The fields of a group, each with a secret of its own: an empty one keeps what is stored. */
export function GroupFields({ form, onChange, names, stored, isFree }: GroupFieldsProps) {
  const change = (key: string, next: ExtraField | null) =>
    onChange({
      ...form,
      extras: form.extras.flatMap((one) => (one.key !== key ? [one] : next === null ? [] : [next])),
    });
  return (
    <div className="grid gap-3">
      {names.map((name) => (
        <NamedField key={name} name={name} form={form} onChange={onChange} isStored={stored.includes(name)} />
      ))}
      {form.extras.map((extra, at) => (
        <FreeField key={extra.key} extra={extra} at={at + 1} onChange={(next) => change(extra.key, next)} />
      ))}
      {isFree && (
        <span>
          <Button size="s" icon={Plus} onClick={() => onChange({ ...form, extras: [...form.extras, newExtra()] })}>
            Add a field
          </Button>
        </span>
      )}
    </div>
  );
}

type NamedFieldProps = Pick<GroupFieldsProps, 'form' | 'onChange'> & { name: string; isStored: boolean };

function NamedField({ name, form, onChange, isStored }: NamedFieldProps) {
  const id = useId();
  const isRemoved = form.removed.includes(name);
  const set = (text: string) => onChange({ ...form, texts: { ...form.texts, [name]: text } });
  const remove = () => {
    const { [name]: _typed, ...texts } = form.texts;
    onChange({ ...form, texts, removed: [...form.removed, name] });
  };
  const keep = () => onChange({ ...form, removed: form.removed.filter((one) => one !== name) });
  return (
    <div className={`frow ${isStored ? 'stored' : ''}`}>
      <label className="mono break-all" htmlFor={id}>
        {name}
      </label>
      {isRemoved ? (
        <span className="dim" id={id}>
          is removed when you save
        </span>
      ) : (
        <SecretInput
          id={id}
          name={name}
          value={form.texts[name] ?? ''}
          onChange={set}
          placeholder={isStored ? '••••••••••' : ''}
        />
      )}
      {isStored && (
        <IconButton
          label={isRemoved ? `Keep ${name}` : `Remove ${name}`}
          icon={isRemoved ? Undo2 : Trash2}
          onClick={isRemoved ? keep : remove}
        />
      )}
    </div>
  );
}

type FreeFieldProps = { extra: ExtraField; at: number; onChange: (next: ExtraField | null) => void };

function FreeField({ extra, at, onChange }: FreeFieldProps) {
  const name = extra.name === '' ? `field ${at}` : extra.name;
  return (
    <div className="frow stored">
      <TextField
        isMono
        aria-label={`Name of field ${at}`}
        placeholder="NAME"
        value={extra.name}
        onChange={(next) => onChange({ ...extra, name: next.trim() })}
      />
      <SecretInput
        aria-label={`Secret of ${name}`}
        name={name}
        value={extra.text}
        onChange={(text) => onChange({ ...extra, text })}
      />
      <IconButton label={`Take out ${name}`} icon={Trash2} onClick={() => onChange(null)} />
    </div>
  );
}
