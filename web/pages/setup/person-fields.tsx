import { Field } from '#web/ui/field.tsx';
import { TextField } from '#web/ui/text-field.tsx';

export type Person = { name: string; email: string; password: string };

export type PersonFieldsProps = {
  person: Person;
  onChange: (person: Person) => void;
  errors: { name: string | null; email: string | null };
  /** Beside the labels; without them both must be given. */
  hints?: { name: string; email: string };
};

/** Who it is: a name and an e-mail. */
export function PersonFields({ person, onChange, errors, hints }: PersonFieldsProps) {
  const required = hints === undefined;
  return (
    <>
      <Field label="Name" hint={hints?.name} error={errors.name}>
        <TextField
          name="name"
          autoComplete="name"
          isLarge
          required={required}
          autoFocus
          value={person.name}
          onChange={(name) => onChange({ ...person, name })}
        />
      </Field>
      <Field label="E-mail" hint={hints?.email} error={errors.email}>
        <TextField
          type="email"
          name="email"
          autoComplete="username"
          isLarge
          required={required}
          value={person.email}
          onChange={(email) => onChange({ ...person, email })}
        />
      </Field>
    </>
  );
}
