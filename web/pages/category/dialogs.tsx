import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { Category } from '#shared/categories.ts';
import type { Entry } from '#shared/entries.ts';
import type { Start } from '#web/pages/entries/entry-form.ts';
import { paths } from '#web/paths.ts';

const EntryDialog = lazy(() =>
  import('#web/pages/entries/entry-dialog.tsx').then((it) => ({ default: it.EntryDialog })),
);
const DuplicateDialog = lazy(() =>
  import('#web/pages/entries/duplicate-dialog.tsx').then((it) => ({ default: it.DuplicateDialog })),
);
const DeleteEntry = lazy(() =>
  import('#web/pages/entries/delete-entry.tsx').then((it) => ({ default: it.DeleteEntry })),
);
const CategoryDialog = lazy(() =>
  import('#web/pages/keys/category-dialog.tsx').then((it) => ({ default: it.CategoryDialog })),
);
const DeleteCategory = lazy(() =>
  import('#web/pages/keys/delete-category.tsx').then((it) => ({ default: it.DeleteCategory })),
);
const ImportDialog = lazy(() =>
  import('#web/pages/import/import-dialog.tsx').then((it) => ({ default: it.ImportDialog })),
);

export type Open =
  | { kind: 'new'; start: Start }
  | { kind: 'edit' | 'duplicate' | 'delete'; entry: Entry }
  | { kind: 'edit-category' | 'delete-category' | 'import' };

export type DialogsProps = {
  category: Category;
  open: Open | null;
  onClose: () => void;
  /** An entry was made or changed: the cursor goes there. */
  onSaved: (entry: Entry) => void;
};

/** What stands over the page; each comes when it is first asked for. */
export function Dialogs({ category, open, onClose, onSaved }: DialogsProps) {
  const navigate = useNavigate();
  if (open === null) return null;
  const { kind } = open;
  const of = { category, onClose };
  return (
    <Suspense>
      {kind === 'new' && <EntryDialog {...of} start={open.start} onSaved={onSaved} />}
      {kind === 'edit' && <EntryDialog {...of} entry={open.entry} onSaved={onSaved} />}
      {kind === 'duplicate' && <DuplicateDialog entry={open.entry} onClose={onClose} onCopied={onSaved} />}
      {kind === 'delete' && <DeleteEntry entry={open.entry} onClose={onClose} />}
      {kind === 'import' && <ImportDialog onClose={onClose} />}
      {kind === 'edit-category' && <CategoryDialog {...of} />}
      {kind === 'delete-category' && <DeleteCategory {...of} onDeleted={() => void navigate({ href: paths.keys() })} />}
    </Suspense>
  );
}
