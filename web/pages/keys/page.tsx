import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FileUp, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Category } from '#shared/categories.ts';
import { useSearchParam } from '#web/lib/address.ts';
import { failureOf } from '#web/lib/failure.ts';
import { count } from '#web/lib/format.ts';
import { useShortcuts } from '#web/lib/use-shortcuts.ts';
import { paths } from '#web/paths.ts';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Head } from '#web/ui/head.tsx';
import { Nothing } from '#web/ui/nothing.tsx';
import { CardSkeletons } from './card-skeletons.tsx';
import { CategoryCards } from './category-cards.tsx';
import { type CategoryForm, EMPTY_FORM, guessIcon, guessVariable } from './category-form.ts';
import { KeysBar } from './keys-bar.tsx';
import { narrow, type Uses, usesOf } from './narrow.ts';
import { useMore } from './use-more.ts';
import './keys.css';

const CategoryDialog = lazy(() =>
  import('./category-dialog.tsx').then((module) => ({ default: module.CategoryDialog })),
);
const DeleteCategory = lazy(() =>
  import('./delete-category.tsx').then((module) => ({ default: module.DeleteCategory })),
);

const ImportDialog = lazy(() =>
  import('#web/pages/import/import-dialog.tsx').then((module) => ({ default: module.ImportDialog })),
);

type Open =
  | { kind: 'new'; start: CategoryForm }
  | { kind: 'edit' | 'delete'; category: Category }
  | { kind: 'import' }
  | null;

const NO_USES: Uses = new Map();

/** All categories as cards. */
export function Page() {
  const trpc = useTRPC();
  const { data: categories, error, refetch } = useQuery(trpc.categories.list.queryOptions({}));
  const { data: uses = NO_USES } = useQuery(trpc.categories.uses.queryOptions({}, { select: usesOf }));
  const [wanted, setWanted] = useSearchParam('new');
  const [open, setOpen] = useState<Open>(wanted === null ? null : { kind: 'new', start: startWith(wanted) });
  const close = () => {
    setOpen(null);
    setWanted(null);
  };
  const begin = (name = '') => setOpen({ kind: 'new', start: startWith(name) });
  const more = useMore(() => setOpen({ kind: 'import' }));
  useShortcuts([{ keys: 'n', label: 'new category', hint: true, run: () => begin() }]);
  return (
    <>
      <Head
        title="Keys"
        detail={categories && summary(categories)}
        tools={<Tools onImport={() => setOpen({ kind: 'import' })} onNew={() => begin()} />}
        more={more}
      />
      {error && (
        <FailureNote
          failure={failureOf(error)}
          what="Your categories were not loaded."
          onRetry={() => void refetch()}
        />
      )}
      {categories === undefined && !error && <CardSkeletons />}
      {categories && <Cards categories={categories} uses={uses} begin={begin} open={setOpen} />}
      <Dialogs open={open} onClose={close} />
    </>
  );
}

function Tools({ onImport, onNew }: { onImport: () => void; onNew: () => void }) {
  return (
    <>
      <Button icon={FileUp} onClick={onImport}>
        Import .env
      </Button>
      <Button kind="primary" icon={Plus} hint="n" onClick={onNew}>
        New category
      </Button>
    </>
  );
}

type CardsProps = {
  categories: Category[];
  uses: Uses;
  begin: (name?: string) => void;
  open: (open: Open) => void;
};

function Cards({ categories, uses, begin, open }: CardsProps) {
  const [search, setSearch] = useSearchParam('q');
  const [type, setType] = useSearchParam('type');
  const [order, setOrder] = useSearchParam('order');
  const shown = narrow(categories, uses, { search: search ?? '', type, order });
  if (categories.length === 0) return <NoneYet begin={begin} />;
  return (
    <>
      <KeysBar
        categories={categories}
        search={search ?? ''}
        onSearch={(text) => setSearch(text === '' ? null : text)}
        type={type}
        onType={setType}
        order={order}
        onOrder={setOrder}
      />
      {shown.length === 0 ? (
        <NoHit search={search ?? ''} begin={begin} />
      ) : (
        <CategoryCards
          categories={shown}
          uses={uses}
          onEdit={(category) => open({ kind: 'edit', category })}
          onDelete={(category) => open({ kind: 'delete', category })}
        />
      )}
    </>
  );
}

function Dialogs({ open, onClose }: { open: Open; onClose: () => void }) {
  const navigate = useNavigate();
  if (open === null) return null;
  return (
    <Suspense>
      {open.kind === 'new' && (
        <CategoryDialog
          start={open.start}
          onClose={onClose}
          onSaved={({ id }) => void navigate({ href: paths.category(id) })}
        />
      )}
      {open.kind === 'import' && <ImportDialog onClose={onClose} />}
      {open.kind === 'edit' && <CategoryDialog category={open.category} onClose={onClose} />}
      {open.kind === 'delete' && <DeleteCategory category={open.category} onClose={onClose} />}
    </Suspense>
  );
}

function NoneYet({ begin }: { begin: () => void }) {
  return (
    <Nothing title="No categories yet" acts={<Button onClick={() => begin()}>Make the first category</Button>}>
      A category is a kind of key: its icon, its type, its variable. Entries are the keys of that kind, one for each
      project and environment.
    </Nothing>
  );
}

function NoHit({ search, begin }: { search: string; begin: (name: string) => void }) {
  return (
    <Nothing
      title={search === '' ? 'No category of this type' : `No category is called “${search}”`}
      acts={search !== '' && <Button onClick={() => begin(search)}>Create “{search}”</Button>}
    />
  );
}

function startWith(name: string): CategoryForm {
  return { ...EMPTY_FORM, name, variable: guessVariable(name), icon: guessIcon(name) };
}

function summary(categories: readonly Category[]): string {
  const entries = categories.reduce((sum, { entryCount }) => sum + entryCount, 0);
  return `${count(categories.length, 'category', 'categories')}, ${count(entries, 'entry', 'entries')}`;
}
