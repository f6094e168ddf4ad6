import { Combobox } from '#web/ui/combobox.tsx';
import { ENVIRONMENTS, EnvironmentName } from '#web/ui/environment.tsx';
import { Field, FieldGroup } from '#web/ui/field.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import type { Place } from './use-preview.ts';

export type PlaceFieldsProps = { place: Place; onChange: (place: Place) => void; names: readonly string[] };

/** Into which project and environment. */
export function PlaceFields({ place, onChange, names }: PlaceFieldsProps) {
  return (
    <>
      <Field label="Project" hint="an existing one, or a new name">
        <Combobox isMono value={place.name} onChange={(name) => onChange({ ...place, name })} options={names} />
      </Field>
      <FieldGroup label="Environment">
        <Segmented
          label="Environment"
          grows
          value={place.environment}
          onChange={(environment) => onChange({ ...place, environment })}
          segments={ENVIRONMENTS.map((value) => ({ value, label: <EnvironmentName of={value} /> }))}
        />
      </FieldGroup>
    </>
  );
}
