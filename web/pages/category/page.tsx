import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Category } from '#shared/categories.ts';
import type { Entry } from '#shared/entries.ts';
import { NotFound } from '#web/layout/not-found.tsx';
import { entryCell } from '#web/layout/palette-deeds.ts';
import { useParam, useSearchParam } from '#web/lib/address.ts';
import { failureOf } from '#web/lib/failure.ts';
import { count } from '#web/lib/format.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { formWords } from '#web/pages/entries/entry-words.ts';
import { paths } from '#web/paths.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Head } from '#web/ui/head.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { LazyMenu } from '#web/ui/lazy-menu.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { Section } from '#web/ui/section.tsx';
import { SkeletonRows } from '#web/ui/skeleton.tsx';
import { Tile } from '#web/ui/tile.tsx';
import './category.css';
import { Dialogs, type Open } from './dialogs.tsx';
import { Entries } from './entries.tsx';
import { countsOf } from './rows.ts';

const NOT_THERE = ['CATEGORY_NOT_FOUND', 'VALIDATION_ERROR'];

/** One category: its entries, and everything that can be done with them. */
export function Page() {
  const id = useParam('id');
  const { category, entries } = useCategory(id);
  if (category.data !== undefined) return <CategoryPage key={id} category={category.data} entries={entries} />;
  if (category.error === null) return <SkeletonRows label="the category" />;
  const failure = failureOf(category.error);
  if (NOT_THERE.includes(failure.code)) return <NotFound />;
  return <FailureNote failure={failure} what="The category was not loaded." onRetry={() => void category.refetch()} />;
}

/** The list that was read for another page shows something at once; what is new replaces it. */
function useCategory(id: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const fromList = () => queries.getQueryData(trpc.categories.list.queryKey({}))?.find((one) => one.id === id);
  return {
    category: useQuery(trpc.categories.get.queryOptions({ id }, { placeholderData: fromList })),
    entries: useQuery(trpc.entries.list.queryOptions({ categoryId: id })),
  };
}

type CategoryPageProps = { category: Category; entries: ReturnType<typeof useCategory>['entries'] };

function CategoryPage({ category, entries }: CategoryPageProps) {
  const { open, setOpen, close } = useOpen();
  const [param] = useSearchParam('entry');
  // What was saved counts until the address asks for another one.
  const [saved, setSaved] = useState<{ id: string; param: string | null } | null>(null);
  const cursor = saved !== null && saved.param === param ? saved.id : param;
  useShortcuts([{ keys: 'n', label: 'new entry', hint: true, run: () => setOpen({ kind: 'new', start: {} }) }]);
  return (
    <>
      <CategoryHead category={category} entries={entries.data} open={setOpen} />
      <Loaded of={entries} what="The entries were not loaded." waiting={<SkeletonRows label="entries" />}>
        {(all) => (
          <Entries
            category={category}
            entries={all}
            startAt={cursor === null ? undefined : entryCell(cursor)}
            onNew={(start) => setOpen({ kind: 'new', start })}
            onImport={() => setOpen({ kind: 'import' })}
            onEdit={(entry) => setOpen({ kind: 'edit', entry })}
            onDuplicate={(entry) => setOpen({ kind: 'duplicate', entry })}
            onDelete={(entry) => setOpen({ kind: 'delete', entry })}
          />
        )}
      </Loaded>
      <Aside category={category} />
      <Dialogs category={category} open={open} onClose={close} onSaved={({ id }) => setSaved({ id, param })} />
    </>
  );
}

/** What is open over the page; `?new=` opens the form for a new entry of that project. */
function useOpen() {
  const [fresh, setFresh] = useSearchParam('new');
  const [chosen, setOpen] = useState<Open | null>(null);
  const asked: Open | null = fresh === null ? null : { kind: 'new', start: { name: fresh } };
  const close = () => {
    setOpen(null);
    if (fresh !== null) setFresh(null);
  };
  return { open: chosen ?? asked, setOpen, close };
}

type HeadProps = { category: Category; entries: readonly Entry[] | undefined; open: (open: Open) => void };

function CategoryHead({ category, entries, open }: HeadProps) {
  const edit = () => open({ kind: 'edit-category' });
  const remove = { label: 'Delete the category', icon: Trash2, run: () => open({ kind: 'delete-category' }) };
  return (
    <Head
      path={[{ label: 'Keys', to: paths.keys() }]}
      title={category.name}
      tile={<Tile size="l" icon={category.icon} name={category.name} />}
      detail={<Summary category={category} entries={entries} />}
      more={[{ label: 'Edit the category', icon: Pencil, run: edit }, 'rule', remove]}
      tools={
        <>
          <IconButton label="Edit the category" icon={Pencil} onClick={edit} />
          <LazyMenu
            align="end"
            trigger={<IconButton label={`More on ${category.name}`} icon={Ellipsis} />}
            items={[remove]}
          />
          <Button kind="primary" icon={Plus} hint="n" onClick={() => open({ kind: 'new', start: {} })}>
            New entry
          </Button>
        </>
      }
    />
  );
}

function Summary({ category, entries }: Omit<HeadProps, 'open'>) {
  const { entryCount, envVarName } = category;
  const many = count(entries?.length ?? entryCount, 'entry', 'entries');
  return (
    <>
      {formWords(category)}, {envVarName !== null && <span className="mono">{envVarName}</span>}
      {envVarName !== null && ', '}
      {many}
      {entries && entries.length > 0 && ` in ${count(countsOf(entries).projects, 'project')}`}
    </>
  );
}

/** What was written about the category. */
function Aside({ category: { description } }: { category: Category }) {
  if (description === null) return null;
  return (
    <div className="aside">
      <Section title="Note" aside="only people see it, never a model">
        <p className="dim">{description}</p>
      </Section>
    </div>
  );
}
