import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Environment } from '#shared/entries.ts';
import { useTRPC } from '#web/trpc.ts';
import { Combobox } from '#web/ui/combobox.tsx';
import { ENVIRONMENTS, EnvironmentName } from '#web/ui/environment.tsx';
import { Field, FieldGroup } from '#web/ui/field.tsx';
import { Segmented } from '#web/ui/segmented.tsx';

export type ProjectFieldProps = {
  value: string;
  onChange: (name: string) => void;
  error?: string | null;
  help?: ReactNode;
};

/** A project's name, completed from those that there are. */
export function ProjectField({ value, onChange, error, help }: ProjectFieldProps) {
  const trpc = useTRPC();
  const { data: names = [] } = useQuery(trpc.entries.projectNames.queryOptions({}));
  return (
    <Field label="Project" hint="an existing one, or a new name" error={error} help={help}>
      <Combobox isMono value={value} onChange={onChange} options={names} />
    </Field>
  );
}

const SEGMENTS = ENVIRONMENTS.map((value) => ({ value, label: <EnvironmentName of={value} /> }));

export function EnvironmentField({ value, onChange }: { value: Environment; onChange: (value: Environment) => void }) {
  return (
    <FieldGroup label="Environment">
      <Segmented<Environment> label="Environment" grows value={value} onChange={onChange} segments={SEGMENTS} />
    </FieldGroup>
  );
}
