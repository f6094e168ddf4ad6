import { Upload } from 'lucide-react';
import { useMemo } from 'react';
import type { Category } from '#shared/categories.ts';
import type { Entry } from '#shared/entries.ts';
import { useSearchParam } from '#web/lib/address.ts';
import type { Start } from '#web/pages/entries/entry-form.ts';
import { Button } from '#web/ui/button.tsx';
import { ENVIRONMENTS } from '#web/ui/environment.tsx';
import { Nothing } from '#web/ui/nothing.tsx';
import { EntriesBar } from './entries-bar.tsx';
import { EntriesTable, type EntriesTableProps } from './entries-table.tsx';
import { narrow } from './rows.ts';

export type EntriesProps = Omit<EntriesTableProps, 'entries'> & {
  category: Category;
  entries: readonly Entry[];
  onNew: (start: Start) => void;
  onImport: () => void;
};

/** All entries of a category, and how to find one among them. */
export function Entries({ category, entries, onNew, onImport, ...table }: EntriesProps) {
  const [q, setQuery] = useSearchParam('q');
  const [env, setEnvironment] = useSearchParam('env');
  const search = q ?? '';
  const environment = ENVIRONMENTS.find((one) => one === env) ?? null;
  const shown = useMemo(() => narrow(entries, { search, environment }), [entries, search, environment]);
  if (entries.length === 0) return <NoneYet category={category} onNew={() => onNew({})} onImport={onImport} />;
  const start = { name: search.trim(), environment: environment ?? undefined };
  return (
    <>
      <EntriesBar
        entries={entries}
        search={search}
        onSearch={(text) => setQuery(text === '' ? null : text)}
        environment={environment}
        onEnvironment={setEnvironment}
      />
      {shown.length === 0 ? (
        <NoHit start={start} onNew={() => onNew(start)} />
      ) : (
        <EntriesTable entries={shown} {...table} />
      )}
    </>
  );
}

function NoneYet({ category, onNew, onImport }: { category: Category; onNew: () => void; onImport: () => void }) {
  return (
    <Nothing
      title="No entries yet"
      acts={
        <>
          <Button onClick={onNew}>Make the first entry</Button>
          <Button icon={Upload} onClick={onImport}>
            Import a .env
          </Button>
        </>
      }
    >
      An entry is {category.name} for one project in one environment. Its secret is sealed as soon as it is stored.
    </Nothing>
  );
}

function NoHit({ start, onNew }: { start: Start; onNew: () => void }) {
  const { name = '', environment } = start;
  const where = environment === undefined ? '' : ` in ${environment}`;
  const title = name === '' ? `No entry${where}` : `No project is called “${name}”${where}`;
  return (
    <Nothing
      title={title}
      acts={<Button onClick={onNew}>{name === '' ? 'Make an entry' : `Make an entry for “${name}”`}</Button>}
    />
  );
}
