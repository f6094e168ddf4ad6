import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { count } from '#web/lib/format.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { ENVIRONMENTS, EnvironmentName } from '#web/ui/environment.tsx';
import { FieldGroup } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Popover } from '#web/ui/popover.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { type KeyDraft, toggled } from './key-draft.ts';

type Props = { draft: KeyDraft; onChange: (part: Partial<KeyDraft>) => void };

/** Where it can do that: nothing ticked is everywhere. */
export function LimitFields({ draft, onChange }: Props) {
  return (
    <>
      <FieldGroup label="Only in these environments" hint="none ticked: in all of them">
        <span className="flex flex-wrap gap-x-5 gap-y-2">
          {ENVIRONMENTS.map((environment) => (
            <Checkbox
              key={environment}
              isChecked={draft.environments.includes(environment)}
              onChange={() => onChange({ environments: toggled(draft.environments, environment) })}
            >
              <EnvironmentName of={environment} />
            </Checkbox>
          ))}
        </span>
      </FieldGroup>
      <FieldGroup label="Only in these projects" hint="none chosen: in all of them">
        <ProjectsPicker chosen={draft.names} onChange={(names) => onChange({ names })} />
      </FieldGroup>
    </>
  );
}

type PickerProps = { chosen: readonly string[]; onChange: (names: string[]) => void };

function ProjectsPicker({ chosen, onChange }: PickerProps) {
  const trpc = useTRPC();
  const { data: names = [] } = useQuery(trpc.entries.projectNames.queryOptions({}));
  const words = chosen.length === 0 ? 'All projects' : chosen.join(', ');
  return (
    <Popover
      title="Projects"
      aside={chosen.length === 0 ? 'all' : `${chosen.length} of ${names.length}`}
      trigger={
        <Button className="justify-self-start max-w-full">
          <span className={`clip ${chosen.length === 0 ? '' : 'mono'}`}>{words}</span>
          <Icon of={ChevronDown} small />
        </Button>
      }
    >
      <ProjectList names={names} chosen={chosen} onChange={onChange} />
    </Popover>
  );
}

function ProjectList({ names, chosen, onChange }: PickerProps & { names: readonly string[] }) {
  const [search, setSearch] = useState('');
  const found = names.filter((name) => name.toLowerCase().includes(search.toLowerCase()));
  if (names.length === 0) return <p className="faint">Projects appear with the first entry.</p>;
  return (
    <>
      <TextField aria-label="Find a project" placeholder="Find a project" value={search} onChange={setSearch} />
      <ul className="grid gap-1 max-h-56 overflow-auto">
        {found.map((name) => (
          <li key={name}>
            <Checkbox isChecked={chosen.includes(name)} onChange={() => onChange(toggled(chosen, name))}>
              <span className="mono clip">{name}</span>
            </Checkbox>
          </li>
        ))}
      </ul>
      <p className="small faint" role="status">
        {found.length === names.length ? count(names.length, 'project') : `${found.length} of ${names.length}`}
      </p>
    </>
  );
}
