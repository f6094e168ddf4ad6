import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { downloadText } from '#web/lib/text-file.ts';
import { useDeed } from '#web/pages/settings/use-deed.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { ENVIRONMENTS, EnvironmentName } from '#web/ui/environment.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Field, FieldGroup } from '#web/ui/field.tsx';
import { Section } from '#web/ui/section.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import { Select } from '#web/ui/select.tsx';
import { useToasts } from '#web/ui/toaster.tsx';
import { type ExportChoice, type ExportFormat, fetchExport } from './export-file.ts';

const FORMATS: Record<ExportFormat, { label: string; what: string }> = {
  dotenv: { label: '.env', what: 'NAME=value lines; SSH and JSON entries are named in comments and left out.' },
  shell: { label: 'Shell', what: 'export NAME=value lines, for a shell to read.' },
  json: { label: 'JSON', what: 'Everything, exact, SSH and JSON entries too.' },
};
/** In the order of the switch. */
const ORDER = ['dotenv', 'shell', 'json'] as const satisfies readonly ExportFormat[];

const EVERYTHING: ExportChoice = { format: 'dotenv', environment: null, name: null, skipBroken: false };

/** Every value as a file. It is one event in the audit log. */
export function ExportSection() {
  const [choice, setChoice] = useState(EVERYTHING);
  const change = (part: Partial<ExportChoice>) => setChoice({ ...choice, ...part });
  const { failure, isBusy, onSubmit } = useExport(choice);
  return (
    <Section title="Export" aside="every value in the clear: keep the file as you would keep the secrets">
      <form className="form" onSubmit={onSubmit}>
        {failure && <FailureNote failure={failure} what="Nothing was exported." />}
        {(failure?.code === 'INTEGRITY_FAILURE' || choice.skipBroken) && (
          <Checkbox isChecked={choice.skipBroken} onChange={(skipBroken) => change({ skipBroken })}>
            Leave out what does not open
          </Checkbox>
        )}
        <FieldGroup label="Format">
          <Segmented
            label="Format"
            grows
            value={choice.format}
            onChange={(format) => change({ format })}
            segments={ORDER.map((value) => ({ value, label: FORMATS[value].label }))}
          />
          <p className="help">{FORMATS[choice.format].what}</p>
        </FieldGroup>
        <Narrowing choice={choice} onChange={change} />
        <Button type="submit" icon={Download} isBusy={isBusy}>
          Download the export
        </Button>
      </form>
    </Section>
  );
}

type NarrowingProps = { choice: ExportChoice; onChange: (part: Partial<ExportChoice>) => void };

function Narrowing({ choice, onChange }: NarrowingProps) {
  const trpc = useTRPC();
  const { data: names = [] } = useQuery(trpc.entries.projectNames.queryOptions({}));
  // No environment and no project has this name: names are never blank.
  const all = { value: '', label: 'All' } as const;
  return (
    <div className="pair w-full">
      <Field label="Environment">
        <Select
          value={choice.environment ?? ''}
          onChange={(value) => onChange({ environment: value === '' ? null : value })}
          options={[all, ...ENVIRONMENTS.map((value) => ({ value, label: <EnvironmentName of={value} /> }))]}
        />
      </Field>
      <Field label="Project">
        <Select
          value={choice.name ?? ''}
          onChange={(value) => onChange({ name: value === '' ? null : value })}
          options={[all, ...names.map((value) => ({ value, label: <span className="mono clip">{value}</span> }))]}
        />
      </Field>
    </div>
  );
}

function useExport(choice: ExportChoice) {
  const toasts = useToasts();
  return useDeed(
    () => fetchExport(choice),
    ({ text, fileName }) => {
      downloadText(text, fileName);
      toasts.done('Exported', { name: fileName, detail: 'The audit log says that you did.' });
    },
  );
}
