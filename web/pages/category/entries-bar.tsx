import type { Entry, Environment } from '#shared/entries.ts';
import { ENVIRONMENTS, EnvironmentName } from '#web/ui/environment.tsx';
import { SearchField } from '#web/ui/search-field.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import { countsOf } from './rows.ts';

export type EntriesBarProps = {
  entries: readonly Entry[];
  search: string;
  onSearch: (text: string) => void;
  environment: Environment | null;
  onEnvironment: (environment: Environment | null) => void;
};

export function EntriesBar({ entries, search, onSearch, environment, onEnvironment }: EntriesBarProps) {
  const { of } = countsOf(entries);
  return (
    <div className="bar">
      <SearchField label="Find a project" value={search} onChange={onSearch} />
      <Segmented<Environment | 'all'>
        label="Environment"
        value={environment ?? 'all'}
        onChange={(next) => onEnvironment(next === 'all' ? null : next)}
        segments={[
          { value: 'all', label: 'All', many: entries.length },
          ...ENVIRONMENTS.map((value) => ({ value, label: <EnvironmentName of={value} />, many: of[value] })),
        ]}
      />
    </div>
  );
}
